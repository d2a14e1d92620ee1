/** A server made of fixed answers, and what it was asked. */
import { vi } from "vitest";

export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Headers;
  body: unknown;
}
type Answer = { status?: number; body?: unknown };
type Answers = Record<string, Answer | ((asked: Asked) => Answer)>;

/** Answers by "METHOD /path" (without the query); anything else is 404. */
export function serve(answers: Answers): Asked[] {
  const log: Asked[] = [];
  vi.stubGlobal("fetch", async (address: string, init: RequestInit = {}) => {
    const asked = askedOf(address, init);
    log.push(asked);
    const found = answers[`${asked.method} ${asked.path}`] ?? { status: 404 };
    const { status = 200, body = {} } = typeof found === "function" ? found(asked) : found;
    return new Response(status === 204 ? null : JSON.stringify(body), {
      status,
      headers: { "content-type": "application/json" },
    });
  });
  return log;
}

function askedOf(address: string, init: RequestInit): Asked {
  const { pathname, searchParams: query } = new URL(address, "http://office.test");
  const path = pathname.replace("/api/v1", "");
  const body = typeof init.body === "string" ? JSON.parse(init.body) : init.body;
  return { method: init.method ?? "GET", path, query, headers: new Headers(init.headers), body };
}
