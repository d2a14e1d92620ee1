/** What a task is about, with the way to its page. */
import { Link } from "react-router";
import type { Subject } from "../../api/types";
import { zh } from "../../messages/zh";

const PAGES = {
  item: "items",
  matter: "matters",
  key_task: "reviews/tasks",
  performance_entry: "performance/entries",
  nomination: "commendation/nominations",
  award_cycle: "commendation",
  award: "commendation/awards",
};

export function SubjectLink({ subject }: { subject: Subject | null }) {
  if (!subject) return <span className="muted">{zh.common.none}</span>;
  if (subject.kind === "unit_year") {
    return <Link to={`/reviews?year=${subject.number}`}>{zh.reviews.unitYear(subject.title, subject.number)}</Link>;
  }
  return <Link to={`/${PAGES[subject.kind]}/${subject.id}`}>{zh.tasks.of(subject.number, subject.title)}</Link>;
}
