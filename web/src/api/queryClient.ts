/** How answers of the server are kept: fresh for a moment, retried only where a retry can help. */
import { QueryClient } from "@tanstack/react-query";
import { ApiProblem } from "./problem";

export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (failures, problem) => !(problem instanceof ApiProblem && problem.status < 500) && failures < 2,
      },
    },
  });
}
