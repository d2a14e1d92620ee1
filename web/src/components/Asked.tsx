/** Shows what was asked of the server: waiting, failed, or the answer. */
import { Button, Result } from "antd";
import { useContext, type ReactNode } from "react";
import { Link } from "react-router";
import { ApiProblem, messageOf } from "../api/problem";
import { SessionContext } from "../features/session/SessionContext";
import { zh } from "../messages/zh";
import { Loading } from "./Loading";
import { RetryButton } from "./RetryButton";
import { usePageTitle } from "./usePageTitle";

interface Props<Answer> {
  query: { data: Answer | undefined; error: unknown; isPending: boolean; refetch: () => unknown };
  children: (answer: Answer) => ReactNode;
}

export function Asked<Answer>({ query, children }: Props<Answer>) {
  if (query.data !== undefined) return children(query.data);
  if (query.isPending) return <Loading />;
  return <Refused error={query.error} onRetry={query.refetch} />;
}

/** What is not there will not come by asking again: then the way on is back to one's own work, for whoever has some. */
function Refused({ error, onRetry }: { error: unknown; onRetry: () => unknown }) {
  if (error instanceof ApiProblem && error.status === 404) return <Gone error={error} />;
  return <Result status="warning" title={messageOf(error)} extra={<RetryButton onRetry={onRetry} />} />;
}

function Gone({ error }: { error: ApiProblem }) {
  const isInside = useContext(SessionContext) !== null;
  usePageTitle(zh.common.goneTitle);
  const home = (
    <Link to="/tasks">
      <Button type="primary">{zh.common.toTasks}</Button>
    </Link>
  );
  return <Result status="info" title={messageOf(error)} subTitle={zh.common.goneText} extra={isInside && home} />;
}
