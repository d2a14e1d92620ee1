/** Sets unit, time limit and cadence of all selected rows at once. */
import { Button } from "antd";
import { useState } from "react";
import { zh } from "../../messages/zh";
import { CadenceField, CoUnitsField, DueField, LeadUnitField, SpecialField, type FieldProps } from "./fields";
import type { RowPatch } from "./rows";

const UNSET: FieldProps["value"] = {
  lead_unit_id: null,
  co_unit_ids: [],
  due_working_days: null,
  due_on: null,
  cadence: "none",
  evidence: [],
  special: false,
};

interface Props {
  selected: number;
  onApply: (patch: RowPatch) => void;
}

export function BulkBar({ selected, onApply }: Props) {
  const [value, setValue] = useState(UNSET);
  const [touched, setTouched] = useState<RowPatch>({});
  const change = (patch: RowPatch) => {
    setValue({ ...value, ...patch });
    setTouched({ ...touched, ...patch });
  };
  const apply = () => {
    onApply(touched);
    setValue(UNSET);
    setTouched({});
  };
  if (selected === 0) return <p className="bulk muted no-print">{zh.drafts.selected(0)}</p>;
  return (
    <div className="bulk no-print" role="group" aria-label={zh.drafts.selected(selected)}>
      <strong>{zh.drafts.selected(selected)}</strong>
      <LeadUnitField value={value} onChange={change} />
      <CoUnitsField value={value} onChange={change} />
      <DueField value={value} onChange={change} />
      <CadenceField value={value} onChange={change} />
      <SpecialField value={value} onChange={change} />
      <Button type="primary" disabled={Object.keys(touched).length === 0} onClick={apply}>
        {zh.drafts.apply}
      </Button>
    </div>
  );
}
