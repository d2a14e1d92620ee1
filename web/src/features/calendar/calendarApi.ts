/** What the page of the calendar asks of the server. */
import { queryOptions } from "@tanstack/react-query";
import { act, get } from "../../api/client";
import type { CalendarChange, CalendarProposal, CalendarYear, Page } from "../../api/types";

export const yearQuery = (year: number) =>
  queryOptions({
    queryKey: ["/calendar", year],
    queryFn: ({ signal }) => get<CalendarYear>("/calendar", { year }, signal),
  });

export const changesQuery = queryOptions({
  queryKey: ["/calendar/changes"],
  queryFn: ({ signal }) => get<Page<CalendarChange>>("/calendar/changes", {}, signal),
});

export const EVERY_CALENDAR = {
  predicate: ({ queryKey }: { queryKey: readonly unknown[] }) => String(queryKey[0]).startsWith("/calendar"),
};

export function readNotice(text: string) {
  return act<CalendarProposal>("POST", "/calendar/read", { body: { text } });
}

export function readSheet(file: File) {
  const body = new FormData();
  body.append("file", file);
  return act<CalendarProposal>("POST", "/calendar/read-sheet", { body });
}

export function saveChange(proposal: CalendarProposal, source: "page" | "sheet" | "notice", key: string) {
  return act<CalendarChange>("POST", "/calendar/changes", {
    body: { ...proposal, source },
    headers: { "Idempotency-Key": key },
  });
}
