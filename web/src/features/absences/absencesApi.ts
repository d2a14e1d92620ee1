/** What the page of absences asks of the server. */
import { queryOptions } from "@tanstack/react-query";
import { act, get } from "../../api/client";
import type { Absence, AbsenceEntry, DefinitionRow, DoneFor, Page, Person } from "../../api/types";

export const absencesQuery = queryOptions({
  queryKey: ["/absences"],
  queryFn: ({ signal }) => get<Page<Absence>>("/absences", {}, signal),
});

/** Those whose absence one may enter. */
export const enterableQuery = queryOptions({
  queryKey: ["/absences/people"],
  queryFn: ({ signal }) => get<Page<Person>>("/absences/people", {}, signal),
});

export const workQuery = (id: number) =>
  queryOptions({
    queryKey: ["/absences", id, "work"],
    queryFn: ({ signal }) => get<Page<DoneFor>>(`/absences/${id}/work`, {}, signal),
  });

export const processesQuery = queryOptions({
  queryKey: ["/definitions"],
  queryFn: ({ signal }) => get<Page<DefinitionRow>>("/definitions", {}, signal),
});

export function enterAbsence(entry: AbsenceEntry, key: string) {
  return act<Absence>("POST", "/absences", { body: entry, headers: { "Idempotency-Key": key } });
}

export function endAbsence(id: number) {
  return act<Absence>("POST", `/absences/${id}/end`);
}
