import { BpmnModdle } from "bpmn-moddle";
import { describe, expect, it } from "vitest";
import { dubanModdle } from "./dubanModdle";
import ITEM from "../../../../processes/supervision/item.bpmn?raw";
import MATTER from "../../../../processes/supervision/matter.bpmn?raw";
import BRIEFING from "../../../../processes/briefing/briefing.bpmn?raw";
import ASSESSMENT from "../../../../processes/reviews/assessment.bpmn?raw";
import KEY_TASK from "../../../../processes/reviews/task.bpmn?raw";
import SAMPLE from "./sample.bpmn?raw";

const ELEMENTS = /<duban:[^>]*>/g;

async function opened(xml: string) {
  return new BpmnModdle({ duban: dubanModdle }).fromXML(xml);
}

describe("our extension elements", () => {
  it.each([SAMPLE, ITEM, MATTER, BRIEFING, ASSESSMENT, KEY_TASK])("are all understood, in the diagrams that come with the product too", async (xml) => {
    const { warnings } = await opened(xml);
    expect(warnings).toEqual([]);
  });

  it("survive that an element is renamed and the diagram is saved", async () => {
    const { rootElement, elementsById } = await opened(SAMPLE);
    const sign = elementsById.sign;
    if (!sign) throw new Error("Expected a task #sign in sample.bpmn");
    sign.name = "当日签收";
    const { xml } = await new BpmnModdle({ duban: dubanModdle }).toXML(rootElement, { format: true });
    expect(xml).toContain('name="当日签收"');
    expect(xml.match(ELEMENTS)).toEqual(SAMPLE.match(ELEMENTS));
  });
});
