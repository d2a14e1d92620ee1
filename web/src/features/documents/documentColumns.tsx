/** What the list shows of a document; for administrators also what failed and trying it again. */
import { Button } from "antd";
import { Link } from "react-router";
import type { ListedDocument } from "../../api/types";
import type { Column } from "../../components/ListOrCards";
import { exactTime } from "../../components/officeTime";
import { zh } from "../../messages/zh";
import { DocumentFiles } from "./DocumentFiles";
import { titleOf } from "./titleOf";

const text = zh.documents;
const title = text.columns;

/** Documents of 总结表彰: the party committee office has them set again, too. */
export const OF_AWARDS = new Set(["announcement", "award_decision", "certificate", "revocation"]);

export interface Doing {
  mayAgain: (row: ListedDocument) => boolean;
  onAgain: (row: ListedDocument) => void;
  onRetry?: (row: ListedDocument) => void;
}

export function columnsFor(doing: Doing): Column<ListedDocument>[] {
  return [
    { key: "name", title: title.name, wraps: true, onCard: "heading", render: nameOf },
    { key: "about", title: title.about, wraps: true, render: aboutOf },
    { key: "state", title: title.state, onCard: "badge", render: stateOf },
    { key: "issued", title: title.issued, render: ({ issued_at }) => exactTime(issued_at) },
    { key: "files", title: title.files, render: (row) => <DocumentFiles document={row} /> },
    { key: "action", title: title.action, onCard: "foot", render: (row) => actionOf(row, doing) },
  ];
}

function nameOf(row: ListedDocument) {
  const { reason, ordered_by } = row;
  return (
    <>
      <span className="breaks">{titleOf(row)}</span>
      {reason && <div className="muted breaks">{text.againBy(ordered_by?.name ?? "", reason)}</div>}
    </>
  );
}

function aboutOf({ item, key_task, urged }: ListedDocument) {
  if (key_task) return <Link to={`/reviews/tasks/${key_task.id}`}>{key_task.title}</Link>;
  const items = item ? [item] : urged;
  if (items.length === 0) return zh.common.none;
  return items.map(({ id, title }) => (
    <div key={id}>
      <Link to={`/items/${id}`}>{title}</Link>
    </div>
  ));
}

function stateOf({ state, attempts, last_error }: ListedDocument) {
  const code = state.code as keyof typeof text.states;
  const known = text.states[code] ?? state.text;
  return (
    <>
      <span className={code === "failed" ? "whole failed" : "whole muted"}>{known}</span>
      {last_error && <div className="muted breaks">{`${last_error}（${text.attempts(attempts)}）`}</div>}
    </>
  );
}

function actionOf(row: ListedDocument, { mayAgain, onAgain, onRetry }: Doing) {
  if (row.state.code === "failed" && onRetry) return <Button onClick={() => onRetry(row)}>{text.retry}</Button>;
  if (row.state.code === "filed" && mayAgain(row)) return <Button onClick={() => onAgain(row)}>{text.again}</Button>;
  return null;
}
