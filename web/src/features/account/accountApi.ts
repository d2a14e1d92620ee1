/** What the page of one's own account asks of the server. */
import { queryOptions } from "@tanstack/react-query";
import { act, get } from "../../api/client";
import type { CreatedToken, OneTimePassword, OwnSignIns, Page, SignedInAt, Token, TokenWanted } from "../../api/types";

export interface PasswordChange {
  old: string;
  new: string;
}

export const passwordQuery = queryOptions({
  queryKey: ["/account/password"],
  queryFn: ({ signal }) => get<{ kept_here: boolean }>("/account/password", {}, signal),
});

export const sessionsQuery = queryOptions({
  queryKey: ["/account/sessions"],
  queryFn: async ({ signal }) => (await get<Page<SignedInAt>>("/account/sessions", {}, signal)).items,
});

export const ownSignInsQuery = queryOptions({
  queryKey: ["/account/sign-ins"],
  queryFn: ({ signal }) => get<OwnSignIns>("/account/sign-ins", {}, signal),
});

export const tokensQuery = queryOptions({
  queryKey: ["/account/tokens"],
  queryFn: async ({ signal }) => (await get<Page<Token>>("/account/tokens", {}, signal)).items,
});

export const changePassword = (change: PasswordChange) => act<undefined>("PUT", "/account/password", { body: change });

export const endSession = (id: number) => act<undefined>("DELETE", `/account/sessions/${id}`);

export const endOtherSessions = () => act<undefined>("DELETE", "/account/sessions");

export const createToken = (wanted: TokenWanted) => act<CreatedToken>("POST", "/account/tokens", { body: wanted });

export const revokeToken = (id: number) => act<undefined>("DELETE", `/account/tokens/${id}`);

export const givePassword = (personId: number) => act<OneTimePassword>("POST", `/people/${personId}/password`);

export const endSessionsOf = (personId: number) => act<{ count: number }>("DELETE", `/people/${personId}/sessions`);
