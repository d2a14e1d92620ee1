/** Adds the group 督办设置 to the properties panel, and the condition of a sequence flow. */
import { zh } from "../../../messages/zh";
import { conditionEntry, entryFor } from "./entries";
import type { DiagramElement, ModdleElement } from "./extensions";
import { fieldsFor } from "./fields";

const AFTER_THE_GENERAL_ONES = 500;
const text = zh.designer.settings;

interface Group {
  id: string;
  label?: string;
  entries?: object[];
}
interface PropertiesPanel {
  registerProvider: (priority: number, provider: DubanProperties) => void;
}

export class DubanProperties {
  static $inject = ["propertiesPanel"];

  constructor(propertiesPanel: PropertiesPanel) {
    propertiesPanel.registerProvider(AFTER_THE_GENERAL_ONES, this);
  }

  getGroups(element: DiagramElement) {
    return (groups: Group[]): Group[] => {
      const entries = entriesOf(element);
      if (entries.length === 0) return groups;
      const ours: Group = { id: "duban", label: text.group, entries };
      return [...groups.slice(0, 1), ours, ...groups.slice(1)];
    };
  }
}

function entriesOf(element: DiagramElement): object[] {
  if (element.type === "bpmn:SequenceFlow") return [conditionEntry(element)];
  const loop = element.businessObject.get("loopCharacteristics") as ModdleElement | undefined;
  const isForMany = loop?.$type === "bpmn:MultiInstanceLoopCharacteristics";
  return fieldsFor(element.type, isForMany).map((field) => entryFor(element, field));
}

export const dubanPropertiesModule = {
  __init__: ["dubanProperties"],
  dubanProperties: ["type", DubanProperties],
};
