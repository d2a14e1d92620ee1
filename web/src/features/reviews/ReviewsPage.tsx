/** 四同步: the matrix of units, key tasks and gates of a year, with what is missing at a glance. */
import { useQuery } from "@tanstack/react-query";
import { Button, Checkbox, Descriptions, Empty, Select, Space } from "antd";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { address } from "../../api/client";
import type { ReviewTask, ReviewYear } from "../../api/types";
import { Asked } from "../../components/Asked";
import { ExcelButton } from "../../components/ExcelButton";
import { ListOrCards, type Column } from "../../components/ListOrCards";
import { exactDate } from "../../components/officeTime";
import { PageHead } from "../../components/PageHead";
import { PrintButton } from "../../components/PrintButton";
import { Section } from "../../components/Section";
import { SheetDialog } from "../../components/SheetDialog";
import { zh } from "../../messages/zh";
import { useRole } from "../session/SessionContext";
import { Assessments } from "./Assessments";
import { EnterTasks } from "./EnterTasks";
import { GateMark } from "./GateMark";
import { OpenYear } from "./OpenYear";
import { yearQuery, yearsQuery } from "./reviewsApi";
import { YearDays } from "./YearDays";

const text = zh.reviews;

const COLUMNS: Column<ReviewTask>[] = [
  { key: "unit", title: text.columns.unit, render: ({ unit }) => unit?.name },
  { key: "title", title: text.columns.title, onCard: "heading", wraps: true, render: ({ title }) => title },
  ...text.gates.map((name, index) => ({
    key: name,
    title: name,
    render: ({ gates }: ReviewTask) => <GateMark cell={gates[index]} />,
  })),
  {
    key: "scores",
    title: text.columns.scores,
    render: ({ business_score: business, party_score: party }) =>
      business !== null && party !== null ? text.scores(business, party) : zh.common.none,
  },
];

export function ReviewsPage() {
  const [search, setSearch] = useSearchParams();
  const [opening, setOpening] = useState(false);
  const mayOpen = useRole("party_committee", "administrator");
  const years = useQuery(yearsQuery);
  return (
    <Asked query={years}>
      {({ items }) => {
        const year = Number(search.get("year")) || items[0]?.year;
        return (
          <>
            <PageHead
              title={year ? text.yearTitle(year) : text.title}
              lead={text.lead}
              actions={
                <>
                  {year && (
                    <Select
                      aria-label={text.year}
                      value={year}
                      options={items.map((one) => ({ value: one.year, label: text.yearOf(one.year) }))}
                      onChange={(chosen) => setSearch({ year: String(chosen) })}
                    />
                  )}
                  {mayOpen && <Button onClick={() => setOpening(true)}>{text.openYear}</Button>}
                  {year && <PrintButton />}
                </>
              }
            />
            {year ? <Year year={year} /> : <Empty description={text.none} />}
            {opening && (
              <OpenYear
                onClose={(opened) => {
                  setOpening(false);
                  if (opened) setSearch({ year: String(opened) });
                }}
              />
            )}
          </>
        );
      }}
    </Asked>
  );
}

function Year({ year }: { year: number }) {
  const query = useQuery(yearQuery(year));
  return <Asked query={query}>{(answer) => <YearView year={answer} />}</Asked>;
}

function YearView({ year }: { year: ReviewYear }) {
  const [entering, setEntering] = useState(false);
  const [importing, setImporting] = useState(false);
  return (
    <>
      <Calendar year={year} />
      <Section title={text.matrix}>
        <Space wrap className="filters no-print">
          <ExcelButton path={`/reviews/${year.year}/sheet`} query={{}} />
          {year.may_enter && <Button onClick={() => setImporting(true)}>{text.importSheet}</Button>}
          {year.may_enter && (
            <Button type="primary" onClick={() => setEntering(true)}>
              {text.enter}
            </Button>
          )}
        </Space>
        <Matrix tasks={year.tasks} />
      </Section>
      <YearDays days={year.days} />
      <Assessments rows={year.assessments} />
      {entering && <EnterTasks year={year.year} onClose={() => setEntering(false)} />}
      {importing && (
        <SheetDialog
          title={text.importSheet}
          lead={text.importLead}
          path={`/reviews/${year.year}/sheet`}
          template={address(`/reviews/${year.year}/sheet/template`)}
          marked={`/reviews/${year.year}/sheet/marked`}
          onClose={() => setImporting(false)}
        />
      )}
    </>
  );
}

function Calendar({ year }: { year: ReviewYear }) {
  return (
    <Descriptions
      className="facts"
      size="small"
      bordered
      column={{ xs: 1, md: 2, xl: 4 }}
      items={[
        ...text.gates.map((name, index) => ({ key: name, label: name, children: exactDate(year.gates[index] ?? "") })),
        { key: "prepare", label: text.prepare, children: text.days(year.prepare_days) },
        { key: "sit", label: text.sit, children: text.days(year.sit_days) },
        { key: "members", label: text.members, children: year.members.join("、") },
        { key: "officer", label: text.officer, children: year.officer?.name },
      ]}
    />
  );
}

/** No unit has this number. */
const EVERY_UNIT = -1;

function Matrix({ tasks }: { tasks: ReviewTask[] }) {
  const [unit, setUnit] = useState(EVERY_UNIT);
  const [gapsOnly, setGapsOnly] = useState(false);
  const hasGap = ({ gates }: ReviewTask) => gates.some(({ is_gap }) => is_gap);
  const units = [...new Map(tasks.map(({ unit: one }) => [one?.id ?? 0, one?.name ?? ""]))];
  const ofUnit = tasks.filter((task) => unit === EVERY_UNIT || task.unit?.id === unit);
  return (
    <>
      <div className="filters no-print">
        <Select
          aria-label={text.unit}
          value={unit}
          onChange={setUnit}
          style={{ minWidth: 160 }}
          options={[{ value: EVERY_UNIT, label: text.everyUnit }, ...units.map(([value, label]) => ({ value, label }))]}
        />
        <Checkbox checked={gapsOnly} onChange={({ target }) => setGapsOnly(target.checked)}>
          {text.gapsOnly(ofUnit.filter(hasGap).length)}
        </Checkbox>
      </div>
      <ListOrCards
        label={text.matrix}
        columns={COLUMNS}
        rows={gapsOnly ? ofUnit.filter(hasGap) : ofUnit}
        emptyText={text.matrixEmpty}
        to={({ id }) => `/reviews/tasks/${id}`}
      />
    </>
  );
}
