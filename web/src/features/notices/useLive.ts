/** Keeps open pages up to date: when something has arrived, what they show is asked for again. */
import { useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { Pulse } from "../../api/types";
import { pulseQuery } from "./noticesApi";

/** Lists of tasks and notices, and everything of items; a task that somebody is filling in is left alone. */
function refresh(client: QueryClient): void {
  void client.invalidateQueries({
    predicate: ({ queryKey: [path, part] }) =>
      path === "/items" || path === "/notices" || (path === "/tasks" && part === "pages"),
  });
}

const sameAs = (left: Pulse, right: Pulse) =>
  left.newest === right.newest && left.tasks === right.tasks && left.newest_task === right.newest_task && left.item === right.item;

export function useLive(itemId?: string): Pulse | undefined {
  const client = useQueryClient();
  const pulse = useQuery(pulseQuery(itemId)).data;
  const before = useRef<Pulse>(undefined);
  useEffect(() => {
    if (pulse && before.current && !sameAs(pulse, before.current)) refresh(client);
    before.current = pulse;
  }, [client, pulse]);
  return pulse;
}
