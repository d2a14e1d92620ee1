/** What the designer asks of the server. */
import { queryOptions } from "@tanstack/react-query";
import { act, get, getText } from "../../api/client";
import type { Problem } from "../../api/problem";
import type { Definition, Deployment } from "../../api/types";

export const definitionQuery = (key: string) =>
  queryOptions({
    queryKey: ["/definitions", key],
    queryFn: () => get<Definition>(`/definitions/${encodeURIComponent(key)}`),
    staleTime: Infinity, // what is being drawn must not change under the hand
  });

export const xmlQuery = (key: string, version: number) =>
  queryOptions({
    queryKey: ["/definitions", key, version],
    queryFn: () => getText(`/definitions/${encodeURIComponent(key)}/versions/${version}/xml`),
    staleTime: Infinity,
  });

/** A diagram that was edited, and the bundle whose other files go with it. */
export interface Edited {
  fileName: string;
  xml: string;
  base: string;
}

export function checkDefinition(edited: Edited) {
  return act<{ problems: Problem[] }>("POST", "/definitions/check", upload(edited));
}

export function deployDefinition(edited: Edited) {
  return act<Deployment>("POST", "/definitions", upload(edited));
}

function upload({ fileName, xml, base }: Edited) {
  const body = new FormData();
  body.append("files", new File([xml], fileName, { type: "application/xml" }));
  return { body, query: { base } };
}
