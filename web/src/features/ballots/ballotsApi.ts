/** What the pages of ballots ask of the server. */
import { queryOptions } from "@tanstack/react-query";
import { act, get } from "../../api/client";
import type { Ballot, BallotRecord, Mark } from "../../api/types";

export const ballotQuery = (id: string) =>
  queryOptions({ queryKey: ["/ballots", id], queryFn: ({ signal }) => get<Ballot>(`/ballots/${id}`, {}, signal) });

export const recordQuery = (id: number) =>
  queryOptions({
    queryKey: ["/ballots", id, "record"],
    queryFn: ({ signal }) => get<BallotRecord>(`/ballots/${id}/record`, {}, signal),
  });

/** No Idempotency-Key: the receipt itself makes a repeated request harmless, and no answer is kept. */
export function castVote(id: number, receipt: string, choices: Record<string, Mark>) {
  return act("POST", `/ballots/${id}/votes`, { body: { receipt, choices } });
}

export function strikeVoter(id: number, person_id: number, reason: string, key: string) {
  return act<Ballot>("POST", `/ballots/${id}/recusals`, {
    body: { person_id, reason },
    headers: { "Idempotency-Key": key },
  });
}

export function cancelBallot(id: number, reason: string, key: string) {
  return act<Ballot>("POST", `/ballots/${id}/cancel`, { body: { reason }, headers: { "Idempotency-Key": key } });
}
