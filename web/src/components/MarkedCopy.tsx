/** A copy of a refused workbook with its bad cells marked, to be mended and handed in again. */
import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import { send } from "../api/client";
import { zh } from "../messages/zh";
import { ProblemList } from "./ProblemList";

const text = zh.sheets;

export function MarkedCopy({ path, file }: { path: string | undefined; file: File | null }) {
  const marking = useMutation({ mutationFn: download });
  if (!path || !file) return null;
  return (
    <p>
      <Button loading={marking.isPending} onClick={() => marking.mutate({ path, file })}>
        {text.marked}
      </Button>
      <ProblemList error={marking.error} />
    </p>
  );
}

async function download({ path, file }: { path: string; file: File }) {
  const body = new FormData();
  body.append("file", file);
  const content = await (await send("POST", path, { body })).blob();
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = text.markedName(file.name);
  link.click();
  URL.revokeObjectURL(link.href);
}
