/** What the page of an item asks of the server. */
import { queryOptions } from "@tanstack/react-query";
import { act, freshKey, get } from "../../api/client";
import type { Explanation, ItemDetail, Page, ToldOfItem } from "../../api/types";

const SOON = 3_000;

/** Asked again while a document is being made, which takes some seconds. */
export const itemQuery = (id: string) =>
  queryOptions({
    queryKey: ["/items", id],
    queryFn: () => get<ItemDetail>(`/items/${id}`),
    refetchInterval: ({ state }) => (state.data?.documents.some(({ state }) => state.code === "waiting") ? SOON : false),
  });

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

export const toldQuery = (id: number) =>
  queryOptions({ queryKey: ["/items", String(id), "notices"], queryFn: () => get<Page<ToldOfItem>>(`/items/${id}/notices`) });
