/** Open instances are carried over to the latest version on purpose: rehearsed first, with what that changes for each. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button, Form, Input, Space } from "antd";
import { useState } from "react";
import { useParams } from "react-router";
import { act, freshKey } from "../../api/client";
import type { CarriedChange, CarriedOver, CarryRefusal, Definition, LightCode } from "../../api/types";
import { Asked } from "../../components/Asked";
import { LightShape } from "../../components/Light";
import { ListOrCards, type Column } from "../../components/ListOrCards";
import { exactTime } from "../../components/officeTime";
import { PageHead } from "../../components/PageHead";
import { ProblemList } from "../../components/ProblemList";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";
import { useLightWords } from "../session/useLights";
import { definitionQuery } from "./designerApi";

const text = zh.designer.carryOver;
type Changed = CarriedChange & { id: number };
type Left = CarryRefusal & { id: number };

function Turned({ before, after }: { before: string; after: string }) {
  const words = useLightWords();
  const lights = before === after ? [before] : [before, after];
  return lights.map((code, place) => (
    <span key={code}>
      {place > 0 && ` ${text.to} `}
      <LightShape code={code as LightCode} /> {words[code as LightCode]}
    </span>
  ));
}

const moment = (at: string | null) => (at ? exactTime(at) : text.never);

const CHANGES: Column<Changed>[] = [
  { key: "title", title: text.item, onCard: "heading", wraps: true, render: ({ number, title }) => `${number ?? ""} ${title}`.trim() },
  { key: "light", title: text.light, render: (one) => <Turned before={one.light_before} after={one.light_after} /> },
  { key: "before", title: text.askedBefore, render: ({ next_asked_before }) => moment(next_asked_before) },
  { key: "after", title: text.askedAfter, render: ({ next_asked_after }) => moment(next_asked_after) },
];

const REFUSED: Column<Left>[] = [
  { key: "number", title: text.number, onCard: "heading", render: ({ number, instance_id }) => number || text.instance(instance_id) },
  { key: "why", title: text.why, wraps: true, render: ({ problems }) => problems.map(({ message }) => message).join("；") || text.unfit },
];

export function CarryOverPage() {
  const { key = "" } = useParams();
  const definition = useQuery({ ...definitionQuery(key), staleTime: 0 });
  return <Asked query={definition}>{(found) => <CarryOver key={found.key} definition={found} />}</Asked>;
}

function CarryOver({ definition }: { definition: Definition }) {
  const [form] = Form.useForm<{ reason: string }>();
  const [done, setDone] = useState<{ answer: CarriedOver; rehearsed: boolean } | null>(null);
  const client = useQueryClient();
  const { modal } = App.useApp();
  const carrying = useMutation({
    mutationFn: ({ reason, rehearse }: { reason: string; rehearse: boolean }) =>
      act<CarriedOver>("POST", `/definitions/${encodeURIComponent(definition.key)}/carry-over`, {
        body: { reason, dry_run: rehearse },
        headers: rehearse ? undefined : { "Idempotency-Key": freshKey() },
      }),
    onSuccess: async (answer, { rehearse }) => {
      setDone({ answer, rehearsed: rehearse });
      if (!rehearse) await client.invalidateQueries();
    },
  });
  const carry = ({ reason }: { reason: string }) =>
    modal.confirm({
      title: text.sure(done?.answer.moved ?? 0, definition.version),
      content: text.sureText,
      okText: text.carry,
      onOk: () => carrying.mutateAsync({ reason, rehearse: false }).catch(() => undefined),
    });
  const rehearse = async () => carrying.mutate({ ...(await form.validateFields()), rehearse: true });
  const isRehearsed = done?.rehearsed === true && done.answer.moved > 0;
  return (
    <>
      <PageHead title={text.title(definition.name || definition.key)} lead={text.lead} />
      <Alert
        type={definition.open_before ? "info" : "success"}
        showIcon
        title={definition.open_before ? text.behind(definition.open_before, definition.version) : text.noneBehind(definition.version)}
      />
      {definition.open_before > 0 && (
        <Section title={text.step}>
          <Form form={form} layout="vertical" onFinish={carry} onValuesChange={() => setDone(null)}>
            <Form.Item name="reason" label={zh.items.reason} rules={[{ required: true, whitespace: true, message: zh.items.reasonNeeded }]}>
              <Input.TextArea maxLength={500} showCount autoSize={{ minRows: 2 }} />
            </Form.Item>
            <Space wrap>
              <Button loading={carrying.isPending} onClick={() => void rehearse().catch(() => undefined)}>
                {text.rehearse}
              </Button>
              <Button type="primary" htmlType="submit" disabled={!isRehearsed} loading={carrying.isPending}>
                {text.carry}
              </Button>
              {!isRehearsed && <span className="muted">{text.rehearseFirst}</span>}
            </Space>
          </Form>
        </Section>
      )}
      <ProblemList error={carrying.error} placeOf={() => null} />
      {done && <Report {...done} />}
    </>
  );
}

function Report({ answer, rehearsed }: { answer: CarriedOver; rehearsed: boolean }) {
  const { moved, left, version, changes, refused } = answer;
  return (
    <div aria-live="polite">
      <Section title={rehearsed ? text.rehearsal : text.report}>
        <p>
          <strong>{rehearsed ? text.would(moved, version) : text.did(moved, version)}</strong>
          {left > 0 && ` ${text.left(left, refused.length)}`}
        </p>
        <p className="muted">{changes.length > 0 ? text.changes(changes.length) : text.noChanges}</p>
        {changes.length > 0 && (
          <ListOrCards
            label={text.changed}
            columns={CHANGES}
            rows={changes.map((one) => ({ ...one, id: one.item_id }))}
            emptyText={text.noChanges}
            to={({ item_id }) => `/items/${item_id}`}
          />
        )}
      </Section>
      {refused.length > 0 && (
        <Section title={text.refused(refused.length)}>
          <ListOrCards
            label={text.refused(refused.length)}
            columns={REFUSED}
            rows={refused.map((one) => ({ ...one, id: one.instance_id }))}
            emptyText={text.noChanges}
          />
        </Section>
      )}
    </div>
  );
}
