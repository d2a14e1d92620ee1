/** The official documents of an item: each is downloaded once it is filed, and set again by who issues documents. */
import { Button } from "antd";
import { useState } from "react";
import type { OfficialDocument } from "../../api/types";
import { exactTime } from "../../components/officeTime";
import { zh } from "../../messages/zh";
import { DocumentFiles } from "../documents/DocumentFiles";
import { SetAgainDialog } from "../documents/SetAgainDialog";
import { titleOf } from "../documents/titleOf";
import { useRole } from "../session/SessionContext";

const text = zh.items;

export function OfficialDocuments({ documents }: { documents: OfficialDocument[] }) {
  const [again, setAgain] = useState<OfficialDocument | null>(null);
  const issues = useRole("officer", "administrator");
  if (documents.length === 0) return <p className="muted">{text.documentsEmpty}</p>;
  return (
    <>
      <ul className="attachments">
        {documents.map((one) => (
          <li key={one.id}>
            <span className="breaks">{titleOf(one)}</span>
            {one.size !== null && <DocumentFiles document={one} />}
            <span className="muted breaks">
              {text.documentIssued(exactTime(one.issued_at))}
              {one.state.code === "filed" ? "" : `，${one.state.text}`}
              {one.reason && `，${zh.documents.againBy(one.ordered_by?.name ?? "", one.reason)}`}
            </span>
            {issues && one.state.code === "filed" && (
              <Button type="link" size="small" className="no-print" onClick={() => setAgain(one)}>
                {zh.documents.again}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {again && <SetAgainDialog document={again} onClose={() => setAgain(null)} />}
    </>
  );
}
