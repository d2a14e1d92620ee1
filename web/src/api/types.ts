/** The shapes the server answers with. */

export interface Named {
  id: number;
  name: string;
}
export interface Coded<Code extends string = string> {
  code: Code;
  text: string;
}
export interface Page<Item> {
  items: Item[];
  next: string | null;
}

export type Role = "officer" | "handler" | "unit_head" | "leader" | "party_committee" | "designer" | "administrator";

export interface Session {
  person: { id: number; username: string; name: string; unit: Named | null; post: string; roles: Role[] };
  csrf_token: string;
  now: string;
  office: { name: string };
  testing: boolean;
}
export interface DemoAccount {
  username: string;
  name: string;
  role: string;
  password: string;
}
export interface Unit extends Named {
  code: string;
  head: Named | null;
  leader: Named | null;
}
export interface Person extends Named {
  unit: Named | null;
  post: string;
  roles: Role[];
}

export type LightCode = "green" | "yellow" | "red" | "grey" | "blue";
export interface Light extends Coded<LightCode> {
  reason: string;
}
export type LightCounts = Record<LightCode, number>;

export interface MatterName {
  id: number;
  number: string;
  title: string;
}
export interface Subject {
  kind: "item" | "matter";
  id: number;
  number: string;
  title: string;
  matter: MatterName | null;
}
export interface Task {
  id: string;
  instance_id: number;
  key: string;
  element_id: string;
  name: string;
  state: string;
  assignee: Named | null;
  candidates: { people: Named[]; units: (Named | string)[]; groups: string[] };
  opened_at: string;
  due_at: string | null;
  completed_at: string | null;
  light: Light;
  version: number;
  subject: Subject | null;
}
export interface TaskDetail extends Task {
  form: Record<string, unknown> | null;
  ui: Record<string, unknown> | null;
  variables: Record<string, unknown>;
  page: string | null;
  definition: DefinitionRef;
  element_documentation: string | null;
}

export interface DefinitionRef {
  key: string;
  version: number;
  name: string;
}

export interface Instance {
  id: number;
  key: string;
  version: number;
  business_key: string | null;
  state: string;
  variables: Record<string, unknown>;
  active: { element_id: string; name: string | null; type: string; task_id: string | null }[];
  incidents: { element_id: string; code: string; message: string }[];
  started_at: string;
  ended_at: string | null;
}
export interface HistoryEvent {
  seq: number;
  type: string;
  element_id: string | null;
  name: string | null;
  at: string;
  actor: Named | null;
  data: Record<string, unknown> | null;
}

export type Cadence = "none" | "weekly" | "half_monthly" | "monthly";
export interface DraftRow {
  ordinal: number;
  section: string;
  place: string;
  title: string;
  text: string;
  included: boolean;
  lead_unit_id: number | null;
  co_unit_ids: number[];
  due_working_days: number | null;
  due_on: string | null;
  cadence: Cadence;
}
export interface ImportSummary {
  id: number;
  filename: string;
  title: string;
  state: "draft" | "confirmed";
  matter_id: number | null;
  uploaded_at: string;
  row_count?: number;
}
export interface ImportDetail extends ImportSummary {
  context: { place: string; title: string; text: string }[];
  rows: DraftRow[];
}
export interface MatterFacts {
  title: string;
  source: string;
  issuer: string;
  urgency: string;
  received_on: string;
}
export interface MatterOpened {
  matter_id: number;
  number: string;
  instance_id: number;
  task_id: string | null;
}

export interface Matter extends MatterFacts {
  id: number;
  number: string;
  state: Coded;
  item_count: number;
  closed_count: number;
  instance_id: number | null;
}
export interface MatterDetail extends Matter {
  items: ItemRow[];
  draft_items: DraftRow[];
  open_tasks: Task[];
  active: string[];
  definition: DefinitionRef | null;
}

export type StepCode = "none" | "urge" | "watch" | "supervise" | "circular";
export interface ItemRow {
  id: number;
  number: string | null;
  title: string;
  matter: MatterName;
  lead_unit: Named | null;
  handler: Named | null;
  substitute: Named | null;
  urgency: Coded;
  due_at: string | null;
  light: Light;
  step: Coded<StepCode>;
  state: Coded;
  times_urged: number;
  progress: number;
  closed_at: string | null;
  closed_late: boolean;
}
export interface ItemRecord {
  id: number;
  kind: Coded;
  number: string | null;
  at: string;
  actor: Named | null;
  text: string;
  due_at: string | null;
}
export interface ItemDetail extends ItemRow {
  text: string;
  place: string;
  section: string;
  co_units: Named[];
  reports_missed: number;
  officer: Named | null;
  leader: Named | null;
  cadence: Coded;
  instance_id: number | null;
  definition: DefinitionRef | null;
  due: { rule_text: string; due_at: string | null; skipped: { date: string; reason: string }[]; provisional: boolean };
  records: ItemRecord[];
  open_tasks: Task[];
  active: string[];
}

export interface MailRow {
  id: number;
  message_id: string;
  to: { address: string; name: string };
  subject: string;
  kind: string;
  created_at: string;
  sent_at: string | null;
  state: string;
}
export interface Mail extends MailRow {
  text: string;
  html: string | null;
}

export interface DefinitionRow {
  key: string;
  name: string;
  version: number;
  executable: boolean;
  deployed_at: string;
}
export interface BundleFile {
  name: string;
  kind: "bpmn" | "dmn" | "form";
  text: string;
}
export interface Definition {
  key: string;
  name: string;
  version: number;
  digest: string;
  file_name: string;
  versions: { version: number; digest: string; deployed_at: string; deployed_by: Named | null }[];
  files: BundleFile[];
}
export interface Deployment {
  digest: string;
  definitions: { key: string; name: string; version: number; executable: boolean; warnings: unknown[] }[];
}
