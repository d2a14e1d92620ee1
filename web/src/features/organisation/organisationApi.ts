/** What the pages of the organisation ask of the server. */
import { queryOptions } from "@tanstack/react-query";
import { act, get } from "../../api/client";
import type { Office, OfficeChange, Synced } from "../../api/types";
import { instantOf } from "../../components/officeTime";

/** `day` is 2026-11-23, of which the evening is shown: with all that changes on it; or nothing for now. */
export const officeQuery = (day: string | null) =>
  queryOptions({
    queryKey: ["/organisation", day],
    queryFn: ({ signal }) => get<Office>("/organisation", { at: day ? instantOf(`${day}T23:59`) : undefined }, signal),
  });

export const SYNC = "/organisation/sync";

/** What following the directory would change; `force`: however many leave. */
export const syncRehearsal = (force: boolean) =>
  queryOptions({
    queryKey: [SYNC, force],
    queryFn: ({ signal }) => act<Synced>("POST", SYNC, { body: { dry_run: true, force }, signal }),
    retry: false,
    gcTime: 0,
    staleTime: Infinity,
  });

export const followDirectory = (force: boolean, key: string) =>
  act<Synced>("POST", SYNC, { body: { force }, headers: { "Idempotency-Key": key } });

export const beginningOf = (day: string) => instantOf(`${day}T00:00`);

/** Makes one change, from the beginning of a day on or at once. */
export function changeOffice(change: OfficeChange, day: string | null, key: string) {
  const body = { starts_at: day ? beginningOf(day) : null, changes: [change] };
  return act<{ count: number }>("POST", "/organisation/changes", { body, headers: { "Idempotency-Key": key } });
}
