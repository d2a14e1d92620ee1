/** One proposed item: a line of fields on a wide screen, a stack of them on a narrow one. */
import { DeleteOutlined } from "@ant-design/icons";
import { Button, Checkbox, Input } from "antd";
import { useState } from "react";
import type { DraftRow } from "../../api/types";
import { zh } from "../../messages/zh";
import { CadenceField, CoUnitsField, DueField, EvidenceField, LeadUnitField, SpecialField } from "./fields";
import { MilestoneFields } from "./MilestoneFields";
import type { RowPatch } from "./rows";

const text = zh.drafts;

interface Props {
  row: DraftRow;
  selected: boolean;
  onSelect: (on: boolean) => void;
  onChange: (patch: RowPatch) => void;
  onRemove?: () => void;
}

export function DraftRowEditor({ row, selected, onSelect, onChange, onRemove }: Props) {
  const [textShown, setTextShown] = useState(false);
  return (
    <li className={row.included ? "draft" : "draft draft-left-out"}>
      <div className="draft-head">
        <Checkbox
          className="no-print"
          checked={selected}
          aria-label={text.selectRow(row.title)}
          onChange={({ target }) => onSelect(target.checked)}
        />
        <span className="draft-place">{row.place || row.ordinal}</span>
        <Input
          className="draft-title"
          aria-label={text.title}
          value={row.title}
          status={row.included && !row.title.trim() ? "error" : undefined}
          placeholder={text.titleMissing}
          onChange={({ target }) => onChange({ title: target.value })}
        />
        <Checkbox
          checked={row.included}
          aria-label={text.includeRow(row.title)}
          onChange={({ target }) => onChange({ included: target.checked })}
        >
          {text.included}
        </Checkbox>
      </div>
      <div className="draft-fields">
        <LeadUnitField value={row} onChange={onChange} />
        <CoUnitsField value={row} onChange={onChange} />
        <DueField value={row} onChange={onChange} />
        <CadenceField value={row} onChange={onChange} />
        <EvidenceField value={row} onChange={onChange} />
        <SpecialField value={row} onChange={onChange} />
        <Button type="link" aria-expanded={textShown} onClick={() => setTextShown(!textShown)}>
          {textShown ? text.hideText : text.showText}
        </Button>
        {onRemove && <Button type="text" danger icon={<DeleteOutlined />} aria-label={text.remove} onClick={onRemove} />}
      </div>
      {(row.cadence === "milestone" || row.milestones.length > 0) && (
        <MilestoneFields milestones={row.milestones} onChange={(milestones) => onChange({ milestones })} />
      )}
      {textShown && (
        <Input.TextArea
          aria-label={text.fullText}
          value={row.text}
          autoSize={{ minRows: 2, maxRows: 12 }}
          onChange={({ target }) => onChange({ text: target.value })}
        />
      )}
    </li>
  );
}
