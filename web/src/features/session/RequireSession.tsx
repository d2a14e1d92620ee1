/**
 * Lets only signed-in people pass; everybody else goes to the sign-in page and comes back afterwards.
 * Whose session ends while a page is open signs in again above it: what was filled in stays.
 */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Result } from "antd";
import { useEffect, useState, type ReactNode } from "react";
import { Navigate, useLocation } from "react-router";
import { whenSignedOut } from "../../api/client";
import { messageOf } from "../../api/problem";
import { Loading } from "../../components/Loading";
import { RetryButton } from "../../components/RetryButton";
import { OneTimePage } from "../account/OneTimePage";
import { SessionContext, type SignedIn } from "./SessionContext";
import { SignInAgain } from "./SignInAgain";
import { sessionQuery } from "./sessionApi";

export function RequireSession({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const location = useLocation();
  const session = useQuery(sessionQuery);
  const [last, setLast] = useState<SignedIn | null>(null);
  if (session.data && !session.data.session.must_change_password && session.data !== last) setLast(session.data);
  useEffect(() => {
    whenSignedOut(() => client.setQueryData(sessionQuery.queryKey, null));
  }, [client]);
  if (session.isPending) return <Loading />;
  if (session.data?.session.must_change_password) return <OneTimePage />;
  const known = session.data ?? last;
  if (known) {
    return (
      <SessionContext value={known}>
        {children}
        {session.data === null && <SignInAgain username={known.session.person.username} />}
      </SessionContext>
    );
  }
  if (session.error) {
    return <Result status="warning" title={messageOf(session.error)} extra={<RetryButton onRetry={session.refetch} />} />;
  }
  const from = location.pathname + location.search;
  return <Navigate to={`/login?from=${encodeURIComponent(from)}`} replace />;
}
