/** What the pages of matters ask of the server. */
import { queryOptions } from "@tanstack/react-query";
import { act, get } from "../../api/client";
import type { DraftRow, DuplicatesFound, MatterDetail, MatterFacts, MatterOpened, Numbering } from "../../api/types";

export const matterQuery = (id: number | string) =>
  queryOptions({ queryKey: ["/matters", id], queryFn: () => get<MatterDetail>(`/matters/${id}`) });

export const numberingQuery = queryOptions({ queryKey: ["/numbering"], queryFn: () => get<Numbering>("/numbering") });

export function matterTwins(facts: Partial<MatterFacts>) {
  const { title = "", source = "", issuer = "", reference = "" } = facts;
  return act<DuplicatesFound>("POST", "/duplicates", { body: { title, source, issuer, reference } });
}

export function openMatter(facts: MatterFacts, key: string) {
  return act<MatterOpened>("POST", "/matters", { body: facts, headers: { "Idempotency-Key": key } });
}

export function saveDraftItems(matterId: number, rows: DraftRow[]) {
  return act<MatterDetail>("PUT", `/matters/${matterId}/items`, { body: { rows } });
}

/** The page that goes on with a matter just opened: its open task, or the matter where there is none. */
export function pageAfterOpening({ matter_id, task_id }: MatterOpened): string {
  return task_id ? `/tasks/${task_id}` : `/matters/${matter_id}`;
}
