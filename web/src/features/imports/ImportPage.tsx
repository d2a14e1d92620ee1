/** Confirming an import: check the rows, name the matter, register it. */
import { useQuery } from "@tanstack/react-query";
import { Alert } from "antd";
import { Link, useParams } from "react-router";
import type { ImportDetail } from "../../api/types";
import { Asked } from "../../components/Asked";
import { PageHead } from "../../components/PageHead";
import { zh } from "../../messages/zh";
import { ConfirmImport } from "./ConfirmImport";
import { importQuery } from "./importsApi";

const text = zh.imports;

export function ImportPage() {
  const { id = "" } = useParams();
  const plan = useQuery(importQuery(id));
  return (
    <Asked query={plan}>
      {(answer) => (
        <>
          <PageHead title={text.confirmTitle} lead={answer.filename} />
          {answer.state === "confirmed" ? <Confirmed plan={answer} /> : <ConfirmImport plan={answer} />}
        </>
      )}
    </Asked>
  );
}

function Confirmed({ plan }: { plan: ImportDetail }) {
  return (
    <Alert
      type="success"
      showIcon
      title={text.alreadyConfirmed}
      description={plan.matter_id && <Link to={`/matters/${plan.matter_id}`}>{text.toMatter}</Link>}
    />
  );
}
