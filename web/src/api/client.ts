/** The one door to the server: same-origin cookies, CSRF token, Chinese messages, problems as exceptions. */
import { readProblem } from "./problem";

export const API = "/api/v1";

type Query = Record<string, string | number | undefined | null>;

interface RequestOptions {
  query?: Query;
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

let csrfToken = "";
let onSignedOut: () => void = () => undefined;

export function rememberCsrfToken(token: string): void {
  csrfToken = token;
}

/** `listener` is told when the server no longer knows who is asking. */
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener;
}

export function address(path: string, query: Query = {}): string {
  const known = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== "");
  const search = new URLSearchParams(known.map(([name, value]) => [name, String(value)])).toString();
  return API + path + (search ? `?${search}` : "");
}

export async function send(method: string, path: string, options: RequestOptions = {}): Promise<Response> {
  const response = await fetch(address(path, options.query), {
    method,
    credentials: "same-origin",
    headers: headersOf(method, options),
    body: bodyOf(options.body),
    signal: options.signal,
  });
  if (response.status === 401 && path !== "/session") onSignedOut();
  if (!response.ok) throw await readProblem(response);
  return response;
}

export async function get<Answer>(path: string, query?: Query, signal?: AbortSignal): Promise<Answer> {
  return (await (await send("GET", path, { query, signal })).json()) as Answer;
}

export async function getText(path: string): Promise<string> {
  return (await send("GET", path)).text();
}

export async function act<Answer>(method: string, path: string, options: RequestOptions = {}): Promise<Answer> {
  const response = await send(method, path, options);
  return (response.status === 204 ? undefined : await response.json()) as Answer;
}

/** A key that marks one intention, so that pressing twice acts once. Works on plain http too, where randomUUID is missing. */
export function freshKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function headersOf(method: string, { body, headers }: RequestOptions): Record<string, string> {
  const base: Record<string, string> = { Accept: "application/json", "Accept-Language": "zh" };
  const type = typeOf(body);
  if (type) base["Content-Type"] = type;
  if (method !== "GET" && csrfToken) base["X-CSRF-Token"] = csrfToken;
  return { ...base, ...headers };
}

/** A form says its own type, with the boundary in it; what a file is, the server finds out. */
function typeOf(body: unknown): string | undefined {
  if (body === undefined || body instanceof FormData) return undefined;
  return body instanceof Blob ? "application/octet-stream" : "application/json";
}

function bodyOf(body: unknown): BodyInit | undefined {
  if (body === undefined) return undefined;
  return body instanceof FormData || body instanceof Blob ? body : JSON.stringify(body);
}
