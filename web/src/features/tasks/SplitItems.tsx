/** 分解派单: the matter's proposed items, edited and saved before the task is handed in. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useImperativeHandle, useState, type Ref } from "react";
import type { MatterDetail } from "../../api/types";
import { Asked } from "../../components/Asked";
import { DraftRows } from "../../components/drafts/DraftRows";
import { Duplicates } from "../../components/drafts/Duplicates";
import { patched, rowOf } from "../../components/drafts/rows";
import { ProblemList } from "../../components/ProblemList";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";
import { matterQuery, saveDraftItems } from "../matters/mattersApi";

const text = zh.tasks;

export interface SplitHandle {
  /** Saves what was changed; fails with the server's problems, which are then shown at the list. */
  save: () => Promise<void>;
}

export function SplitItems({ matterId, ref }: { matterId: number; ref: Ref<SplitHandle> }) {
  const matter = useQuery({ ...matterQuery(matterId), staleTime: Infinity });
  return <Asked query={matter}>{(answer) => <SplitEditor matter={answer} ref={ref} />}</Asked>;
}

function SplitEditor({ matter, ref }: { matter: MatterDetail; ref: Ref<SplitHandle> }) {
  const [rows, setRows] = useState(matter.draft_items);
  const [changed, setChanged] = useState(false);
  const { message } = App.useApp();
  const saving = useMutation({
    mutationFn: () => saveDraftItems(matter.id, rows),
    onSuccess: () => setChanged(false),
  });
  useImperativeHandle(ref, () => ({
    save: async () => {
      if (changed) await saving.mutateAsync();
    },
  }));
  const saveNow = () => saving.mutate(undefined, { onSuccess: () => void message.success(text.itemsSaved) });
  return (
    <Section
      title={text.itemsTitle}
      extra={
        <Button loading={saving.isPending} disabled={!changed} onClick={saveNow}>
          {text.itemsSave}
        </Button>
      }
    >
      <p className="muted">{changed ? text.itemsUnsaved : text.itemsLead}</p>
      <ProblemList error={saving.error} placeOf={(problem) => rowOf(rows, problem)} />
      <Duplicates
        rows={rows}
        matterId={matter.id}
        onDecide={(ordinal, patch) => {
          setRows(patched(rows, new Set([ordinal]), patch));
          setChanged(true);
        }}
      />
      <DraftRows
        rows={rows}
        extendable
        onChange={(next) => {
          setRows(next);
          setChanged(true);
        }}
      />
    </Section>
  );
}
