/** The item or matter a task is about, with the way to its page. */
import { Link } from "react-router";
import type { Subject } from "../../api/types";
import { zh } from "../../messages/zh";

export function SubjectLink({ subject }: { subject: Subject | null }) {
  if (!subject) return <span className="muted">{zh.common.none}</span>;
  const page = subject.kind === "item" ? "items" : "matters";
  return <Link to={`/${page}/${subject.id}`}>{zh.tasks.of(subject.number, subject.title)}</Link>;
}
