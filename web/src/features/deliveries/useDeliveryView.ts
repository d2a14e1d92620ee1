/** Which deliveries are looked at; it stands in the address. At first what failed: that is what somebody must look after. */
import { useSearchParams } from "react-router";
import type { DeliveryKind, DeliveryState } from "../../api/types";

export type StateView = DeliveryState | "all";

export const KINDS: DeliveryKind[] = ["mails", "calls"];

/** Only a mail can be kept in the local mailbox. */
export const STATES: Record<DeliveryKind, DeliveryState[]> = {
  mails: ["dead", "waiting", "gathered", "sent", "bundled", "kept"],
  calls: ["dead", "waiting", "sent"],
};

export function useDeliveryView() {
  const [search, setSearch] = useSearchParams();
  const kind = KINDS.find((known) => known === search.get("kind")) ?? "mails";
  const state = [...STATES[kind], "all" as const].find((known) => known === search.get("state")) ?? "dead";
  return {
    kind,
    state,
    chooseKind: (chosen: string) => setSearch({ kind: chosen }, { replace: true }),
    chooseState: (chosen: StateView) => setSearch({ kind, state: chosen }, { replace: true }),
  };
}
