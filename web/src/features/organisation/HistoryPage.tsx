/** The record of the office: every change of the organisation and every absence, the newest first. */
import { useQuery } from "@tanstack/react-query";
import { usePages } from "../../api/pages";
import type { HistoryEvent, Office, PostKind, Role } from "../../api/types";
import { ListOrCards, type Column } from "../../components/ListOrCards";
import { LoadMore } from "../../components/LoadMore";
import { exactTime } from "../../components/officeTime";
import { PageHead } from "../../components/PageHead";
import { ProblemList } from "../../components/ProblemList";
import { zh } from "../../messages/zh";
import { officeQuery } from "./organisationApi";

const text = zh.organisation;
const title = text.historyColumns;
const ISO = /^\d{4}-\d{2}-\d{2}T/;

type Row = HistoryEvent & { id: number };
/** By code and username what they are called today. */
type Names = Map<string, string>;

function columnsOf(names: Names): Column<Row>[] {
  return [
    { key: "what", title: title.what, onCard: "heading", wraps: true, render: (row) => whatOf(row, names) },
    { key: "at", title: title.at, render: ({ at }) => exactTime(at) },
    { key: "actor", title: title.actor, render: ({ actor }) => actor?.name ?? zh.common.none },
    { key: "from", title: title.from, render: fromOf },
    { key: "detail", title: title.detail, wraps: true, render: (row) => detailOf(row, names) },
  ];
}

export function HistoryPage() {
  const pages = usePages<HistoryEvent>("/organisation/history", { newest_first: "true" });
  const names = namesOf(useQuery(officeQuery(null)).data);
  return (
    <>
      <PageHead title={text.historyTitle} lead={text.historyLead} />
      <ProblemList error={pages.error} />
      <ListOrCards
        label={text.historyTitle}
        columns={columnsOf(names)}
        rows={pages.items.map((event) => ({ ...event, id: event.seq }))}
        loading={pages.isPending}
        emptyText={text.historyEmpty}
      />
      <LoadMore pages={pages} />
    </>
  );
}

function namesOf(office: Office | undefined): Names {
  const units = (office?.units ?? []).map(({ code, name }): [string, string] => [code, name]);
  const people = (office?.people ?? []).map(({ username, name }): [string, string] => [username, name]);
  return new Map([...units, ...people]);
}

function whatOf({ type, name, data }: Row, names: Names): string {
  const what = text.changes[typeof data.change === "string" ? data.change : type] ?? type;
  const called = data.title && "unit" in data && "kind" in data ? `${said(data.unit, names)}${data.title}` : null;
  return [what, called ?? (data.name as string | undefined) ?? said(name, names)].filter(Boolean).join(" ");
}

function fromOf({ type, data }: Row): string {
  return type === "organisation.changed" ? said(data.starts_at, new Map()) : zh.common.none;
}

/** What was said of it, as far as something was said. */
function detailOf({ type, data, after }: Row, names: Names): string {
  const told = type === "organisation.changed" ? { ...data, starts_at: null } : (after ?? {});
  const parts = Object.entries(told)
    .filter(([name, value]) => name in text.changeNames && said(value, names))
    .map(([name, value]) => text.detail(text.changeNames[name] ?? name, valueOf(name, value, names)));
  return parts.join(text.detailBreak) || zh.common.none;
}

/** What identifies stays as it is; what points at something is called by its name. */
function valueOf(name: string, value: unknown, names: Names): string {
  if (name === "code" || name === "username") return String(value);
  if (name === "kind") return text.postKinds[value as PostKind] ?? String(value);
  return said(value, names);
}

function said(value: unknown, names: Names): string {
  if (Array.isArray(value)) return value.map((role) => text.roles[role as Role] ?? role).join(text.listBreak);
  if (typeof value === "string" && ISO.test(value)) return exactTime(value);
  return value === null || value === undefined ? "" : (names.get(String(value)) ?? String(value));
}
