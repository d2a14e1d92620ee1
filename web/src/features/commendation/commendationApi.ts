/** What the pages of 总结表彰 ask of the server. */
import { queryOptions } from "@tanstack/react-query";
import { act, get } from "../../api/client";
import type {
  AwardCycle,
  AwardDetail,
  AwardCycleRow,
  NewAwardCycle,
  NewNominee,
  NewRevocation,
  Nomination,
  NomineeToMark,
  Page,
  PublishedAwards,
} from "../../api/types";

export const cyclesQuery = queryOptions({
  queryKey: ["/commendation/cycles"],
  queryFn: () => get<{ items: AwardCycleRow[]; may_open: boolean }>("/commendation/cycles"),
});

export const cycleQuery = (id: string) =>
  queryOptions({
    queryKey: ["/commendation/cycles", id],
    queryFn: () => get<AwardCycle>(`/commendation/cycles/${id}`),
  });

export const nominationQuery = (id: string) =>
  queryOptions({
    queryKey: ["/commendation/nominations", id],
    queryFn: () => get<Nomination>(`/commendation/nominations/${id}`),
  });

export const nomineesQuery = (taskId: string) =>
  queryOptions({
    queryKey: ["/tasks", taskId, "nominees"],
    queryFn: () => get<Page<NomineeToMark>>(`/tasks/${taskId}/nominees`),
  });

export const AWARDS = "/commendation/awards";

export const awardQuery = (id: string) =>
  queryOptions({ queryKey: [AWARDS, id], queryFn: () => get<AwardDetail>(`${AWARDS}/${id}`) });

export const publishedQuery = (year: string) =>
  queryOptions({
    queryKey: ["/public/awards", year],
    queryFn: () => get<PublishedAwards>(`/public/awards/${encodeURIComponent(year)}`),
  });

export function startRevocation(id: number, body: NewRevocation, key: string) {
  const options = { body, headers: { "Idempotency-Key": key } };
  return act<{ number: string }>("POST", `${AWARDS}/${id}/revocation`, options);
}

export function withdrawRevocation(id: number, reason: string, key: string) {
  const options = { body: { reason }, headers: { "Idempotency-Key": key } };
  return act("POST", `/commendation/revocations/${id}/withdraw`, options);
}

export function openCycle(body: NewAwardCycle, key: string) {
  return act<{ id: number }>("POST", "/commendation/cycles", { body, headers: { "Idempotency-Key": key } });
}

export function cancelCycle(id: number, reason: string, key: string) {
  const options = { body: { reason }, headers: { "Idempotency-Key": key } };
  return act("POST", `/commendation/cycles/${id}/cancel`, options);
}

export function nominate(cycleId: number, body: NewNominee, key: string) {
  const options = { body, headers: { "Idempotency-Key": key } };
  return act<{ id: number; number: string }>("POST", `/commendation/cycles/${cycleId}/nominations`, options);
}

/** Where 证明材料 of a nomination lie. */
export const filesOf = (id: number) => `/commendation/nominations/${id}`;

export function keepUnposted(id: number, reason: string, key: string) {
  const options = { body: { reason }, headers: { "Idempotency-Key": key } };
  return act("POST", `/commendation/nominations/${id}/keep-unposted`, options);
}

export function withdraw(id: number, reason: string, key: string) {
  const options = { body: { reason }, headers: { "Idempotency-Key": key } };
  return act("POST", `/commendation/nominations/${id}/withdraw`, options);
}
