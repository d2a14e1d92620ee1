/** What the pages of 四同步 ask of the server. */
import { queryOptions } from "@tanstack/react-query";
import { act, get } from "../../api/client";
import type { KeyTask, NewKeyTasks, NewReviewYear, Page, ReviewYear, ReviewYearSummary } from "../../api/types";

export const yearsQuery = queryOptions({
  queryKey: ["/reviews"],
  queryFn: () => get<Page<ReviewYearSummary>>("/reviews"),
});

export const yearQuery = (year: number) =>
  queryOptions({ queryKey: ["/reviews", year], queryFn: () => get<ReviewYear>(`/reviews/${year}`) });

export const keyTaskQuery = (id: string) =>
  queryOptions({ queryKey: ["/key-tasks", id], queryFn: () => get<KeyTask>(`/key-tasks/${id}`) });

export function openYear(body: NewReviewYear, key: string) {
  return act<{ year: number }>("POST", "/reviews", { body, headers: { "Idempotency-Key": key } });
}

export function enterTasks(year: number, body: NewKeyTasks, key: string) {
  return act<{ entered: number }>("POST", `/reviews/${year}/tasks`, { body, headers: { "Idempotency-Key": key } });
}
