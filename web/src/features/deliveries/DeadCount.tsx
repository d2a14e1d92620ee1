/** How many could not be delivered; nothing where all went well. */
import { useQueries } from "@tanstack/react-query";
import { Badge } from "antd";
import type { DeliveryKind } from "../../api/types";
import { zh } from "../../messages/zh";
import { countsQuery } from "./deliveriesApi";

export function DeadCount({ kinds }: { kinds: DeliveryKind[] }) {
  const counts = useQueries({ queries: kinds.map(countsQuery) });
  const dead = counts.reduce((sum, { data }) => sum + (data?.dead ?? 0), 0);
  return <Badge count={dead} size="small" title={zh.deliveries.deadCount(dead)} />;
}
