/** Lines of performance: what happened, how many points, and the way to its explanation. */
import { useQuery } from "@tanstack/react-query";
import type { PerformanceLine } from "../../api/types";
import { Asked } from "../../components/Asked";
import { ListOrCards, type Column } from "../../components/ListOrCards";
import { exactDate } from "../../components/officeTime";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";
import { linesQuery, type Whose } from "./performanceApi";
import { Points } from "./Points";

const text = zh.performance;

export function whoseOf({ person, unit }: Pick<PerformanceLine, "person" | "unit">): string {
  return person ? person.name : text.unitLine(unit?.name ?? "");
}

const COLUMNS: Column<PerformanceLine>[] = [
  { key: "text", title: text.line.text, onCard: "heading", wraps: true, render: ({ text: sentence }) => sentence },
  {
    key: "points",
    title: text.line.points,
    onCard: "badge",
    render: ({ points, state }) => <Points value={points} cancelled={state.code === "cancelled"} />,
  },
  { key: "day", title: text.line.day, render: ({ occurred_at }) => exactDate(occurred_at) },
  { key: "kind", title: text.line.kind, render: ({ kind }) => kind.text },
  { key: "whose", title: text.line.whose, render: whoseOf },
  { key: "item", title: text.line.item, wraps: true, render: ({ item }) => (item ? `${item.number} ${item.title}` : zh.common.none) },
  { key: "state", title: text.line.state, render: ({ state }) => state.text },
];

export function Lines({ year, whose, title }: { year: number; whose: Whose; title: string }) {
  const query = useQuery(linesQuery(year, whose));
  return (
    <Section title={title}>
      <Asked query={query}>
        {({ items }) => (
          <ListOrCards
            label={title}
            columns={COLUMNS}
            rows={items}
            emptyText={text.linesEmpty}
            to={({ id }) => `/performance/entries/${id}`}
          />
        )}
      </Asked>
    </Section>
  );
}
