/** What the ledger is narrowed down to; it stands in the address, so that a view can be kept and sent. */
import { useSearchParams } from "react-router";

const CHOSEN = ["light", "unit_id", "state", "matter_id", "q"] as const;
/** What a figure that was opened brings along; there is no field for it, but it can be taken off. */
export const BROUGHT = [
  "figure",
  "element",
  "person_id",
  "leader_id",
  "source",
  "kind",
  "urgency",
  "dispatched_from",
  "dispatched_to",
  "due_from",
  "due_to",
  "closed_from",
  "closed_to",
] as const;
export const FILTERS = [...CHOSEN, ...BROUGHT] as const;
export type FilterName = (typeof FILTERS)[number];
export type Filter = Partial<Record<FilterName, string>>;

export function useLedgerFilter() {
  const [search, setSearch] = useSearchParams();
  const filter: Filter = Object.fromEntries(FILTERS.map((name) => [name, search.get(name) ?? undefined]));
  const narrow = (change: Filter) => {
    const known = Object.entries({ ...filter, ...change }).filter((entry): entry is [string, string] => Boolean(entry[1]));
    setSearch(known, { replace: true });
  };
  return { filter, narrow, clear: () => setSearch({}, { replace: true }) };
}
