/** The fields our forms know beyond the library's own: a person, a unit, several of either. */
import type { RegistryWidgetsType, WidgetProps } from "@rjsf/utils";
import { Checkbox, Select } from "antd";
import { usePeople, useUnits } from "../../api/directory";
import { zh } from "../../messages/zh";
import { BodyWidget, NomineeWidget } from "../commendation/nomineeWidgets";

interface Choice {
  value: number;
  label: string;
}

function Chooser({ props, choices, placeholder }: { props: WidgetProps; choices: Choice[]; placeholder: string }) {
  const several = props.schema.type === "array";
  return (
    <Select
      id={props.id}
      mode={several ? "multiple" : undefined}
      value={(props.value as number | number[] | undefined) ?? undefined}
      options={choices}
      placeholder={placeholder}
      disabled={props.disabled || props.readonly}
      allowClear
      showSearch={{ optionFilterProp: "label" }}
      onChange={(chosen) => props.onChange(chosen)}
      style={{ width: "100%" }}
    />
  );
}

function PersonWidget(props: WidgetProps) {
  const choices = usePeople().map(({ id, name, unit, post }) => ({
    value: id,
    label: [name, unit?.name, post].filter(Boolean).join(" "),
  }));
  return <Chooser props={props} choices={choices} placeholder={zh.forms.choosePerson} />;
}

function UnitWidget(props: WidgetProps) {
  const choices = useUnits().map(({ id, name }) => ({ value: id, label: name }));
  return <Chooser props={props} choices={choices} placeholder={zh.forms.chooseUnit} />;
}

/** The pieces of evidence that the item asks for, each to be ticked. */
function EvidenceWidget(props: WidgetProps) {
  const { evidence = [] } = props.registry.formContext as { evidence?: string[] };
  if (evidence.length === 0) return <span className="muted">{zh.forms.noEvidence}</span>;
  return (
    <Checkbox.Group
      value={(props.value as string[] | undefined) ?? []}
      options={evidence}
      disabled={props.disabled || props.readonly}
      onChange={(ticked) => props.onChange(ticked)}
    />
  );
}

export const formWidgets: RegistryWidgetsType = {
  person: PersonWidget,
  people: PersonWidget,
  unit: UnitWidget,
  units: UnitWidget,
  evidence: EvidenceWidget,
  nominee: NomineeWidget,
  body: BodyWidget,
};
