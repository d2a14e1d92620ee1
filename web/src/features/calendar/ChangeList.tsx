/** Every change of the calendar with the report of what moved. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import type { CalendarChange, MovedItem, MovedMoment } from "../../api/types";
import { ListOrCards, type Column } from "../../components/ListOrCards";
import { ProblemList } from "../../components/ProblemList";
import { Section } from "../../components/Section";
import { exactDate, exactTime } from "../../components/officeTime";
import { zh } from "../../messages/zh";
import { changesQuery } from "./calendarApi";

const text = zh.calendar;
type Row = MovedItem & { id: number };
type Other = MovedMoment & { id: number };

const MOMENTS: Column<Row | Other>[] = [
  { key: "before", title: text.columns.before, render: ({ before }) => exactTime(before) },
  { key: "after", title: text.columns.after, render: ({ after }) => exactTime(after) },
  { key: "why", title: text.columns.why, wraps: true, render: why },
];
const COLUMNS: Column<Row>[] = [
  {
    key: "item",
    title: text.columns.item,
    wraps: true,
    onCard: "heading",
    render: ({ item_id, number, title }) => (
      <Link to={`/items/${item_id}`}>
        {number} {title}
      </Link>
    ),
  },
  ...MOMENTS,
];
const OTHERS: Column<Other>[] = [
  { key: "kind", title: text.columns.kind, onCard: "badge", render: ({ kind }) => kind.text },
  { key: "title", title: text.columns.what, wraps: true, onCard: "heading", render: named },
  ...MOMENTS,
];

export function ChangeList() {
  const found = useQuery(changesQuery);
  return (
    <Section title={text.changes}>
      <ProblemList error={found.error} />
      {found.data?.items.length === 0 && <p className="muted">{text.noChanges}</p>}
      {found.data?.items.map((change, index) => <Change key={change.version} change={change} open={index === 0} />)}
    </Section>
  );
}

function Change({ change, open }: { change: CalendarChange; open: boolean }) {
  const { version, source, at, actor, moved, also_moved: others } = change;
  return (
    <details open={open} className="calendar-change">
      <summary>
        {text.change(version, source)} <span className="muted">{text.by(exactTime(at), actor?.name ?? "")}</span>{" "}
        {text.moved(moved.length, others.length)}
      </summary>
      {moved.length > 0 && (
        <ListOrCards
          label={text.change(version, source)}
          columns={COLUMNS}
          rows={moved.map((row) => ({ ...row, id: row.item_id }))}
          emptyText={text.moved(0, 0)}
        />
      )}
      {others.length > 0 && (
        <ListOrCards
          label={text.others}
          columns={OTHERS}
          rows={others.map((row, id) => ({ ...row, id }))}
          emptyText={text.moved(0, 0)}
        />
      )}
    </details>
  );
}

function named({ number, title, key_task_id: task, notice_id: notice }: Other) {
  const said = `${number ?? ""} ${title}`.trim();
  const to = task ? `/reviews/tasks/${task}` : notice && `/public-notices/${notice}`;
  return to ? <Link to={to}>{said}</Link> : said;
}

function why({ off, worked, ...row }: Row | Other): string {
  const listed = (days: Row["off"]) => days.map(({ date, reason }) => text.named(exactDate(date), reason)).join(text.and);
  const parts = [
    off.length > 0 && text.nowOff(listed(off)),
    worked.length > 0 && text.nowWorked(listed(worked)),
    "kept_from_past" in row && row.kept_from_past && text.kept,
  ].filter(Boolean);
  return parts.join("；") || text.hoursOnly;
}
