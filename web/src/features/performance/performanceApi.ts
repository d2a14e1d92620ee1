/** What the pages of 实绩考核 and 负面清单 ask of the server. */
import { queryOptions } from "@tanstack/react-query";
import { act, get } from "../../api/client";
import type {
  Comparison,
  NegativeEntry,
  NegativeList,
  NewNegative,
  Page,
  PerformanceEntry,
  PerformanceLine,
  PerformanceYear,
  Rehearsal,
} from "../../api/types";

export interface Whose {
  person_id?: string;
  unit_id?: string;
}

export const performanceQuery = (year: number) =>
  queryOptions({ queryKey: ["/performance", year], queryFn: () => get<PerformanceYear>(`/performance/${year}`) });

export const linesQuery = (year: number, whose: Whose) =>
  queryOptions({
    queryKey: ["/performance", year, "lines", whose],
    queryFn: () => get<Page<PerformanceLine>>(`/performance/${year}/lines`, { ...whose }),
  });

export const comparisonQuery = (year: number) =>
  queryOptions({
    queryKey: ["/performance", year, "comparison"],
    queryFn: () => get<Comparison>(`/performance/${year}/comparison`),
  });

export const rehearsalQuery = (year: number) =>
  queryOptions({
    queryKey: ["/performance", year, "rehearsal"],
    queryFn: () => get<Rehearsal>(`/performance/${year}/rehearsal`),
    retry: false,
    gcTime: 0,
  });

export const entryQuery = (id: string) =>
  queryOptions({
    queryKey: ["/performance/entries", id],
    queryFn: () => get<PerformanceEntry>(`/performance/entries/${id}`),
  });

export const negativesQuery = (query: { kind?: string; state?: string }) =>
  queryOptions({
    queryKey: ["/negative-entries", query],
    queryFn: () => get<NegativeList>("/negative-entries", query),
  });

export function reckonYear(year: number, digest: string, key: string) {
  return act<{ changed: number }>("POST", `/performance/${year}/reckon`, {
    body: { digest },
    headers: { "Idempotency-Key": key },
  });
}

export function raiseAppeal(id: number, text: string, key: string) {
  return act<{ id: number }>("POST", `/performance/entries/${id}/appeal`, {
    body: { text },
    headers: { "Idempotency-Key": key },
  });
}

export function enterNegative(body: NewNegative, key: string) {
  return act<NegativeEntry>("POST", "/negative-entries", { body, headers: { "Idempotency-Key": key } });
}

export function withdrawNegative(id: number, reason: string) {
  return act<NegativeEntry>("POST", `/negative-entries/${id}/withdraw`, { body: { reason } });
}
