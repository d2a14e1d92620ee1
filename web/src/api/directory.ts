/** Units and people, asked for once and used by every selection list. */
import { useQuery } from "@tanstack/react-query";
import { get } from "./client";
import type { Page, Person, Unit } from "./types";

const STAYS_FRESH = 10 * 60 * 1000;

export function useUnits(): Unit[] {
  const units = useQuery({
    queryKey: ["/units"],
    queryFn: () => get<Page<Unit>>("/units"),
    staleTime: STAYS_FRESH,
  });
  return units.data?.items ?? [];
}

export function usePeople(): Person[] {
  const people = useQuery({
    queryKey: ["/people"],
    queryFn: () => get<Page<Person>>("/people"),
    staleTime: STAYS_FRESH,
  });
  return people.data?.items ?? [];
}
