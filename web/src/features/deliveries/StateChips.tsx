/** How many are in which state; a press shows these. */
import { useQuery } from "@tanstack/react-query";
import type { DeliveryKind } from "../../api/types";
import { zh } from "../../messages/zh";
import { countsQuery } from "./deliveriesApi";
import { STATES, type StateView } from "./useDeliveryView";

const text = zh.deliveries;

interface Props {
  kind: DeliveryKind;
  chosen: StateView;
  onChoose: (state: StateView) => void;
}

export function StateChips({ kind, chosen, onChoose }: Props) {
  const counts = useQuery(countsQuery(kind)).data;
  const labelled = (name: string, count: number | undefined) => (count === undefined ? name : text.count(name, count));
  const total = counts && STATES[kind].reduce((sum, state) => sum + counts[state], 0);
  const chips: [StateView, string][] = [
    ...STATES[kind].map((state): [StateView, string] => [state, labelled(text.states[state], counts?.[state])]),
    ["all", labelled(text.all, total)],
  ];
  return (
    <div className="chips no-print" role="group" aria-label={text.stateFilter}>
      {chips.map(([state, label]) => (
        <button
          key={state}
          type="button"
          className="chip"
          aria-pressed={chosen === state}
          onClick={() => onChoose(state)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}
