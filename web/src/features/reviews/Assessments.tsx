/** 一考双评: the year of each unit, with both scores and the grade. */
import { Link } from "react-router";
import type { ReviewAssessment } from "../../api/types";
import { ListOrCards, type Column } from "../../components/ListOrCards";
import { exactDate } from "../../components/officeTime";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";

const text = zh.reviews;
const title = text.assessment;
type Row = ReviewAssessment & { id: number; year: number };

const COLUMNS: Column<Row>[] = [
  { key: "unit", title: title.unit, onCard: "heading", render: ({ unit }) => unit?.name },
  { key: "state", title: title.state, onCard: "badge", render: ({ state }) => state.text },
  {
    key: "scores",
    title: title.scores,
    render: ({ business_score: business, party_score: party }) =>
      business !== null && party !== null ? text.scores(business, party) : zh.common.none,
  },
  {
    key: "record",
    title: title.record,
    render: ({ unit, year, record_points: points, record_lines: lines }) =>
      points !== null && lines !== null ? (
        <Link to={`/performance?year=${year}&unit=${unit?.id}`}>{text.record(points, lines)}</Link>
      ) : (
        zh.common.none
      ),
  },
  { key: "grade", title: title.grade, render: ({ grade }) => grade?.text ?? zh.common.none },
  {
    key: "decided",
    title: title.decided,
    render: ({ decided_at: at }) => (at ? exactDate(at) : zh.common.none),
  },
];

export function Assessments({ rows, year }: { rows: ReviewAssessment[]; year: number }) {
  return (
    <Section title={text.assessments}>
      <ListOrCards
        label={text.assessments}
        columns={COLUMNS}
        rows={rows.map((row) => ({ ...row, year, id: row.unit?.id ?? 0 }))}
        emptyText={text.assessmentsEmpty}
      />
    </Section>
  );
}
