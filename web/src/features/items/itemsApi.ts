/** What the page of an item asks of the server. */
import { queryOptions } from "@tanstack/react-query";
import { act, freshKey, get } from "../../api/client";
import type { ItemDetail } from "../../api/types";

export const itemQuery = (id: string) =>
  queryOptions({ queryKey: ["/items", id], queryFn: () => get<ItemDetail>(`/items/${id}`) });

export type ByHand = "urge" | "watch" | "supervise";

export function pushByHand(id: number, step: ByHand, reason: string) {
  return act<unknown>("POST", `/items/${id}/${step}`, { body: { reason }, headers: { "Idempotency-Key": freshKey() } });
}
