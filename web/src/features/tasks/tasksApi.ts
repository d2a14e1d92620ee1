/** What the pages of tasks ask of the server. */
import { queryOptions } from "@tanstack/react-query";
import { act, get } from "../../api/client";
import type { BulkResult, Earlier, Page, Task, TaskDetail } from "../../api/types";

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

export const earlierQuery = (id: string) =>
  queryOptions({ queryKey: ["/tasks", id, "earlier"], queryFn: () => get<Page<Earlier>>(`/tasks/${id}/earlier`) });

/** A verb of a task, by the last part of its address. */
export function doVerb(taskId: string, path: string, body: object, key: string) {
  return act<Task>(path === "draft" ? "PUT" : "POST", `/tasks/${taskId}/${path}`, {
    body,
    headers: { "Idempotency-Key": key },
  });
}

export interface Bulk {
  verb: "claim" | "release" | "transfer" | "urge" | "read";
  tasks: string[];
  to?: number;
  reason?: string;
}

export async function doSeveral(bulk: Bulk): Promise<BulkResult[]> {
  return (await act<{ items: BulkResult[] }>("POST", "/tasks/bulk", { body: bulk })).items;
}
