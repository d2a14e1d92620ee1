/** A unit is set up, changed, or merged into another one. */
import { Form, InputNumber } from "antd";
import type { OfficeUnit } from "../../api/types";
import { zh } from "../../messages/zh";
import { ChangeDialog } from "./ChangeDialog";
import { ChoiceField, TextField } from "./Fields";
import { codeOf, peopleChoices, unitChoices, useViewed, usernameOf } from "./Viewed";

const text = zh.organisation;
const label = text.fields;

interface UnitFields {
  code: string;
  name: string;
  parent?: string;
  partner?: string;
  leader?: string;
  line?: string;
  position?: number | null;
}

export function UnitDialog({ unit, parent, onClose }: { unit?: OfficeUnit; parent?: string; onClose: () => void }) {
  const { office } = useViewed();
  const others = unitChoices(office).filter(({ value }) => value !== unit?.code);
  const initial = unit
    ? {
        code: unit.code,
        name: unit.name,
        parent: codeOf(office, unit.parent),
        partner: codeOf(office, unit.partner),
        leader: usernameOf(office, unit.leader),
        line: unit.line,
        position: unit.position,
      }
    : { parent, position: office.units.length };
  return (
    <ChangeDialog<UnitFields>
      title={unit ? text.editUnit : text.addUnit}
      initial={initial}
      changeOf={({ line = "", position, ...fields }) => ({ type: "unit", line, position: position ?? 0, ...fields })}
      onClose={onClose}
    >
      <TextField name="code" label={label.code} hint={unit ? undefined : text.hints.code} longest={40} fixed={!!unit} needed />
      <TextField name="name" label={label.name} longest={120} needed />
      <ChoiceField name="parent" label={label.parent} choices={others} />
      <ChoiceField name="partner" label={label.partner} choices={others} />
      <ChoiceField name="leader" label={label.leader} choices={peopleChoices(office)} />
      <TextField name="line" label={label.line} />
      <Form.Item name="position" label={label.position}>
        <InputNumber min={0} max={100_000} precision={0} />
      </Form.Item>
    </ChangeDialog>
  );
}

export function EndUnitDialog({ unit, onClose }: { unit: OfficeUnit; onClose: () => void }) {
  const { office } = useViewed();
  const others = unitChoices(office).filter(({ value }) => value !== unit.code);
  return (
    <ChangeDialog<{ successor?: string }>
      title={text.endUnitTitle(unit.name)}
      lead={text.endUnitLead}
      okText={text.confirmEnd}
      danger
      changeOf={({ successor }) => ({ type: "end_unit", code: unit.code, successor })}
      onClose={onClose}
    >
      <ChoiceField name="successor" label={label.successor} hint={text.hints.successor} choices={others} />
    </ChangeDialog>
  );
}
