/** What is done to an item on its way. */
import { queryOptions } from "@tanstack/react-query";
import { act, freshKey, get } from "../../api/client";
import type { DraftRow, InstructionWanted, ItemDetail, LeaderPost, MatterDetail, MilestoneWanted, Page } from "../../api/types";

const once = () => ({ "Idempotency-Key": freshKey() });

export const leaderPostsQuery = queryOptions({
  queryKey: ["/leader-posts"],
  queryFn: () => get<Page<LeaderPost>>("/leader-posts"),
});

export function instructItem(id: number, body: InstructionWanted) {
  return act<ItemDetail>("POST", `/items/${id}/instructions`, { body, headers: once() });
}

export function instructMatter(id: number, body: InstructionWanted) {
  return act<MatterDetail>("POST", `/matters/${id}/instructions`, { body, headers: once() });
}

export function splitItem(id: number, rows: DraftRow[], reason: string) {
  return act<MatterDetail>("POST", `/items/${id}/split`, { body: { rows, reason }, headers: once() });
}

export function mergeItems(id: number, itemIds: number[], reason: string) {
  return act<ItemDetail>("POST", `/items/${id}/merge`, { body: { item_ids: itemIds, reason }, headers: once() });
}

export function saveMilestones(id: number, milestones: MilestoneWanted[], reason: string) {
  return act<ItemDetail>("PUT", `/items/${id}/milestones`, { body: { milestones, reason } });
}

export function reachMilestone(id: number, milestone: number, evidence: string) {
  return act<ItemDetail>("POST", `/items/${id}/milestones/${milestone}/reach`, { body: { evidence } });
}
