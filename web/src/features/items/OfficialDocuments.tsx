/** The official documents of an item: each is downloaded once it is filed. */
import type { OfficialDocument } from "../../api/types";
import { address } from "../../api/client";
import { exactTime } from "../../components/officeTime";
import { zh } from "../../messages/zh";
import { sizeOf } from "../attachments/sizeOf";

const text = zh.items;

export function OfficialDocuments({ documents }: { documents: OfficialDocument[] }) {
  if (documents.length === 0) return <p className="muted">{text.documentsEmpty}</p>;
  return (
    <ul className="attachments">
      {documents.map((one) => (
        <li key={one.id}>
          {one.state.code === "filed" ? (
            <a href={address(`/official-documents/${one.id}/content`)} download={one.name}>
              {one.name}
            </a>
          ) : (
            <span>{one.name}</span>
          )}
          <span className="muted">
            {text.documentIssued(exactTime(one.issued_at))}
            {one.state.code === "filed" && one.size !== null ? `，${sizeOf(one.size)}` : `，${one.state.text}`}
          </span>
        </li>
      ))}
    </ul>
  );
}
