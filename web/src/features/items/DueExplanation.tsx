/** How the due date came about: the rule, and the days that did not count, each with its reason. */
import { Alert } from "antd";
import type { ItemDetail } from "../../api/types";
import { exactDate, exactTime } from "../../components/officeTime";
import { zh } from "../../messages/zh";

const text = zh.items;

export function DueExplanation({ due }: { due: ItemDetail["due"] }) {
  return (
    <>
      <p>
        {due.rule_text}
        {due.due_at && <strong className="due-result">{exactTime(due.due_at)}</strong>}
      </p>
      {due.original_due_at && <p>{text.originalDue(exactTime(due.original_due_at))}</p>}
      {due.changes.length > 0 && (
        <ul className="skipped">
          {due.changes.map((change) => (
            <li key={change}>{change}</li>
          ))}
        </ul>
      )}
      {due.provisional && <Alert type="warning" showIcon title={text.dueProvisional} />}
      {due.due_at && (
        <p className="muted">{due.skipped.length ? text.dueSkipped(due.skipped.length) : text.dueNoneSkipped}</p>
      )}
      <ul className="skipped">
        {due.skipped.map(({ date, reason }) => (
          <li key={date}>
            <time dateTime={date}>{exactDate(date)}</time> {reason}
          </li>
        ))}
      </ul>
    </>
  );
}
