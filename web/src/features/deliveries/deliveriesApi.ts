/** What the page of deliveries asks of the server. */
import { queryOptions } from "@tanstack/react-query";
import { act, get } from "../../api/client";
import type { Delivery, DeliveryCounts, DeliveryKind } from "../../api/types";

const MINUTE = 60_000;

export const listPath = (kind: DeliveryKind) => `/deliveries/${kind}`;

export const countsQuery = (kind: DeliveryKind) =>
  queryOptions({
    queryKey: [`${listPath(kind)}/summary`],
    queryFn: ({ signal }) => get<DeliveryCounts>(`${listPath(kind)}/summary`, {}, signal),
    refetchInterval: MINUTE,
  });

/** For `invalidateQueries`: the lists and the counts, of mails and of calls. */
export const EVERY_DELIVERY = {
  predicate: ({ queryKey }: { queryKey: readonly unknown[] }) => String(queryKey[0]).startsWith("/deliveries/"),
};

export function resend(kind: DeliveryKind, id: number, reason: string, key: string) {
  return act<Delivery>("POST", `${listPath(kind)}/${id}/resend`, { body: { reason }, headers: { "Idempotency-Key": key } });
}
