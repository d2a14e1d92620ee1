/** The statistics: figures by unit, person, source, month or urgency, where work waits, and what each figure means. */
import { useQuery } from "@tanstack/react-query";
import { DatePicker, Select } from "antd";
import dayjs from "dayjs";
import { useSearchParams } from "react-router";
import { get } from "../../api/client";
import type { Dimension, Figure, Statistics } from "../../api/types";
import { ExcelButton } from "../../components/ExcelButton";
import { Loading } from "../../components/Loading";
import { PageHead } from "../../components/PageHead";
import { PrintButton } from "../../components/PrintButton";
import { ProblemList } from "../../components/ProblemList";
import { Section } from "../../components/Section";
import { exactDate, exactTime, plainDate } from "../../components/officeTime";
import { zh } from "../../messages/zh";
import { useNow } from "../session/SessionContext";
import { FigureTable } from "./FigureTable";
import { StepTable } from "./StepTable";
import "./statistics.css";

const text = zh.statistics;
const DIMENSIONS = Object.entries(text.dimensions).map(([value, label]) => ({ value: value as Dimension, label }));

export function StatisticsPage() {
  const today = plainDate(useNow());
  const [search, setSearch] = useSearchParams();
  const by = DIMENSIONS.find(({ value }) => value === search.get("by"))?.value ?? "unit";
  const since = search.get("from") ?? `${today.slice(0, 4)}-01-01`;
  const until = search.get("to") ?? today;
  const narrow = (change: Record<string, string>) =>
    setSearch({ by, from: since, to: until, ...change }, { replace: true });
  const query = { by, from: since, to: until };
  const found = useQuery({
    queryKey: ["/statistics", query],
    queryFn: ({ signal }) => get<Statistics>("/statistics", query, signal),
    placeholderData: (before) => before,
  });
  return (
    <div className="statistics">
      <PageHead
        title={text.title}
        lead={text.lead}
        actions={
          <>
            <ExcelButton path="/statistics/sheet" query={query} />
            <PrintButton />
          </>
        }
      />
      <div className="filters no-print">
        <Select className="filter" aria-label={text.by} value={by} options={DIMENSIONS} onChange={(chosen) => narrow({ by: chosen })} />
        <DatePicker.RangePicker
          aria-label={text.period}
          allowClear={false}
          value={[dayjs(since), dayjs(until)]}
          onChange={(days) => {
            const [first, last] = days ?? [];
            if (first && last) narrow({ from: first.format("YYYY-MM-DD"), to: last.format("YYYY-MM-DD") });
          }}
        />
      </div>
      <p className="muted">
        {text.periodOf(since && exactDate(since), until && exactDate(until))}
        {found.data && `；${text.asOf(exactTime(found.data.as_of))}`}
      </p>
      <ProblemList error={found.error} />
      {found.isPending && <Loading />}
      {found.data && (
        <>
          <Section title={text.dimensions[by]}>
            <FigureTable found={found.data} />
          </Section>
          <StepTable period={{ from: since, to: until }} />
          <Legend figures={found.data.figures} />
        </>
      )}
    </div>
  );
}

function Legend({ figures }: { figures: Figure[] }) {
  return (
    <Section title={text.legend}>
      <dl className="legend">
        {figures.map(({ code, name, unit, definition, rule }) => (
          <div key={code}>
            <dt>
              {name} <span className="muted">{text.measuredIn(unit)}</span>
            </dt>
            <dd>
              {definition}
              <span className="muted">
                {" "}
                {text.rule}：{rule}
              </span>
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
