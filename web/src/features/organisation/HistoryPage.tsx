/** The record of the office: every change of the organisation and every absence, the newest first. */
import { usePages } from "../../api/pages";
import type { HistoryEvent } from "../../api/types";
import { ListOrCards, type Column } from "../../components/ListOrCards";
import { LoadMore } from "../../components/LoadMore";
import { exactTime } from "../../components/officeTime";
import { PageHead } from "../../components/PageHead";
import { ProblemList } from "../../components/ProblemList";
import { zh } from "../../messages/zh";

const text = zh.organisation;
const title = text.historyColumns;
const ISO = /^\d{4}-\d{2}-\d{2}T/;

type Row = HistoryEvent & { id: number };

const COLUMNS: Column<Row>[] = [
  { key: "what", title: title.what, onCard: "heading", wraps: true, render: whatOf },
  { key: "at", title: title.at, render: ({ at }) => exactTime(at) },
  { key: "actor", title: title.actor, render: ({ actor }) => actor?.name ?? zh.common.none },
  { key: "from", title: title.from, render: ({ type, data }) => (type === "organisation.changed" ? said(data.starts_at) : zh.common.none) },
  { key: "detail", title: title.detail, wraps: true, render: detailOf },
];

export function HistoryPage() {
  const pages = usePages<HistoryEvent>("/organisation/history", { newest_first: "true" });
  return (
    <>
      <PageHead title={text.historyTitle} lead={text.historyLead} />
      <ProblemList error={pages.error} />
      <ListOrCards
        label={text.historyTitle}
        columns={COLUMNS}
        rows={pages.items.map((event) => ({ ...event, id: event.seq }))}
        loading={pages.isPending}
        emptyText={text.historyEmpty}
      />
      <LoadMore pages={pages} />
    </>
  );
}

function whatOf({ type, name, data }: Row): string {
  const what = typeof data.change === "string" ? data.change : type;
  return [text.changes[what] ?? what, name].filter(Boolean).join(" ");
}

/** What was said of it, as far as something was said. */
function detailOf({ type, data, after }: Row): string {
  const told = type === "organisation.changed" ? { ...data, starts_at: null } : (after ?? {});
  const parts = Object.entries(told)
    .filter(([name, value]) => name in text.changeNames && said(value))
    .map(([name, value]) => text.detail(text.changeNames[name] ?? name, said(value)));
  return parts.join(text.detailBreak) || zh.common.none;
}

function said(value: unknown): string {
  if (Array.isArray(value)) return value.map(wordOf).join(text.listBreak);
  if (typeof value === "string" && ISO.test(value)) return exactTime(value);
  return value === null || value === undefined ? "" : wordOf(String(value));
}

/** Codes of roles and kinds of posts in words; everything else as it is. */
function wordOf(code: string): string {
  const words: Record<string, string> = { ...text.postKinds, ...text.roles };
  return words[code] ?? code;
}
