/** A ledger from Excel, for those who register matters. */
import { Button } from "antd";
import { useState } from "react";
import { address } from "../../api/client";
import { SheetDialog } from "../../components/SheetDialog";
import { zh } from "../../messages/zh";
import { useRole } from "../session/SessionContext";
import { OFFICERS } from "../shell/menu";

const text = zh.ledger;
const PATH = "/items/sheet";

export function ImportLedger() {
  const [open, setOpen] = useState(false);
  if (!useRole(...OFFICERS)) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>{text.importSheet}</Button>
      {open && (
        <SheetDialog
          title={text.importTitle}
          lead={text.importLead}
          path={PATH}
          template={address(`${PATH}/template`)}
          marked={`${PATH}/marked`}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
