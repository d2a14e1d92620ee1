/** What the pages of imports ask of the server. */
import { queryOptions } from "@tanstack/react-query";
import { act, get } from "../../api/client";
import type { DraftRow, ImportDetail, MatterFacts, MatterOpened } from "../../api/types";

export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ["/imports", id],
    queryFn: () => get<ImportDetail>(`/imports/${id}`),
    staleTime: Infinity, // what is being edited must not change under the hand
  });

export function uploadPlan(file: File) {
  const body = new FormData();
  body.append("file", file);
  return act<ImportDetail>("POST", "/imports", { body });
}

export function saveRows(id: number, rows: DraftRow[]) {
  return act<ImportDetail>("PUT", `/imports/${id}`, { body: { rows } });
}

export function confirmImport(id: number, facts: MatterFacts, key: string) {
  return act<MatterOpened>("POST", `/imports/${id}/confirm`, { body: facts, headers: { "Idempotency-Key": key } });
}
