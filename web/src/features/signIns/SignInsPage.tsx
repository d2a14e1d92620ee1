/** 登录记录, for the auditor and the administrator: narrowed by person, result and day, and taken along as a workbook. */
import { Button, DatePicker, Select } from "antd";
import dayjs from "dayjs";
import { useSearchParams } from "react-router";
import { usePeople } from "../../api/directory";
import { usePages } from "../../api/pages";
import type { SignInLine } from "../../api/types";
import { ExcelButton } from "../../components/ExcelButton";
import { ListOrCards, type Column } from "../../components/ListOrCards";
import { LoadMore } from "../../components/LoadMore";
import { PageHead } from "../../components/PageHead";
import { ProblemList } from "../../components/ProblemList";
import { zh } from "../../messages/zh";
import { AT, BY, FROM, RESULT, whoOf } from "./signInLine";

const text = zh.signIns;
const NAMES = ["person_id", "result", "from", "to"] as const;
const RESULTS = [
  { value: "failed", label: text.failed },
  ...Object.entries(text.results).map(([value, label]) => ({ value, label })),
];
const COLUMNS: Column<SignInLine>[] = [
  { key: "person", title: text.columns.person, onCard: "heading", render: whoOf },
  { ...RESULT, onCard: "badge" },
  AT,
  ...FROM,
  BY,
];

type Filter = Partial<Record<(typeof NAMES)[number], string>>;

export function SignInsPage() {
  const [search, setSearch] = useSearchParams();
  const filter: Filter = Object.fromEntries(NAMES.map((name) => [name, search.get(name) ?? undefined]));
  const narrow = (change: Filter) => {
    const wanted = Object.entries({ ...filter, ...change }).filter((entry): entry is [string, string] => !!entry[1]);
    setSearch(wanted, { replace: true });
  };
  const pages = usePages<SignInLine>("/sign-ins", filter);
  return (
    <>
      <PageHead title={text.title} lead={text.lead} actions={<ExcelButton path="/sign-ins/sheet" query={filter} />} />
      <Filters filter={filter} onNarrow={narrow} onClear={() => setSearch({}, { replace: true })} />
      <ProblemList error={pages.error} />
      <ListOrCards
        label={text.title}
        columns={COLUMNS}
        rows={pages.items}
        loading={pages.isPending}
        emptyText={text.empty}
      />
      <LoadMore pages={pages} />
    </>
  );
}

interface FilterProps {
  filter: Filter;
  onNarrow: (change: Filter) => void;
  onClear: () => void;
}

function Filters({ filter, onNarrow, onClear }: FilterProps) {
  const people = usePeople().map(({ id, name, unit }) => ({
    value: String(id),
    label: [name, unit?.name].filter(Boolean).join(" · "),
  }));
  const day = (given?: string) => (given ? dayjs(given) : null);
  return (
    <div className="filters no-print">
      <Select
        className="filter"
        aria-label={text.columns.person}
        placeholder={text.columns.person}
        value={filter.person_id}
        options={people}
        allowClear
        showSearch={{ optionFilterProp: "label" }}
        onChange={(person_id: string | undefined) => onNarrow({ person_id })}
      />
      <Select
        className="filter"
        aria-label={text.columns.result}
        placeholder={text.columns.result}
        value={filter.result}
        options={RESULTS}
        allowClear
        onChange={(result: string | undefined) => onNarrow({ result })}
      />
      <DatePicker.RangePicker
        aria-label={text.period}
        value={[day(filter.from), day(filter.to)]}
        onChange={(days) =>
          onNarrow({ from: days?.[0]?.format("YYYY-MM-DD"), to: days?.[1]?.format("YYYY-MM-DD") })
        }
      />
      {Object.values(filter).some(Boolean) && <Button onClick={onClear}>{text.clear}</Button>}
    </div>
  );
}
