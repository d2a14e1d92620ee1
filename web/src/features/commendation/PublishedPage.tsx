/** The awards of a year as everybody may read them, without signing in. */
import { useQuery } from "@tanstack/react-query";
import { Empty } from "antd";
import { Link, useParams } from "react-router";
import type { PublishedAwards } from "../../api/types";
import { Asked } from "../../components/Asked";
import { ListOrCards, type Column } from "../../components/ListOrCards";
import { exactDate } from "../../components/officeTime";
import { PageHead } from "../../components/PageHead";
import { PrintButton } from "../../components/PrintButton";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";
import { publishedQuery } from "./commendationApi";

const text = zh.commendation;
type Category = PublishedAwards["cycles"][number]["categories"][number];
type Awarded = Category["awards"][number] & { id: string };

export function PublishedPage() {
  const { year = "" } = useParams();
  return (
    <main className="public-page">
      <Asked query={useQuery(publishedQuery(year))}>{(answer) => <Shown published={answer} />}</Asked>
    </main>
  );
}

function Shown({ published: { year, years, office, cycles } }: { published: PublishedAwards }) {
  return (
    <>
      <PageHead title={text.published(year)} lead={office} actions={<PrintButton />} />
      <nav className="chips no-print" aria-label={text.year}>
        {years.map((one) => (
          <Link key={one} className="whole" to={`/awards/${one}`} aria-current={one === year ? "page" : undefined}>
            {zh.reviews.yearOf(one)}
          </Link>
        ))}
      </nav>
      {cycles.length === 0 && <Empty description={text.publishedNone(year)} />}
      {cycles.map(({ title, decided_on, categories }) => (
        <Section key={title} title={title} extra={text.decidedOn(exactDate(decided_on))}>
          {categories.map((category) => (
            <CategoryOf key={category.name} category={category} />
          ))}
        </Section>
      ))}
    </>
  );
}

function CategoryOf({ category: { name, subject, awards } }: { category: Category }) {
  const columns: Column<Awarded>[] = [
    { key: "name", title: text.columns.name, onCard: "heading", render: (one) => one.name },
    {
      key: "state",
      title: text.columns.state,
      onCard: "badge",
      render: ({ state, revoked_on }) => (revoked_on ? text.revokedOn(state.text, exactDate(revoked_on)) : state.text),
    },
    ...(subject.code === "person"
      ? [{ key: "unit", title: text.columns.unit, render: ({ unit }: Awarded) => unit } satisfies Column<Awarded>]
      : []),
    { key: "number", title: text.columns.certificate, render: ({ number }) => <span className="number">{number}</span> },
  ];
  const rows = awards.map((one) => ({ ...one, id: one.number }));
  return (
    <>
      <h3 className="why-title">{name}</h3>
      <ListOrCards label={name} columns={columns} rows={rows} emptyText="" />
    </>
  );
}
