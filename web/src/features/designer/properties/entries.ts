/** The lines of our groups in the properties panel; they are components of the panel's own library. */
import {
  isSelectEntryEdited,
  isTextAreaEntryEdited,
  isTextFieldEntryEdited,
  SelectEntry,
  TextAreaEntry,
  TextFieldEntry,
} from "@bpmn-io/properties-panel";
import { useService } from "bpmn-js-properties-panel";
import { zh } from "../../../messages/zh";
import { changesFor, execute, readAttribute, type BpmnFactory, type CommandStack, type DiagramElement } from "./extensions";
import type { Field } from "./fields";

const text = zh.designer.settings;

interface LineProperties {
  element: DiagramElement;
  id: string;
  field: Field;
}

export function entryFor(element: DiagramElement, field: Field): object {
  return {
    id: `duban-${field.id}`,
    element,
    field,
    component: field.choices ? ChoiceLine : TextLine,
    isEdited: field.choices ? isSelectEntryEdited : isTextFieldEntryEdited,
  };
}

function useLine({ element, id, field }: LineProperties) {
  const commandStack: CommandStack = useService("commandStack");
  const factory: BpmnFactory = useService("bpmnFactory");
  const debounce: unknown = useService("debounceInput");
  return {
    id,
    element,
    debounce,
    label: field.label,
    description: field.description,
    getValue: () => readAttribute(element, field.extension, field.attribute),
    setValue: (value?: string) =>
      execute(commandStack, changesFor(element, field.extension, { [field.attribute]: value ?? "" }, factory)),
  };
}

function TextLine(properties: LineProperties) {
  return TextFieldEntry(useLine(properties));
}

function ChoiceLine(properties: LineProperties) {
  const { element, field } = properties;
  const getOptions = () => optionsOf(field, readAttribute(element, field.extension, field.attribute));
  return SelectEntry({ ...useLine(properties), getOptions });
}

/** A value that this page does not know yet stays selectable as it is. */
function optionsOf({ choices = {} }: Field, present: string) {
  const known = present in choices || !present ? choices : { ...choices, [present]: present };
  return [{ value: "", label: text.unset }, ...Object.entries(known).map(([value, label]) => ({ value, label }))];
}

export function conditionEntry(element: DiagramElement): object {
  return { id: "duban-condition", element, component: ConditionLine, isEdited: isTextAreaEntryEdited };
}

function ConditionLine({ element, id }: { element: DiagramElement; id: string }) {
  const commandStack: CommandStack = useService("commandStack");
  const factory: BpmnFactory = useService("bpmnFactory");
  const debounce: unknown = useService("debounceInput");
  const condition = () => element.businessObject.get("conditionExpression") as { body?: string } | undefined;
  return TextAreaEntry({
    id,
    element,
    debounce,
    label: text.condition,
    description: text.conditionHint,
    monospace: true,
    getValue: () => condition()?.body ?? "",
    setValue: (value?: string) =>
      commandStack.execute("element.updateProperties", {
        element,
        properties: {
          conditionExpression: value ? factory.create("bpmn:FormalExpression", { body: value }) : undefined,
        },
      }),
  });
}
