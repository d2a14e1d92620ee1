/** 实绩考核: the sums that one may see, the lines behind them, like posts, and reckoning anew. */
import { useQuery } from "@tanstack/react-query";
import { Button, Select } from "antd";
import { useState } from "react";
import { Link, useSearchParams } from "react-router";
import type { PerformanceSum, PerformanceYear } from "../../api/types";
import { Asked } from "../../components/Asked";
import { ExcelButton } from "../../components/ExcelButton";
import { ListOrCards, type Column } from "../../components/ListOrCards";
import { exactTime, plainDate } from "../../components/officeTime";
import { PageHead } from "../../components/PageHead";
import { PrintButton } from "../../components/PrintButton";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";
import { useNow } from "../session/SessionContext";
import { LikePosts } from "./LikePosts";
import { Lines } from "./Lines";
import { performanceQuery } from "./performanceApi";
import { Points } from "./Points";
import { RehearsalDialog } from "./RehearsalDialog";

const text = zh.performance;
const YEARS = 5;

type Row = PerformanceSum & { id: string };

const NUMBERS: Column<Row>[] = [
  { key: "points", title: text.columns.points, onCard: "badge", render: ({ points }) => <Points value={points} /> },
  { key: "plus", title: text.columns.plus, render: ({ plus }) => <Points value={plus} /> },
  { key: "minus", title: text.columns.minus, render: ({ minus }) => <Points value={minus} /> },
  { key: "lines", title: text.columns.lines, render: ({ lines }) => text.count(lines) },
];
const UNIT: Column<Row> = { key: "unit", title: text.columns.unit, render: ({ unit }) => unit?.name };
const UNITS: Column<Row>[] = [{ ...UNIT, onCard: "heading" }, ...NUMBERS];
const PEOPLE: Column<Row>[] = [
  { key: "name", title: text.columns.name, onCard: "heading", render: ({ person }) => person?.name },
  UNIT,
  ...NUMBERS,
];

export function PerformancePage() {
  const [search, setSearch] = useSearchParams();
  const [rehearsing, setRehearsing] = useState(false);
  const thisYear = Number(plainDate(useNow()).slice(0, 4));
  const year = Number(search.get("year")) || thisYear;
  const query = useQuery(performanceQuery(year));
  return (
    <Asked query={query}>
      {(answer) => (
        <>
          <PageHead
            title={text.yearTitle(year)}
            lead={
              <>
                {text.lead}{" "}
                {answer.reckoned_at ? text.reckonedAt(exactTime(answer.reckoned_at)) : text.notReckoned}
              </>
            }
            actions={
              <>
                <Select
                  aria-label={text.year}
                  value={year}
                  options={Array.from({ length: YEARS }, (_, back) => thisYear - back).map((one) => ({
                    value: one,
                    label: text.yearOf(one),
                  }))}
                  onChange={(chosen) => setSearch({ year: String(chosen) })}
                />
                {answer.may_reckon && <Button onClick={() => setRehearsing(true)}>{text.rehearse}</Button>}
                <ExcelButton path={`/performance/${year}/sheet`} query={{}} />
                <PrintButton />
              </>
            }
          />
          <YearView answer={answer} person={search.get("person")} unit={search.get("unit")} />
          {rehearsing && <RehearsalDialog year={year} onClose={() => setRehearsing(false)} />}
        </>
      )}
    </Asked>
  );
}

function YearView({ answer, person, unit }: { answer: PerformanceYear; person: string | null; unit: string | null }) {
  if (person !== null || unit !== null) return <Chosen answer={answer} person={person} unit={unit} />;
  const units = rowsOf(answer.sums.filter((one) => one.person === null));
  const people = rowsOf(answer.sums.filter((one) => one.person !== null));
  const own = people.find((one) => one.person?.id === answer.me);
  const others = units.length > 0 || people.some((one) => one !== own) || answer.may_compare;
  return (
    <>
      {(own ?? !others) && (
        <>
          <Sums title={text.own} columns={PEOPLE} rows={own ? [own] : []} year={answer.year} />
          <Lines year={answer.year} whose={{ person_id: String(answer.me) }} title={text.ownLines} />
        </>
      )}
      {others && (
        <>
          <Sums title={text.unitSums} columns={UNITS} rows={units} year={answer.year} />
          <Sums title={text.personSums} columns={PEOPLE} rows={people} year={answer.year} />
        </>
      )}
      {answer.may_compare && <LikePosts year={answer.year} />}
    </>
  );
}

function rowsOf(sums: PerformanceSum[]): Row[] {
  return sums.map((one) => ({ ...one, id: one.person ? `person ${one.person.id}` : `unit ${one.unit?.id}` }));
}

function Sums({ title, columns, rows, year }: { title: string; columns: Column<Row>[]; rows: Row[]; year: number }) {
  return (
    <Section title={title}>
      <ListOrCards
        label={title}
        columns={columns}
        rows={rows}
        emptyText={text.sumsEmpty}
        to={({ person, unit }) => `/performance?year=${year}&${person ? `person=${person.id}` : `unit=${unit?.id}`}`}
      />
    </Section>
  );
}

function Chosen({ answer, person, unit }: { answer: PerformanceYear; person: string | null; unit: string | null }) {
  const isChosen = ({ person: who, unit: of }: PerformanceSum) =>
    person !== null ? String(who?.id) === person : who === null && String(of?.id) === unit;
  const rows = rowsOf(answer.sums.filter(isChosen));
  const name = rows[0]?.person?.name ?? rows[0]?.unit?.name ?? "";
  return (
    <>
      <p className="no-print">
        <Link to={`/performance?year=${answer.year}`}>{text.all}</Link>
      </p>
      <Section title={name || text.lines}>
        <ListOrCards label={name} columns={person !== null ? PEOPLE : UNITS} rows={rows} emptyText={text.sumsEmpty} />
      </Section>
      <Lines
        year={answer.year}
        whose={person !== null ? { person_id: person } : { unit_id: unit ?? undefined }}
        title={text.lines}
      />
    </>
  );
}
