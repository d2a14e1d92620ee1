/** Reads and writes our extension elements on an element of the diagram, through the command stack, so that undo works. */

export interface ModdleElement {
  $type: string;
  $parent?: ModdleElement;
  $instanceOf?: (type: string) => boolean;
  get: (name: string) => unknown;
  values?: ModdleElement[];
}
export interface DiagramElement {
  id: string;
  type: string;
  businessObject: ModdleElement;
}
export interface CommandStack {
  execute: (command: string, context: unknown) => void;
}
export interface BpmnFactory {
  create: (type: string, properties: object) => ModdleElement;
}

type Values = Record<string, string>;
interface Change {
  element: DiagramElement;
  moddleElement: ModdleElement;
  properties: object;
}

function holderOf(element: DiagramElement): ModdleElement | undefined {
  return element.businessObject.get("extensionElements") as ModdleElement | undefined;
}

export function findExtension(element: DiagramElement, type: string): ModdleElement | undefined {
  return holderOf(element)?.values?.find((extension) => extension.$type === type);
}

export function readAttribute(element: DiagramElement, type: string, name: string): string {
  return (findExtension(element, type)?.get(name) as string | undefined) ?? "";
}

/** The changes that set attributes of an extension; an extension without any content is taken away. */
export function changesFor(element: DiagramElement, type: string, values: Values, factory: BpmnFactory): Change[] {
  const properties = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value || undefined]));
  const existing = findExtension(element, type);
  if (existing) return [isEmptied(existing, properties) ? removal(element, existing) : { element, moddleElement: existing, properties }];
  return additions(element, factory.create(type, properties), factory);
}

function isEmptied(extension: ModdleElement, properties: object): boolean {
  const kept = Object.keys(extension).filter((name) => !name.startsWith("$") && !(name in properties));
  return kept.length === 0 && Object.values(properties).every((value) => value === undefined);
}

function removal(element: DiagramElement, extension: ModdleElement): Change {
  const holder = holderOf(element) as ModdleElement;
  const others = (holder.values ?? []).filter((one) => one !== extension);
  return { element, moddleElement: holder, properties: { values: others } };
}

function additions(element: DiagramElement, extension: ModdleElement, factory: BpmnFactory): Change[] {
  const holder = holderOf(element);
  if (holder) {
    extension.$parent = holder;
    return [{ element, moddleElement: holder, properties: { values: [...(holder.values ?? []), extension] } }];
  }
  const first = factory.create("bpmn:ExtensionElements", { values: [extension] });
  first.$parent = element.businessObject;
  extension.$parent = first;
  return [{ element, moddleElement: element.businessObject, properties: { extensionElements: first } }];
}

export function execute(commandStack: CommandStack, changes: Change[]): void {
  for (const change of changes) commandStack.execute("element.updateModdleProperties", change);
}
