/** Lets only signed-in people pass; everybody else goes to the sign-in page and comes back afterwards. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Result } from "antd";
import { useEffect, type ReactNode } from "react";
import { Navigate, useLocation } from "react-router";
import { whenSignedOut } from "../../api/client";
import { messageOf } from "../../api/problem";
import { Loading } from "../../components/Loading";
import { RetryButton } from "../../components/RetryButton";
import { OneTimePage } from "../account/OneTimePage";
import { SessionContext } from "./SessionContext";
import { sessionQuery } from "./sessionApi";

export function RequireSession({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const location = useLocation();
  const session = useQuery(sessionQuery);
  useEffect(() => {
    whenSignedOut(() => client.setQueryData(sessionQuery.queryKey, null));
  }, [client]);
  if (session.isPending) return <Loading />;
  if (session.data?.session.must_change_password) return <OneTimePage />;
  if (session.data) return <SessionContext value={session.data}>{children}</SessionContext>;
  if (session.error) {
    return <Result status="warning" title={messageOf(session.error)} extra={<RetryButton onRetry={session.refetch} />} />;
  }
  const from = location.pathname + location.search;
  return <Navigate to={`/login?from=${encodeURIComponent(from)}`} replace />;
}
