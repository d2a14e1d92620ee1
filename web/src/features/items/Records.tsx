/** The course of handling: papers issued, answers given, decisions taken, newest first. */
import { Empty, Timeline } from "antd";
import type { ItemRecord } from "../../api/types";
import { exactDate, exactTime } from "../../components/officeTime";
import { zh } from "../../messages/zh";

const text = zh.items;

export function Records({ records }: { records: ItemRecord[] }) {
  if (records.length === 0) return <Empty description={text.recordsEmpty} />;
  const newestFirst = [...records].sort((left, right) => Date.parse(right.at) - Date.parse(left.at) || right.id - left.id);
  return <Timeline items={newestFirst.map((record) => ({ key: record.id, content: <RecordView record={record} /> }))} />;
}

function RecordView({ record }: { record: ItemRecord }) {
  return (
    <div className="happening">
      <strong>
        {record.kind.text}
        {record.number && text.recordNumber(record.number)}
      </strong>
      <time dateTime={record.at}>{exactTime(record.at)}</time>
      {record.actor && !record.instructed && <span>{record.actor.name}</span>}
      {record.instructed && (
        <p>{text.instructed(record.instructed.leader_post, record.instructed.leader, exactDate(record.instructed.dated_on), record.instructed.entered_by)}</p>
      )}
      {record.text && <p className="prose">{record.text}</p>}
      {record.private && (
        <dl className="private">
          <dt>{text.talkContent}</dt>
          <dd>{record.private.content}</dd>
          <dt>{text.talkCommitments}</dt>
          <dd>{record.private.commitments}</dd>
        </dl>
      )}
      {record.withdrawn_at && <p className="muted">{text.withdrawn(exactTime(record.withdrawn_at))}</p>}
      {record.due_at && <p className="muted">{text.recordDue(exactTime(record.due_at))}</p>}
    </div>
  );
}
