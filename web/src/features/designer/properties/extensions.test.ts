import { BpmnModdle } from "bpmn-moddle";
import { describe, expect, it } from "vitest";
import { dubanModdle } from "../dubanModdle";
import SAMPLE from "../sample.bpmn?raw";
import { changesFor, execute, readAttribute, type BpmnFactory, type DiagramElement, type ModdleElement } from "./extensions";

async function opened() {
  const moddle = new BpmnModdle({ duban: dubanModdle });
  const { rootElement, elementsById } = await moddle.fromXML(SAMPLE);
  const element = (id: string) => ({ id, type: "", businessObject: elementsById[id] as unknown as ModdleElement });
  const factory = moddle as unknown as BpmnFactory;
  const set = (on: DiagramElement, type: string, values: Record<string, string>) =>
    execute(directly, changesFor(on, type, values, factory));
  const saved = async () => (await moddle.toXML(rootElement, { format: true })).xml;
  return { element, set, saved };
}

/** The command stack without a board: what a command would change, changed at once. */
const directly = {
  execute: (_command: string, context: unknown) => {
    const { moddleElement, properties } = context as { moddleElement: object; properties: object };
    Object.assign(moddleElement, properties);
  },
};

describe("our settings of an element", () => {
  it("are read", async () => {
    const { element } = await opened();
    expect(readAttribute(element("sign"), "duban:Deadline", "value")).toBe("3");
    expect(readAttribute(element("start"), "duban:Deadline", "value")).toBe("");
  });

  it("are changed in place, next to the others", async () => {
    const { element, set, saved } = await opened();
    set(element("sign"), "duban:Deadline", { value: "5" });
    expect(await saved()).toContain('<duban:deadline rule="working-days" value="5" />');
    expect(await saved()).toContain('<duban:parameter name="x" value="y" />');
  });

  it("are added where there were none", async () => {
    const { element, set, saved } = await opened();
    set(element("end"), "duban:Action", { name: "close_item" });
    expect(await saved()).toContain('<duban:action name="close_item" />');
  });

  it("go away when they are emptied, but not while something else of theirs is kept", async () => {
    const { element, set, saved } = await opened();
    set(element("sign"), "duban:Form", { key: "" });
    set(element("sign"), "duban:Action", { name: "" });
    expect(await saved()).not.toContain("duban:form");
    expect(await saved()).toContain('<duban:parameter name="x" value="y" />');
  });
});
