/** 立即同步: what following the directory would change is shown first; only what was confirmed is done. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Checkbox, Modal } from "antd";
import { useState } from "react";
import { freshKey } from "../../api/client";
import { problemsOf } from "../../api/problem";
import type { Synced } from "../../api/types";
import { Loading } from "../../components/Loading";
import { ProblemList } from "../../components/ProblemList";
import { zh } from "../../messages/zh";
import { followDirectory, SYNC, syncRehearsal } from "./organisationApi";

const text = zh.organisation;

export function SyncDialog({ onClose }: { onClose: () => void }) {
  const [force, setForce] = useState(false);
  const [key, setKey] = useState(freshKey);
  const client = useQueryClient();
  const { message } = App.useApp();
  const looking = useQuery(syncRehearsal(force));
  const following = useMutation({
    mutationFn: () => followDirectory(force, key),
    onSuccess: async ({ people }) => {
      void message.success(text.syncDone(people.length));
      onClose();
      await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== SYNC });
    },
  });
  const error = following.error ?? looking.error;
  const found = error || looking.isFetching ? undefined : looking.data;
  const lookAgain = (forced: boolean) => {
    following.reset();
    setKey(freshKey());
    if (forced === force) void looking.refetch();
    setForce(forced);
  };
  return (
    <Modal
      open
      width={720}
      title={text.syncTitle}
      okText={text.syncConfirm}
      okButtonProps={{ disabled: !found?.people.length }}
      confirmLoading={following.isPending}
      onOk={() => following.mutate()}
      onCancel={onClose}
    >
      <p className="muted">{text.syncLead}</p>
      {looking.isFetching ? (
        <Loading />
      ) : (
        <>
          <ProblemList error={error} placeOf={() => null} />
          <Force error={error} force={force} onChange={lookAgain} />
          {found && <Changes found={found} />}
          <Button onClick={() => lookAgain(force)}>{text.syncAgain}</Button>
        </>
      )}
    </Modal>
  );
}

/** Asked for only where more would leave than is usual. */
function Force({ error, force, onChange }: { error: unknown; force: boolean; onChange: (force: boolean) => void }) {
  const tooMany = problemsOf(error).some(({ code }) => code === "people.sync_gone");
  if (!tooMany && !force) return null;
  return (
    <p>
      <Checkbox checked={force} onChange={({ target }) => onChange(target.checked)}>
        {text.syncForce}
      </Checkbox>
    </p>
  );
}

function Changes({ found: { people, skipped, unknown_units } }: { found: Synced }) {
  return (
    <>
      <p role="status">{people.length ? text.syncPreview(people.length) : text.syncNothing}</p>
      {people.length > 0 && (
        <ol className="sheet-changes">
          {people.map(({ username, kind, name, unit, left_open }) => (
            <li key={username}>
              <strong>
                {text.syncKinds[kind]} {name}
              </strong>{" "}
              <span className="muted">{[username, unit].filter(Boolean).join(" · ")}</span>
              {left_open.length > 0 && <div>{text.syncLeftOpen(left_open.join(text.listBreak))}</div>}
            </li>
          ))}
        </ol>
      )}
      {unknown_units.length > 0 && <p>{text.syncUnknownUnits(unknown_units.join(text.listBreak))}</p>}
      {skipped.length > 0 && (
        <>
          <p>{text.syncSkipped(skipped.length)}</p>
          <ul className="sheet-changes">
            {skipped.map(({ username, reason }, place) => (
              <li key={`${username} ${place}`} className="breaks">
                {text.syncReason(username, reason.text)}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
