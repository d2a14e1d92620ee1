import { describe, expect, it } from "vitest";
import type { DraftRow } from "../../api/types";
import { countsOf, patched, rowOf, sectionName, withNewRow } from "./rows";

const row = (ordinal: number, section = "二、主要措施"): DraftRow => ({
  ordinal,
  section,
  place: "二（一）·一是",
  title: `任务${ordinal}`,
  text: "",
  included: true,
  lead_unit_id: null,
  co_unit_ids: [],
  due_working_days: null,
  due_on: null,
  cadence: "none",
  special: false,
  evidence: [],
  milestones: [],
  same_as_id: null,
  distinct_reason: "",
});

describe("a list of proposed items", () => {
  it("counts by section, without the section's number", () => {
    expect(countsOf([row(1), row(2), row(3, "三、工作要求")])).toBe("共识别 3 项：主要措施 2 项、工作要求 1 项");
    expect(sectionName("（二）深化改革")).toBe("（二）深化改革");
  });

  it("changes only the rows it is told to", () => {
    const [first, second] = patched([row(1), row(2)], new Set([2]), { lead_unit_id: 5 });
    expect([first?.lead_unit_id, second?.lead_unit_id]).toEqual([null, 5]);
  });

  it("does not let a unit co-organise what it leads", () => {
    const [only] = patched([{ ...row(1), co_unit_ids: [4, 5] }], new Set([1]), { lead_unit_id: 5 });
    expect(only?.co_unit_ids).toEqual([4]);
  });

  it("numbers a new row after the last", () => {
    expect(withNewRow([row(3)]).at(-1)?.ordinal).toBe(4);
  });

  it("finds the row a problem is about", () => {
    const problem = { code: "x", message: "x", field: "rows.1.title" };
    expect(rowOf([row(1), row(2)], problem)).toBe("第 2 项 任务2");
    expect(rowOf([row(1)], { code: "x", message: "x" })).toBeNull();
  });
});
