/** What the pages of tasks ask of the server. */
import { queryOptions } from "@tanstack/react-query";
import { act, get } from "../../api/client";
import type { Task, TaskDetail } from "../../api/types";

export const taskQuery = (id: string) =>
  queryOptions({ queryKey: ["/tasks", id], queryFn: () => get<TaskDetail>(`/tasks/${id}`) });

export interface Completion {
  variables: Record<string, unknown>;
  comment?: string;
}

export function completeTask(task: Task, completion: Completion, key: string) {
  return act<{ task: Task }>("POST", `/tasks/${task.id}/complete`, {
    body: completion,
    headers: { "Idempotency-Key": key, "If-Match": `"${task.version}"` },
  });
}
