/** One category of a cycle: its quota and criteria, and its nominees with their score and where each stands. */
import { Tag } from "antd";
import type { AwardCategory, AwardCycle, NominationRow } from "../../api/types";
import { ListOrCards, type Column } from "../../components/ListOrCards";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";
import { Criteria } from "./Criteria";

const text = zh.commendation;

const COLUMNS: Column<NominationRow>[] = [
  { key: "name", title: text.columns.name, onCard: "heading", render: ({ name }) => name },
  {
    key: "state",
    title: text.columns.state,
    onCard: "badge",
    render: ({ state }) => <Tag color={text.colours[state.code]}>{state.text}</Tag>,
  },
  { key: "unit", title: text.columns.unit, render: ({ unit }) => unit?.name },
  { key: "number", title: text.columns.number, render: ({ number }) => <span className="number">{number}</span> },
  { key: "mark", title: text.columns.mark, render: ({ mark }) => pointsOf(mark) },
  { key: "score", title: text.columns.score, render: ({ score }) => pointsOf(score) },
  { key: "votes", title: text.columns.votes, render: ({ votes }) => votes ?? zh.common.none },
  {
    key: "reason",
    title: text.columns.reason,
    wraps: true,
    render: ({ reason, by_self }) => [by_self && text.bySelf, reason].filter(Boolean).join("；") || zh.common.none,
  },
];

export function pointsOf(points: number | null): string {
  return points === null ? zh.common.none : points.toFixed(1);
}

export function CategoryView({ category, cycle }: { category: AwardCategory; cycle: AwardCycle }) {
  const { id, name, subject, quota, heads_percent, nominated, criteria, self_allowed } = category;
  const rows = cycle.nominations.filter((one) => one.category_id === id).sort(bestFirst);
  const said = [
    text.quotaOf(quota),
    text.subjectOf(subject.text),
    heads_percent !== null && text.headsMost(heads_percent),
    self_allowed && text.selfAllowed,
    text.nominatedOf(nominated),
  ];
  return (
    <Section title={name} extra={<span className="muted">{text.quotaOf(quota)}</span>}>
      <p className="muted">{said.filter(Boolean).slice(1).join("，")}</p>
      <Criteria criteria={criteria} />
      <ListOrCards
        label={name}
        columns={COLUMNS}
        rows={rows}
        emptyText={nominated > 0 ? text.noneOfYours : text.noNominees}
        to={(row) => `/commendation/nominations/${row.id}`}
      />
    </Section>
  );
}

/** By votes, then by score, then as they came. */
function bestFirst(one: NominationRow, other: NominationRow): number {
  return (other.votes ?? -1) - (one.votes ?? -1) || (other.score ?? -1) - (one.score ?? -1) || one.id - other.id;
}
