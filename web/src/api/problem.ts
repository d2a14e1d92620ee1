/** The errors of the API: RFC 9457 problem documents, carried as one exception. */
import { zh } from "../messages/zh";
import type { Problem } from "./types";

export type { Problem };

export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly problems: Problem[] = [],
  ) {
    super(message);
    this.name = "ApiProblem";
  }
}

/** The exception for an answer that is not a success; a page of a proxy has no problem document and gets our own words. */
export async function readProblem(response: Response): Promise<ApiProblem> {
  const body = await readJson(response);
  const message = body?.detail ?? body?.title ?? zh.common.statusText(response.status);
  return new ApiProblem(response.status, body?.code ?? "http", message, body?.problems ?? []);
}

interface ProblemDocument {
  title?: string;
  detail?: string;
  code?: string;
  problems?: Problem[];
}

async function readJson(response: Response): Promise<ProblemDocument | null> {
  if (!response.headers.get("content-type")?.includes("json")) return null;
  try {
    return (await response.json()) as ProblemDocument;
  } catch {
    return null;
  }
}

/** Whatever went wrong, in one sentence a person can act on. */
export function messageOf(error: unknown): string {
  if (error instanceof ApiProblem) return error.message;
  if (error instanceof TypeError) return zh.common.offline;
  return zh.common.unexpected;
}

export function problemsOf(error: unknown): Problem[] {
  return error instanceof ApiProblem ? error.problems : [];
}
