/** How a score comes about: the lines of the table, the panel's averages by criterion, and every line of the record. */
import { Link } from "react-router";
import type { Nomination } from "../../api/types";
import { ListOrCards, type Column } from "../../components/ListOrCards";
import { exactDate } from "../../components/officeTime";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";
import { pointsOf } from "./CategoryView";

const text = zh.commendation;
type Line = Nomination["points"][number] & { id: number };

const WHAT: Column<Line> = { key: "text", title: text.columns.text, onCard: "heading", wraps: true, render: (line) => line.text };
const RECORD: Column<Line> = {
  ...WHAT,
  render: ({ entry_id, text: said }) =>
    entry_id === null ? said : <Link to={`/performance/entries/${entry_id}`}>{said}</Link>,
};
const POINTS: Column<Line> = { key: "points", title: text.columns.points, onCard: "badge", render: ({ points }) => signed(points) };
const CRITERION: Column<Line> = { ...WHAT, title: text.fields.criteria };
const AVERAGE: Column<Line> = {
  key: "average",
  title: text.average,
  onCard: "badge",
  render: ({ points, most }) => text.averageOf(points.toFixed(1), most ?? 0),
};
const AT: Column<Line> = {
  key: "at",
  title: text.columns.at,
  render: ({ at }) => (at ? exactDate(at) : zh.common.none),
};

export function ScoreLines({ nomination: { points, score, mark } }: { nomination: Nomination }) {
  if (score === null && mark === null) return null;
  const lines = points.map((line, id) => ({ ...line, id }));
  return (
    <Section title={text.score} extra={score === null ? undefined : text.pointsOf(pointsOf(score))}>
      {mark !== null && score === null && <p>{text.markOf(pointsOf(mark))}</p>}
      <ListOrCards
        label={text.score}
        columns={[WHAT, POINTS]}
        rows={lines.filter(({ kind }) => kind === "table")}
        emptyText={text.notScored}
      />
      {lines.some(({ kind }) => kind === "criterion") && (
        <>
          <h3 className="why-title">{text.byCriterion}</h3>
          <ListOrCards
            label={text.byCriterion}
            columns={[CRITERION, AVERAGE]}
            rows={lines.filter(({ kind }) => kind === "criterion")}
            emptyText={text.notScored}
          />
        </>
      )}
      <h3 className="why-title">{text.records}</h3>
      <ListOrCards
        label={text.records}
        columns={[RECORD, POINTS, AT]}
        rows={lines.filter(({ kind }) => kind === "record")}
        emptyText={text.noRecords}
      />
    </Section>
  );
}

function signed(points: number): string {
  return points > 0 ? `+${points.toFixed(1)}` : points.toFixed(1);
}
