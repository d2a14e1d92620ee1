/** What the pages of notices ask of the server. */
import { queryOptions } from "@tanstack/react-query";
import { act, get } from "../../api/client";
import type { PublicNoticeDetail, Objection, ObjectionAnswer, PublicNotice } from "../../api/types";

export interface ObjectionEntry {
  code: string;
  text: string;
  name?: string;
  contact?: string;
}

export const noticeQuery = (id: string) =>
  queryOptions({ queryKey: ["/public-notices", id], queryFn: ({ signal }) => get<PublicNoticeDetail>(`/public-notices/${id}`, {}, signal) });

export const publicNoticeQuery = (slug: string) =>
  queryOptions({
    queryKey: ["/public/notices", slug],
    queryFn: ({ signal }) => get<PublicNotice>(`/public/notices/${encodeURIComponent(slug)}`, {}, signal),
  });

export function readAnswer(code: string) {
  return get<ObjectionAnswer>(`/public/objections/${encodeURIComponent(code.replace(/\s/g, "").toUpperCase())}`);
}

/** `place`: of the page inside, or of the one without sign-in. The code makes a repeated request harmless. */
export function raiseObjection(place: string, entry: ObjectionEntry) {
  return act<{ code: string }>("POST", `${place}/objections`, { body: entry });
}

export function withdrawNotice(id: number, reason: string, key: string) {
  return act<PublicNoticeDetail>("POST", `/public-notices/${id}/withdraw`, { body: { reason }, headers: { "Idempotency-Key": key } });
}

export function answerObjection(id: number, finding: string, answer: string, key: string) {
  return act<Objection>("POST", `/objections/${id}/answer`, {
    body: { finding, answer },
    headers: { "Idempotency-Key": key },
  });
}
