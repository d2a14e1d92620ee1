/** Our namespace for the diagram library: without it, everything in `duban:` would be lost when a diagram is saved. */

const string = (name: string) => ({ name, type: "String", isAttr: true });

export const dubanModdle = {
  name: "Duban",
  prefix: "duban",
  uri: "urn:duban:bpmn:1",
  xml: { tagAlias: "lowerCase" },
  associations: [],
  types: [
    { name: "Assignment", superClass: ["Element"], properties: [string("rule"), string("apartFrom"), string("groups")] },
    { name: "Request", superClass: ["Element"], properties: ["by", "while", "single"].map(string) },
    { name: "Form", superClass: ["Element"], properties: [string("key")] },
    { name: "Deadline", superClass: ["Element"], properties: [string("rule"), string("value"), string("reason")] },
    { name: "Ladder", superClass: ["Element"], properties: ["decision", "stage", "byHand"].map(string) },
    { name: "Lights", superClass: ["Element"], properties: [string("decision")] },
    {
      name: "Action",
      superClass: ["Element"],
      properties: [string("name"), { name: "parameters", type: "Parameter", isMany: true }],
    },
    { name: "Parameter", superClass: ["Element"], properties: [string("name"), string("value")] },
    { name: "Decision", superClass: ["Element"], properties: [string("id"), string("result")] },
    { name: "Variable", superClass: ["Element"], properties: [string("name"), string("type")] },
    {
      name: "JointDecision",
      superClass: ["Element"],
      properties: ["mode", "agree", "threshold", "weight", "result", "everyone"].map(string),
    },
    { name: "Verbs", superClass: ["Element"], properties: [string("without")] },
    { name: "Page", superClass: ["Element"], properties: [string("name")] },
    {
      name: "Loop",
      extends: ["bpmn:MultiInstanceLoopCharacteristics"],
      properties: [string("collection"), string("element")],
    },
    { name: "Rules", superClass: ["Element"], properties: [string("on")] },
    { name: "Confidential", superClass: ["Element"], properties: [] },
    { name: "CatchUp", superClass: ["Element"], properties: [string("policy")] },
    { name: "Subject", superClass: ["Element"], properties: [string("kind")] },
  ],
};
