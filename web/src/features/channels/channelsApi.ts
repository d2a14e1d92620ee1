/** Group robots and webhooks: asked for, entered, changed, tried. */
import { queryOptions } from "@tanstack/react-query";
import { act, freshKey, get } from "../../api/client";
import type { Channel, ChannelEntry, Page, Preference } from "../../api/types";

export const channelsQuery = queryOptions({
  queryKey: ["/channels"],
  queryFn: () => get<Page<Channel>>("/channels"),
});

/** The kinds that there are, with their names. */
export const kindsQuery = queryOptions({
  queryKey: ["/notices/preference"],
  queryFn: () => get<Preference>("/notices/preference"),
});

export const saveChannel = (id: number | null, entry: ChannelEntry) =>
  act<Channel>(id === null ? "POST" : "PUT", id === null ? "/channels" : `/channels/${id}`, {
    body: entry,
    headers: { "Idempotency-Key": freshKey() },
  });

export const tryChannel = (id: number) =>
  act<unknown>("POST", `/channels/${id}/trial`, { headers: { "Idempotency-Key": freshKey() } });
