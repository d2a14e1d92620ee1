/** What was awarded in a year: the page that everybody may open without signing in. */
import { useQuery } from "@tanstack/react-query";
import { Empty, Tag } from "antd";
import { Link, useParams } from "react-router";
import { get } from "../../api/client";
import type { PublishedAwards, PublishedCategory, PublishedCycle } from "../../api/types";
import { Asked } from "../../components/Asked";
import { ListOrCards, type Column } from "../../components/ListOrCards";
import { exactDate } from "../../components/officeTime";
import { PageHead } from "../../components/PageHead";
import { PrintButton } from "../../components/PrintButton";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";

const text = zh.publishedAwards;
type Row = PublishedCategory["awards"][number] & { id: string };

const COLUMNS: Column<Row>[] = [
  { key: "name", title: text.columns.name, onCard: "heading", wraps: true, render: ({ name }) => name },
  { key: "unit", title: text.columns.unit, wraps: true, render: ({ unit }) => unit },
  { key: "number", title: text.columns.number, render: ({ number }) => number },
  {
    key: "state",
    title: text.columns.state,
    onCard: "badge",
    render: ({ state, revoked_on }) => (revoked_on ? <Tag>{text.revoked(exactDate(revoked_on))}</Tag> : state.text),
  },
];

export function PublishedAwardsPage() {
  const { year = "" } = useParams();
  const asked = useQuery({
    queryKey: ["/public/awards", year],
    queryFn: ({ signal }) => get<PublishedAwards>(`/public/awards/${encodeURIComponent(year)}`, {}, signal),
  });
  return (
    <main className="public-page">
      <Asked query={asked}>{(awards) => <Shown awards={awards} />}</Asked>
    </main>
  );
}

function Shown({ awards }: { awards: PublishedAwards }) {
  const others = awards.years.filter((year) => year !== awards.year);
  return (
    <>
      <PageHead title={text.title(String(awards.year))} lead={awards.office} actions={<PrintButton />} />
      {awards.cycles.length === 0 && <Empty description={text.none} />}
      {awards.cycles.map((cycle) => (
        <Cycle key={`${cycle.decided_on} ${cycle.title}`} cycle={cycle} />
      ))}
      {others.length > 0 && (
        <p className="no-print muted">
          {text.years}：
          {others.map((year) => (
            <Link key={year} to={`/awards/${year}`}>
              {`${year} `}
            </Link>
          ))}
        </p>
      )}
    </>
  );
}

function Cycle({ cycle }: { cycle: PublishedCycle }) {
  return (
    <Section title={cycle.title}>
      <p className="muted">{text.decided(exactDate(cycle.decided_on))}</p>
      {cycle.categories.map((category) => (
        <div key={category.name} className="section">
          <h3>{category.name}</h3>
          <ListOrCards label={category.name} columns={columnsOf(category)} rows={rowsOf(category)} emptyText="" />
        </div>
      ))}
    </Section>
  );
}

/** A unit's name is its own; only people have one beside it. */
function columnsOf(category: PublishedCategory): Column<Row>[] {
  return COLUMNS.filter(({ key }) => key !== "unit" || category.awards.some(({ unit }) => unit));
}

function rowsOf(category: PublishedCategory): Row[] {
  return category.awards.map((award) => ({ ...award, id: award.number }));
}
