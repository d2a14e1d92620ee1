/** Fields of forms that name a nominee of the task's cycle, or a body whose opinion its rules want. */
import type { WidgetProps } from "@rjsf/utils";
import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import type { Subject } from "../../api/types";
import { zh } from "../../messages/zh";
import { cycleQuery, nominationQuery } from "./commendationApi";

const text = zh.commendation;

export function NomineeWidget(props: WidgetProps) {
  const { data: cycle } = useQuery({ ...cycleQuery(idOf(props, "award_cycle")), enabled: isAbout(props, "award_cycle") });
  const standing = cycle?.nominations.filter(({ state }) => state.code === "elected") ?? [];
  const choices = standing.map(({ number, name, unit }) => ({
    value: number,
    label: [name, unit?.name !== name && unit?.name, number].filter(Boolean).join(" "),
  }));
  return <OneOf props={props} choices={choices} placeholder={text.chooseNominee} />;
}

export function BodyWidget(props: WidgetProps) {
  const { data: cycle } = useQuery({ ...cycleQuery(idOf(props, "award_cycle")), enabled: isAbout(props, "award_cycle") });
  const { data: one } = useQuery({ ...nominationQuery(idOf(props, "nomination")), enabled: isAbout(props, "nomination") });
  const bodies = one?.bodies ?? [...new Set(cycle?.nominations.flatMap(({ opinions_due }) => opinions_due))];
  return <OneOf props={props} choices={bodies.map((body) => ({ value: body, label: body }))} placeholder={text.chooseBody} />;
}

function subjectOf({ registry }: WidgetProps): Subject | null {
  return (registry.formContext as { subject?: Subject | null }).subject ?? null;
}

function isAbout(props: WidgetProps, kind: Subject["kind"]): boolean {
  return subjectOf(props)?.kind === kind;
}

function idOf(props: WidgetProps, kind: Subject["kind"]): string {
  return isAbout(props, kind) ? String(subjectOf(props)?.id) : "";
}

function OneOf({ props, choices, placeholder }: { props: WidgetProps; choices: { value: string; label: string }[]; placeholder: string }) {
  return (
    <Select
      id={props.id}
      value={(props.value as string | undefined) ?? undefined}
      options={choices}
      placeholder={placeholder}
      disabled={props.disabled || props.readonly}
      allowClear
      showSearch={{ optionFilterProp: "label" }}
      onChange={(chosen?: string) => props.onChange(chosen)}
      style={{ width: "100%" }}
    />
  );
}
