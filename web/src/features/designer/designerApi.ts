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

/** What was edited by file name, the diagram among it, and the bundle whose other files go with it. */
export interface Edited {
  files: Readonly<Record<string, string>>;
  base: string;
}

export function checkDefinition(edited: Edited) {
  return act<{ problems: Problem[] }>("POST", "/definitions/check", upload(edited));
}

export function deployDefinition(edited: Edited) {
  return act<Deployment>("POST", "/definitions", upload(edited));
}

function upload({ files, base }: Edited) {
  const body = new FormData();
  Object.entries(files).forEach(([name, content]) => body.append("files", new File([content], name)));
  return { body, query: { base } };
}
