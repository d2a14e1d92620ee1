/** What the files of a task, an item or a nomination ask of the server; `place` is its path, e.g. /tasks/… or /items/3. */
import { queryOptions } from "@tanstack/react-query";
import { act, address, get, send } from "../../api/client";
import { ApiProblem, messageOf } from "../../api/problem";
import type { Attachment, Attachments, Problem } from "../../api/types";

export const attachmentsQuery = (place: string) =>
  queryOptions({ queryKey: [place, "attachments"], queryFn: () => get<Attachments>(`${place}/attachments`) });

/** One after the other; what is refused does not keep the others back, and all that was refused is said together. */
export async function attachAll(place: string, files: File[]): Promise<void> {
  const refused: Problem[] = [];
  for (const file of files) {
    try {
      await act<Attachment>("POST", `${place}/attachments`, { query: { name: file.name }, body: file });
    } catch (error) {
      refused.push({ code: "attachments.refused", message: messageOf(error), file: file.name });
    }
  }
  if (refused.length > 0) throw new ApiProblem(422, "attachments.refused", "", refused);
}

export async function removeAttachment({ id }: Attachment): Promise<void> {
  await send("DELETE", `/attachments/${id}`);
}

export const contentPath = ({ id }: Attachment) => `/attachments/${id}/content`;

export const contentAddress = (attachment: Attachment) => address(contentPath(attachment));
