/** Which settings of ours an element offers, and where each is kept. */
import { zh } from "../../../messages/zh";

const text = zh.designer.settings;

export interface Field {
  id: string;
  label: string;
  description?: string;
  extension: string;
  attribute: string;
  /** A list of known values, or free text where there is none. */
  choices?: Record<string, string>;
}

const ASSIGNMENT: Field[] = [
  { id: "rule", label: text.assignment, extension: "duban:Assignment", attribute: "rule", choices: text.assignmentRules },
  { id: "groups", label: text.groups, description: text.groupsHint, extension: "duban:Assignment", attribute: "groups" },
];
const APART: Field = { id: "apart-from", label: text.apartFrom, description: text.apartFromHint, extension: "duban:Assignment", attribute: "apartFrom" };
const REQUEST: Field[] = [
  { id: "request-by", label: text.requestBy, description: text.requestByHint, extension: "duban:Request", attribute: "by" },
  { id: "request-while", label: text.requestWhile, extension: "duban:Request", attribute: "while", choices: text.requestStates },
  { id: "request-single", label: text.requestSingle, extension: "duban:Request", attribute: "single", choices: text.requestSingles },
];
const FORM: Field = { id: "form", label: text.form, description: text.formHint, extension: "duban:Form", attribute: "key" };
const DEADLINE: Field[] = [
  { id: "deadline", label: text.deadline, extension: "duban:Deadline", attribute: "rule", choices: text.deadlineRules },
  { id: "deadline-value", label: text.deadlineValue, description: text.deadlineHint, extension: "duban:Deadline", attribute: "value" },
];
const REASON: Field = { id: "deadline-reason", label: text.deadlineReason, description: text.deadlineReasonHint, extension: "duban:Deadline", attribute: "reason" };
const RULES: Field = { id: "rules", label: text.rules, description: text.rulesHint, extension: "duban:Rules", attribute: "on" };
const LADDER: Field[] = [
  { id: "decision", label: text.decision, description: text.decisionHint, extension: "duban:Ladder", attribute: "decision" },
  { id: "stage", label: text.stage, description: text.stageHint, extension: "duban:Ladder", attribute: "stage" },
];
const PAGE: Field = { id: "page", label: text.page, extension: "duban:Page", attribute: "name", choices: text.pages };
const ACTION: Field = { id: "action", label: text.action, description: text.actionHint, extension: "duban:Action", attribute: "name" };

const VERBS: Field = { id: "verbs", label: text.verbs, description: text.verbsHint, extension: "duban:Verbs", attribute: "without" };
const JOINT_DECISION = "duban:JointDecision";
const JOINT: Field[] = [
  { id: "joint-mode", label: text.jointMode, extension: JOINT_DECISION, attribute: "mode", choices: text.jointModes },
  { id: "joint-agree", label: text.jointAgree, description: text.jointAgreeHint, extension: JOINT_DECISION, attribute: "agree" },
  { id: "joint-threshold", label: text.jointThreshold, description: text.jointThresholdHint, extension: JOINT_DECISION, attribute: "threshold" },
  { id: "joint-weight", label: text.jointWeight, description: text.jointWeightHint, extension: JOINT_DECISION, attribute: "weight" },
  { id: "joint-result", label: text.jointResult, description: text.jointResultHint, extension: JOINT_DECISION, attribute: "result" },
];

const USER_TASK = [...ASSIGNMENT, APART, FORM, ...DEADLINE, REASON, ...LADDER, PAGE, ACTION, VERBS];

const FIELDS: Record<string, Field[]> = {
  "bpmn:UserTask": USER_TASK,
  "bpmn:ManualTask": USER_TASK,
  "bpmn:SubProcess": [...DEADLINE, ...LADDER, VERBS],
  "bpmn:ServiceTask": [ACTION],
  "bpmn:SendTask": [ACTION],
  "bpmn:BusinessRuleTask": [ACTION],
  "bpmn:StartEvent": [...REQUEST, FORM, ACTION],
  "bpmn:IntermediateCatchEvent": [...REQUEST, FORM, ACTION],
  "bpmn:Process": [RULES, VERBS],
};

/** `isForMany`: the element is a multi-instance activity. */
export function fieldsFor(type: string, isForMany = false): Field[] {
  const fields = FIELDS[type] ?? [];
  return type === "bpmn:UserTask" && isForMany ? [...fields, ...JOINT] : fields;
}
