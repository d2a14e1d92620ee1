/** What can be done to a list of proposed items, as plain functions of the list. */
import type { DraftRow } from "../../api/types";
import type { Problem } from "../../api/problem";
import { zh } from "../../messages/zh";

export type RowPatch = Partial<DraftRow>;

export function patched(rows: DraftRow[], ordinals: ReadonlySet<number>, patch: RowPatch): DraftRow[] {
  return rows.map((row) => (ordinals.has(row.ordinal) ? { ...row, ...withoutContradiction(row, patch) } : row));
}

/** A unit does not help itself: the lead unit leaves the list of the co-organising ones. */
function withoutContradiction(row: DraftRow, patch: RowPatch): RowPatch {
  const lead = patch.lead_unit_id ?? row.lead_unit_id;
  const others = (patch.co_unit_ids ?? row.co_unit_ids).filter((unit) => unit !== lead);
  return { ...patch, co_unit_ids: others };
}

export function withNewRow(rows: DraftRow[]): DraftRow[] {
  const ordinal = Math.max(0, ...rows.map((row) => row.ordinal)) + 1;
  const blank: DraftRow = {
    ordinal,
    section: "",
    place: "",
    title: "",
    text: "",
    included: true,
    lead_unit_id: null,
    co_unit_ids: [],
    due_working_days: null,
    due_on: null,
    cadence: "none",
    milestones: [],
    same_as_id: null,
    distinct_reason: "",
    special: false,
    evidence: [],
  };
  return [...rows, blank];
}

/** The heading's words without its number: 二、主要措施 gives 主要措施. */
export function sectionName(section: string): string {
  return section.replace(/^[\s\p{Script=Han}\d（）()]{1,6}[、.．]\s*/u, "");
}

/** 共识别 55 项：主要措施 50 项、工作要求 5 项 */
export function countsOf(rows: DraftRow[]): string {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const section = sectionName(row.section);
    if (section) counts.set(section, (counts.get(section) ?? 0) + 1);
  }
  const parts = [...counts].map(([section, count]) => zh.drafts.sectionCount(section, count));
  return zh.drafts.recognised(rows.length, parts.join(zh.drafts.listSeparator));
}

/** The server names `rows.3.title`; a person knows the row by its number and title. */
export function rowOf(rows: DraftRow[], { field }: Problem): string | null {
  const index = /rows[./[](\d+)/.exec(field ?? "")?.[1];
  const row = index === undefined ? undefined : rows[Number(index)];
  return row ? zh.drafts.rowPlace(row.ordinal, row.title) : null;
}
