/** What the pages ask of the server about official documents. */
import { queryOptions } from "@tanstack/react-query";
import { act, address, freshKey, get } from "../../api/client";
import type { Correction, DocumentCounts, DocumentDetail, ListedDocument } from "../../api/types";

export const DOCUMENTS = "/official-documents";
const SOON = 3_000;

/** Asked again soon while something is being made. */
export const countsQuery = queryOptions({
  queryKey: [`${DOCUMENTS}/summary`],
  queryFn: ({ signal }) => get<DocumentCounts>(`${DOCUMENTS}/summary`, {}, signal),
  refetchInterval: ({ state }) => (state.data?.waiting ? SOON : false),
});

export const documentQuery = (id: number) =>
  queryOptions({
    queryKey: [DOCUMENTS, id],
    queryFn: ({ signal }) => get<DocumentDetail>(`${DOCUMENTS}/${id}`, {}, signal),
  });

export const fileAddress = (id: number, format?: "docx") =>
  address(`${DOCUMENTS}/${id}/content${format ? `?format=${format}` : ""}`);

/** For `invalidateQueries`: the lists, the counts, and the items that show documents. */
export const WITH_DOCUMENTS = {
  predicate: ({ queryKey }: { queryKey: readonly unknown[] }) =>
    String(queryKey[0]).startsWith(DOCUMENTS) || queryKey[0] === "/items",
};

const post = (path: string, body: object) =>
  act<ListedDocument>("POST", `${DOCUMENTS}${path}`, { body, headers: { "Idempotency-Key": freshKey() } });

export const setAgain = (id: number, reason: string, corrections: Correction[]) =>
  post(`/${id}/versions`, { reason, corrections });

export const retry = (id: number, reason: string) => post(`/${id}/retry`, { reason });

export const orderBriefing = (month: string, remarks: string, reason: string) =>
  post("/briefings", { month, remarks, reason });
