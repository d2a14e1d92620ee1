/** The files of a filed document: its name leads to the PDF, and there is one for Word. */
import type { OfficialDocument } from "../../api/types";
import { zh } from "../../messages/zh";
import { sizeOf } from "../attachments/sizeOf";
import { fileAddress } from "./documentsApi";

const text = zh.documents;

export function DocumentFiles({ document: { id, name, size, word } }: { document: OfficialDocument }) {
  if (size === null) return <>{zh.common.none}</>;
  return (
    <span className="files">
      <a href={fileAddress(id)} download={name}>
        {text.pdf}
      </a>{" "}
      <span className="muted">{sizeOf(size)}</span>
      {word && (
        <>
          {"　"}
          <a href={fileAddress(id, "docx")} download={word.name}>
            {text.word}
          </a>{" "}
          <span className="muted">{sizeOf(word.size)}</span>
        </>
      )}
    </span>
  );
}
