/** Libraries of the designer that come without types. */
declare module "bpmnlint/rules/*" {
  const rule: unknown;
  export default rule;
}
declare module "bpmn-moddle" {
  interface Element {
    name?: string;
  }
  interface Read {
    rootElement: Element;
    elementsById: Record<string, Element>;
    warnings: unknown[];
  }
  export class BpmnModdle {
    constructor(packages: Record<string, object>);
    fromXML(xml: string): Promise<Read>;
    toXML(element: Element, options: { format: boolean }): Promise<{ xml: string }>;
  }
}
declare module "bpmn-js-bpmnlint" {
  const lintModule: Record<string, unknown>;
  export default lintModule;
}
declare module "bpmn-js-i18n-zh/lib/*" {
  const words: Record<string, string>;
  export default words;
}
declare module "bpmn-js-properties-panel" {
  export const BpmnPropertiesPanelModule: Record<string, unknown>;
  export const BpmnPropertiesProviderModule: Record<string, unknown>;
  export function useService(name: string): never;
}
declare module "@bpmn-io/properties-panel" {
  type Entry = (properties: Record<string, unknown>) => unknown;
  export const SelectEntry: Entry;
  export const TextFieldEntry: Entry;
  export const TextAreaEntry: Entry;
  export const isSelectEntryEdited: unknown;
  export const isTextFieldEntryEdited: unknown;
  export const isTextAreaEntryEdited: unknown;
}
