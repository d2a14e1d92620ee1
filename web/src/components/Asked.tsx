/** Shows what was asked of the server: waiting, failed, or the answer. */
import { Result } from "antd";
import type { ReactNode } from "react";
import { messageOf } from "../api/problem";
import { Loading } from "./Loading";
import { RetryButton } from "./RetryButton";

interface Props<Answer> {
  query: { data: Answer | undefined; error: unknown; isPending: boolean; refetch: () => unknown };
  children: (answer: Answer) => ReactNode;
}

export function Asked<Answer>({ query, children }: Props<Answer>) {
  if (query.data !== undefined) return children(query.data);
  if (query.isPending) return <Loading />;
  return <Result status="warning" title={messageOf(query.error)} extra={<RetryButton onRetry={query.refetch} />} />;
}
