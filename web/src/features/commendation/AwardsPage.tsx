/** 表彰结果: every award of the office, by year and state. */
import { Select } from "antd";
import { useSearchParams } from "react-router";
import { usePages } from "../../api/pages";
import type { AwardRow } from "../../api/types";
import { ListOrCards, type Column } from "../../components/ListOrCards";
import { LoadMore } from "../../components/LoadMore";
import { exactDate, plainDate } from "../../components/officeTime";
import { PageHead } from "../../components/PageHead";
import { PrintButton } from "../../components/PrintButton";
import { ProblemList } from "../../components/ProblemList";
import { zh } from "../../messages/zh";
import { useNow } from "../session/SessionContext";
import { AwardState } from "./Awards";
import { AWARDS } from "./commendationApi";

const text = zh.commendation;
const STATES = Object.entries(text.awardStates).map(([value, label]) => ({ value, label }));
const YEARS_BACK = 10;

const COLUMNS: Column<AwardRow>[] = [
  { key: "name", title: text.columns.name, onCard: "heading", render: ({ name }) => name },
  { key: "state", title: text.columns.state, onCard: "badge", render: (award) => <AwardState award={award} /> },
  { key: "unit", title: text.columns.unit, render: ({ unit }) => unit?.name },
  { key: "cycle", title: text.cycleOf, wraps: true, render: ({ cycle, category }) => `${cycle.title} ${category}` },
  { key: "number", title: text.columns.certificate, render: ({ number }) => <span className="number">{number}</span> },
  { key: "decided", title: text.columns.decided, render: ({ decided_at }) => exactDate(decided_at) },
];

export function AwardsPage() {
  const [search, setSearch] = useSearchParams();
  const thisYear = Number(plainDate(useNow()).slice(0, 4));
  const years = Array.from({ length: YEARS_BACK }, (_, back) => String(thisYear - back));
  const year = years.find((one) => one === search.get("year"));
  const state = STATES.find(({ value }) => value === search.get("state"))?.value;
  const pages = usePages<AwardRow>(AWARDS, { year, state });
  const narrow = (change: { year?: string; state?: string }) => {
    const wanted = Object.entries({ year, state, ...change }).filter(([, value]) => value);
    setSearch(wanted as [string, string][], { replace: true });
  };
  return (
    <>
      <PageHead title={text.awards} lead={text.awardsLead} actions={<PrintButton />} />
      <div className="filters no-print">
        <Select
          className="filter"
          aria-label={text.year}
          allowClear
          placeholder={text.everyYear}
          value={year}
          options={years.map((one) => ({ value: one, label: zh.reviews.yearOf(Number(one)) }))}
          onChange={(chosen?: string) => narrow({ year: chosen })}
        />
        <Select
          className="filter"
          aria-label={text.columns.state}
          allowClear
          placeholder={text.everyState}
          value={state}
          options={STATES}
          onChange={(chosen?: string) => narrow({ state: chosen })}
        />
      </div>
      <ProblemList error={pages.error} />
      <ListOrCards
        label={text.awards}
        columns={COLUMNS}
        rows={pages.items}
        loading={pages.isPending}
        emptyText={text.noAwards}
        to={({ id }) => `/commendation/awards/${id}`}
      />
      <LoadMore pages={pages} />
    </>
  );
}
