/** A picture or a text, looked at without saving it; every other kind is saved and opened by its own program. */
import { useQuery } from "@tanstack/react-query";
import { Button, Modal } from "antd";
import { useState } from "react";
import { send } from "../../api/client";
import type { Attachment } from "../../api/types";
import { Asked } from "../../components/Asked";
import { zh } from "../../messages/zh";
import { contentAddress, contentPath } from "./attachmentsApi";

const text = zh.attachments;
const PICTURES = ["png", "jpeg"];
const MOST_CHARACTERS = 100_000;

export function Preview({ file }: { file: Attachment }) {
  const [open, setOpen] = useState(false);
  if (!PICTURES.includes(file.kind.code) && file.kind.code !== "text") return null;
  return (
    <>
      <Button
        type="link"
        size="small"
        className="no-print"
        aria-label={text.previewOne(file.name)}
        onClick={() => setOpen(true)}
      >
        {text.preview}
      </Button>
      <Modal open={open} width={960} title={file.name} footer={null} destroyOnHidden onCancel={() => setOpen(false)}>
        {file.kind.code === "text" ? (
          <Text file={file} />
        ) : (
          <img className="preview-picture" src={contentAddress(file)} alt={file.name} />
        )}
      </Modal>
    </>
  );
}

function Text({ file }: { file: Attachment }) {
  const content = useQuery({
    queryKey: [contentPath(file)],
    queryFn: async () => decoded(await (await send("GET", contentPath(file))).arrayBuffer()),
  });
  return (
    <Asked query={content}>
      {(said) => (
        <>
          <pre className="preview-text">{said.slice(0, MOST_CHARACTERS)}</pre>
          {said.length > MOST_CHARACTERS && <p className="muted">{text.previewCut}</p>}
        </>
      )}
    </Asked>
  );
}

/** UTF-8 where it is, else GB 18030: the encodings of texts that may be attached. */
export function decoded(content: ArrayBuffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(content);
  } catch {
    return new TextDecoder("gb18030").decode(content);
  }
}
