/** What is on notice, until when, and whom to turn to: the same inside and on the page without sign-in. */
import { Descriptions } from "antd";
import type { PublicNotice } from "../../api/types";
import { ListOrCards, type Column } from "../../components/ListOrCards";
import { exactDate, exactTime } from "../../components/officeTime";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";

const text = zh.publicNotices;
type Subject = PublicNotice["subjects"][number] & { id: number };

const COLUMNS: Column<Subject>[] = [
  { key: "name", title: text.subjectName, onCard: "heading", wraps: true, render: ({ name }) => name },
  { key: "unit", title: text.subjectUnit, wraps: true, render: ({ unit }) => unit },
  { key: "text", title: text.subjectText, wraps: true, render: ({ text: said }) => said },
];

/** A column that nobody has anything in is left out. */
function columnsOf(rows: Subject[]): Column<Subject>[] {
  return COLUMNS.filter(({ key }) => key === "name" || rows.some((row) => row[key as "unit" | "text"]));
}

export function NoticeBody({ notice }: { notice: PublicNotice }) {
  const underWay = ["running", "paused"].includes(notice.state.code);
  const facts = [
    [text.state, notice.state.text],
    [text.published, exactDate(notice.published_on)],
    [text.term, text.of(notice.days)],
    [text.ends, notice.ends_at ? exactTime(notice.ends_at) : text.standing],
    ...(underWay ? [[text.left, text.daysLeft(notice.days_left)]] : []),
    [text.contact, notice.contact],
  ].map(([label, children]) => ({ key: label ?? "", label, children }));
  const rows = notice.subjects.map((subject, id) => ({ ...subject, id }));
  return (
    <>
      {notice.text && <p className="public-notice-text">{notice.text}</p>}
      <Descriptions column={{ xs: 1, md: 2 }} items={facts} className="section" />
      {rows.length > 0 && (
        <Section title={text.subjects}>
          <ListOrCards label={text.subjects} columns={columnsOf(rows)} rows={rows} emptyText="" />
        </Section>
      )}
    </>
  );
}
