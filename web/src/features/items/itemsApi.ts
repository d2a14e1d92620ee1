/** What the page of an item asks of the server. */
import { queryOptions } from "@tanstack/react-query";
import { act, freshKey, get } from "../../api/client";
import type { Explanation, ItemDetail } from "../../api/types";

export const itemQuery = (id: string) =>
  queryOptions({ queryKey: ["/items", id], queryFn: () => get<ItemDetail>(`/items/${id}`) });

export const explainQuery = (id: number) =>
  queryOptions({ queryKey: ["/items", String(id), "explain"], queryFn: () => get<Explanation>(`/items/${id}/explain`) });

export type ByHand = "urge" | "watch" | "supervise" | "circular" | "talk" | "step-down";
export interface Push {
  reason: string;
  down_to?: string;
  over_cap_reason?: string;
}

export function pushByHand(id: number, step: ByHand, push: Push) {
  return act<unknown>("POST", `/items/${id}/${step}`, { body: push, headers: { "Idempotency-Key": freshKey() } });
}

export type Asking = Record<string, unknown>;

export function askOfItem(id: number, name: string, variables: Asking, key: string) {
  return act<unknown>("POST", `/items/${id}/requests/${name}`, { body: { variables }, headers: { "Idempotency-Key": key } });
}
