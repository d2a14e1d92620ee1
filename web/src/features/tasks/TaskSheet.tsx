/** What people did to a task beside its form: signers, copies, urges, who has the work now, and the course of it all. */
import { Button, Empty, Timeline } from "antd";
import { useState, type ReactNode } from "react";
import type { Sheet, TaskDetail } from "../../api/types";
import { exactTime } from "../../components/officeTime";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";
import { namesOf, VerbDialog } from "./VerbDialog";
import type { DialogVerb } from "./verbs";

const text = zh.taskVerbs;
type Asked = { taskId: string; verb: DialogVerb };

export function TaskSheet({ task }: { task: TaskDetail }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const { sheet } = task;
  return (
    <>
      <Signers sheet={sheet} onRemove={(taskId) => setAsked({ taskId, verb: "remove_signer" })} />
      <Following sheet={sheet} onUrge={(taskId) => setAsked({ taskId, verb: "urge" })} />
      <Copies sheet={sheet} />
      <Urges sheet={sheet} />
      {asked && <VerbDialog {...asked} onClose={() => setAsked(null)} />}
    </>
  );
}

function Rows({ title, rows }: { title: string; rows: [string, ReactNode][] }) {
  if (rows.length === 0) return null;
  return (
    <Section title={title}>
      <ul className="open-tasks">
        {rows.map(([key, row]) => (
          <li key={key}>{row}</li>
        ))}
      </ul>
    </Section>
  );
}

function Signers({ sheet, onRemove }: { sheet: Sheet; onRemove: (taskId: string) => void }) {
  const rows = sheet.signers.map((one): [string, ReactNode] => [
    one.task_id,
    <>
      <span>{one.person?.name ?? zh.common.none}</span>
      <span>{text.signs[one.position as keyof typeof text.signs]}</span>
      <span>{one.agree === null ? (text.signerStates[one.state] ?? one.state) : one.agree ? text.agree : text.refuse}</span>
      {one.text && <span className="prose">{one.text}</span>}
      {(one.state === "open" || one.state === "planned") && (
        <Button size="small" className="no-print" onClick={() => onRemove(one.task_id)}>
          {text.names.remove_signer}
        </Button>
      )}
    </>,
  ]);
  return <Rows title={text.signers} rows={rows} />;
}

function Following({ sheet, onUrge }: { sheet: Sheet; onUrge: (taskId: string) => void }) {
  const rows = sheet.following.map((one): [string, ReactNode] => [
    one.task_id,
    <>
      <span>{one.name}</span>
      <span>{namesOf(one.people) || zh.tasks.unassigned}</span>
      <Button size="small" className="no-print" onClick={() => onUrge(one.task_id)}>
        {text.names.urge}
      </Button>
    </>,
  ]);
  return <Rows title={text.following} rows={rows} />;
}

function Copies({ sheet }: { sheet: Sheet }) {
  const rows = sheet.copies.map((one): [string, ReactNode] => [
    String(one.person.id),
    <>
      <span>{one.person.name}</span>
      <span>{one.read_at ? text.readAt(exactTime(one.read_at)) : text.unread}</span>
      {one.note && <span className="prose">{one.note}</span>}
    </>,
  ]);
  return <Rows title={text.copies} rows={rows} />;
}

function Urges({ sheet }: { sheet: Sheet }) {
  const rows = sheet.urges.map((one): [string, ReactNode] => [
    one.at,
    <>
      <time dateTime={one.at}>{exactTime(one.at)}</time>
      <span>{one.by.name}</span>
      <span className="prose">{one.text}</span>
      <span>{one.answer ? text.answered(one.answered_by?.name ?? "", one.answer) : text.unanswered}</span>
    </>,
  ]);
  return <Rows title={text.urges} rows={rows} />;
}

export function Course({ sheet }: { sheet: Sheet }) {
  if (sheet.course.length === 0) return <Empty description={zh.diagram.historyEmpty} />;
  return (
    <Timeline
      items={[...sheet.course].reverse().map((mark, index) => ({
        key: sheet.course.length - index,
        content: (
          <div className="happening">
            <strong>{[text.courseOf[mark.type] ?? mark.type, mark.name].filter(Boolean).join(" · ")}</strong>
            <time dateTime={mark.at}>{exactTime(mark.at)}</time>
            <span>{[mark.actor?.name, mark.to.length > 0 && text.to(mark.to.join(zh.drafts.listSeparator))].filter(Boolean).join(" ")}</span>
            {mark.agree !== null && <span>{mark.agree ? text.agree : text.refuse}</span>}
            {mark.said && <p className="prose">{mark.said}</p>}
          </div>
        ),
      }))}
    />
  );
}
