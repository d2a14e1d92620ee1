/** The fields of a proposed item; each gets its value and tells the change. */
import { Checkbox, DatePicker, InputNumber, Select, Space } from "antd";
import dayjs from "dayjs";
import { useState } from "react";
import { useUnits } from "../../api/directory";
import type { Cadence, DraftRow } from "../../api/types";
import { zh } from "../../messages/zh";
import type { RowPatch } from "./rows";

const text = zh.drafts;

export interface FieldProps {
  value: Pick<DraftRow, "lead_unit_id" | "co_unit_ids" | "due_working_days" | "due_on" | "cadence" | "evidence" | "special">;
  onChange: (patch: RowPatch) => void;
}

function useUnitChoices() {
  return useUnits().map(({ id, name }) => ({ value: id, label: name }));
}

export function LeadUnitField({ value, onChange }: FieldProps) {
  return (
    <Select
      className="field-unit"
      aria-label={text.leadUnit}
      placeholder={text.chooseLead}
      value={value.lead_unit_id ?? undefined}
      options={useUnitChoices()}
      showSearch={{ optionFilterProp: "label" }}
      allowClear
      onChange={(unit: number | undefined) => onChange({ lead_unit_id: unit ?? null })}
    />
  );
}

export function CoUnitsField({ value, onChange }: FieldProps) {
  return (
    <Select
      className="field-unit"
      mode="multiple"
      aria-label={text.coUnits}
      placeholder={text.chooseCo}
      value={value.co_unit_ids}
      options={useUnitChoices().filter((unit) => unit.value !== value.lead_unit_id)}
      showSearch={{ optionFilterProp: "label" }}
      maxTagCount="responsive"
      onChange={(units: number[]) => onChange({ co_unit_ids: units })}
    />
  );
}

const CADENCES = Object.entries(zh.common.cadences).map(([value, label]) => ({ value: value as Cadence, label }));

export function CadenceField({ value, onChange }: FieldProps) {
  return (
    <Select
      className="field-cadence"
      aria-label={text.cadence}
      value={value.cadence}
      options={CADENCES}
      onChange={(cadence) => onChange({ cadence })}
    />
  );
}

/** What will count as evidence, one piece a line of the list. */
export function EvidenceField({ value, onChange }: FieldProps) {
  return (
    <Select
      className="field-evidence"
      mode="tags"
      aria-label={text.evidence}
      placeholder={text.evidenceExample}
      value={value.evidence}
      open={false}
      suffixIcon={null}
      tokenSeparators={["、", "，", "；"]}
      onChange={(pieces: string[]) => onChange({ evidence: pieces })}
    />
  );
}

/** 领导专门批示 on one item: its ladder starts higher. */
export function SpecialField({ value, onChange }: FieldProps) {
  return (
    <Checkbox checked={value.special} title={text.specialHint} onChange={({ target }) => onChange({ special: target.checked })}>
      {text.special}
    </Checkbox>
  );
}

type DueKind = "days" | "date";
const DUE_KINDS = [
  { value: "days" as const, label: text.workingDays },
  { value: "date" as const, label: text.onDate },
];

/** Either so many working days or a date, never both. */
export function DueField({ value, onChange }: FieldProps) {
  const [chosen, setChosen] = useState<DueKind>(value.due_on ? "date" : "days");
  const kind = value.due_on ? "date" : value.due_working_days ? "days" : chosen;
  const switchTo = (next: DueKind) => {
    setChosen(next);
    onChange({ due_on: null, due_working_days: null });
  };
  return (
    <Space.Compact className="field-due">
      <Select aria-label={text.dueKind} value={kind} options={DUE_KINDS} onChange={switchTo} />
      {kind === "days" ? (
        <InputNumber
          aria-label={text.due}
          placeholder={text.daysExample}
          min={1}
          max={999}
          precision={0}
          value={value.due_working_days}
          onChange={(days) => onChange({ due_working_days: days, due_on: null })}
        />
      ) : (
        <DatePicker
          aria-label={text.due}
          placeholder={text.chooseDate}
          value={value.due_on ? dayjs(value.due_on) : null}
          onChange={(date) => onChange({ due_on: date?.format("YYYY-MM-DD") ?? null, due_working_days: null })}
        />
      )}
    </Space.Compact>
  );
}
