/** Signing in and out, and asking who is signed in. */
import { queryOptions, type QueryClient } from "@tanstack/react-query";
import { act, address, get, rememberCsrfToken } from "../../api/client";
import { ApiProblem } from "../../api/problem";
import type { DemoAccount, Session } from "../../api/types";
import type { SignedIn } from "./SessionContext";

const MINUTE = 60_000;

export const sessionQuery = queryOptions({
  queryKey: ["/session"],
  queryFn: async (): Promise<SignedIn | null> => {
    try {
      return remember(await get<Session>("/session"));
    } catch (problem) {
      if (problem instanceof ApiProblem && problem.status === 401) return null;
      throw problem;
    }
  },
  refetchInterval: (query) => (query.state.data ? MINUTE : false),
  staleTime: MINUTE,
  retry: 1,
});

export const demoQuery = queryOptions({
  queryKey: ["/session/demo"],
  queryFn: async (): Promise<DemoAccount[]> => {
    try {
      return (await get<{ accounts: DemoAccount[] }>("/session/demo")).accounts;
    } catch {
      return []; // an office without demo accounts answers 404
    }
  },
  staleTime: Infinity,
});

export const waysQuery = queryOptions({
  queryKey: ["/session/ways"],
  queryFn: () => get<{ provider: string | null }>("/session/ways"),
  staleTime: Infinity,
});

/** The server sends the browser on to the provider, and afterwards to this page of ours. */
export const throughProvider = (page: string) => address("/session/oidc", { from: page });

export async function signIn(credentials: { username: string; password: string }): Promise<SignedIn> {
  return remember(await act<Session>("POST", "/session", { body: credentials }));
}

/** Answers where the browser goes to sign out at the provider as well, where it is to. */
export async function signOut(): Promise<string | undefined> {
  const farewell = await act<{ address: string } | undefined>("DELETE", "/session");
  rememberCsrfToken("");
  return farewell?.address;
}

/** Away from these pages. */
export const leaveFor = (address: string) => window.location.assign(address);

/** Another person is here, or nobody: what the one before saw is not for them. */
export function changeOver(client: QueryClient, signedIn: SignedIn | null): void {
  client.setQueryData(sessionQuery.queryKey, signedIn);
  client.removeQueries({ predicate: ({ queryKey }) => !String(queryKey[0]).startsWith("/session") });
}

function remember(session: Session): SignedIn {
  rememberCsrfToken(session.csrf_token);
  return { session, readAt: Date.now() };
}
