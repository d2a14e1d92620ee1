/** What the pages of notices ask of the server. */
import { queryOptions } from "@tanstack/react-query";
import { act, get } from "../../api/client";
import type { OpenedNotice, Preference, Pulse, Quiet, TellingMode } from "../../api/types";

const EVERY = 15_000;

/** Asked again and again; the browser gets 304 as long as nothing has arrived. */
export const pulseQuery = (itemId?: string) =>
  queryOptions({
    queryKey: ["/pulse", itemId ?? ""],
    queryFn: () => get<Pulse>("/notices/pulse", { item_id: itemId }),
    refetchInterval: EVERY,
    staleTime: EVERY,
  });

export const preferenceQuery = queryOptions({
  queryKey: ["/notices/preference"],
  queryFn: () => get<Preference>("/notices/preference"),
});

export const officePreferenceQuery = queryOptions({
  queryKey: ["/notices/office-preference"],
  queryFn: () => get<Preference>("/notices/office-preference"),
});

export interface Wish {
  modes: Record<string, TellingMode>;
  quiet: Quiet | null;
}

export const putPreference = (wish: Wish) => act<Preference>("PUT", "/notices/preference", { body: wish });

export const putOfficePreference = (wish: Wish) =>
  act<Preference>("PUT", "/notices/office-preference", { body: { modes: wish.modes, quiet: wish.quiet ?? undefined } });

export const openNotice = (id: number | string, via: "app" | "link") =>
  act<OpenedNotice>("POST", `/notices/${id}/open`, { body: { via } });

export const markAllRead = () => act<{ marked: number }>("POST", "/notices/read-all");
