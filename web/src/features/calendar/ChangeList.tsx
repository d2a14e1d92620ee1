/** Every change of the calendar with the report of what moved. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import type { CalendarChange, MovedItem } from "../../api/types";
import { ListOrCards, type Column } from "../../components/ListOrCards";
import { ProblemList } from "../../components/ProblemList";
import { Section } from "../../components/Section";
import { exactDate, exactTime } from "../../components/officeTime";
import { zh } from "../../messages/zh";
import { changesQuery } from "./calendarApi";

const text = zh.calendar;
type Row = MovedItem & { id: number };

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
  { key: "before", title: text.columns.before, render: ({ before }) => exactTime(before) },
  { key: "after", title: text.columns.after, render: ({ after }) => exactTime(after) },
  { key: "why", title: text.columns.why, wraps: true, render: why },
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
  const { version, source, at, actor, moved } = change;
  return (
    <details open={open} className="calendar-change">
      <summary>
        {text.change(version, source)} <span className="muted">{text.by(exactTime(at), actor?.name ?? "")}</span>{" "}
        {text.moved(moved.length)}
      </summary>
      {moved.length > 0 && (
        <ListOrCards
          label={text.change(version, source)}
          columns={COLUMNS}
          rows={moved.map((row) => ({ ...row, id: row.item_id }))}
          emptyText={text.moved(0)}
        />
      )}
    </details>
  );
}

function why({ off, worked, kept_from_past }: Row): string {
  const listed = (days: Row["off"]) => days.map(({ date, reason }) => text.named(exactDate(date), reason)).join(text.and);
  const parts = [
    off.length > 0 && text.nowOff(listed(off)),
    worked.length > 0 && text.nowWorked(listed(worked)),
    kept_from_past && text.kept,
  ].filter(Boolean);
  return parts.join("；") || text.hoursOnly;
}
