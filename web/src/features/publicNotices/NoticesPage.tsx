/** What is and was on public notice. */
import { usePages } from "../../api/pages";
import type { PublicNoticeRow } from "../../api/types";
import { ListOrCards, type Column } from "../../components/ListOrCards";
import { LoadMore } from "../../components/LoadMore";
import { exactDate, exactTime } from "../../components/officeTime";
import { PageHead } from "../../components/PageHead";
import { ProblemList } from "../../components/ProblemList";
import { zh } from "../../messages/zh";

const text = zh.publicNotices;

const COLUMNS: Column<PublicNoticeRow>[] = [
  { key: "title", title: text.columns.title, onCard: "heading", wraps: true, render: ({ title }) => title },
  { key: "state", title: text.columns.state, onCard: "badge", render: ({ state }) => state.text },
  { key: "scope", title: text.columns.scope, render: ({ unit }) => (unit ? text.onlyIn(unit.name) : text.everybody) },
  { key: "published", title: text.columns.published, render: ({ published_on }) => exactDate(published_on) },
  { key: "ends", title: text.columns.ends, render: ({ ends_at }) => (ends_at ? exactTime(ends_at) : text.standing) },
  {
    key: "left",
    title: text.columns.left,
    render: ({ state, days_left }) => (["running", "paused"].includes(state.code) ? text.daysLeft(days_left) : "—"),
  },
];

export function NoticesPage() {
  const pages = usePages<PublicNoticeRow>("/public-notices");
  return (
    <>
      <PageHead title={text.title} lead={text.lead} />
      <ProblemList error={pages.error} />
      <ListOrCards
        label={text.title}
        columns={COLUMNS}
        rows={pages.items}
        loading={pages.isPending}
        emptyText={text.empty}
        to={({ id }) => `/public-notices/${id}`}
      />
      <LoadMore pages={pages} />
    </>
  );
}
