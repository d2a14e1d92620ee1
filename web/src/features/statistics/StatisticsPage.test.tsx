import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Figure, FigureGroup, Statistics, Steps } from "../../api/types";
import { renderAt } from "../../test/render";
import { serve } from "../../test/server";
import { StatisticsPage } from "./StatisticsPage";

const figure = (code: string, name: string, measure: string, items = code): Figure => ({
  code,
  name,
  measure,
  unit: "项",
  items,
  definition: `${name}的口径`,
  rule: "依据",
});
const group = (name: string, query: Record<string, string>): FigureGroup => ({
  key: name,
  name,
  query,
  values: {
    closed_late: { number: 2, part: null, whole: null, few: false },
    on_time_share: { number: 0.5, part: 2, whole: 4, few: true },
  },
});
const FOUND: Statistics = {
  by: "unit",
  as_of: "2026-11-23T01:30:00Z",
  figures: [figure("closed_late", "逾期销号", "items"), figure("on_time_share", "按期率", "share", "closed")],
  groups: [group("综合处", { unit_id: "2", dispatched_from: "2026-01-01" })],
  total: group("合计", { dispatched_from: "2026-01-01" }),
};
const STEPS: Steps = { columns: [], steps: [] };

describe("the statistics", () => {
  it("open the items of a number, say what a share is made of and that it is little, and define each figure", async () => {
    serve({ "GET /statistics": { body: FOUND }, "GET /statistics/steps": { body: STEPS } });
    renderAt("/statistics", "/statistics", <StatisticsPage />);
    const late = await screen.findByRole("link", { name: "综合处 逾期销号 2" });
    expect(late.getAttribute("href")).toBe("/ledger?unit_id=2&dispatched_from=2026-01-01&figure=closed_late");
    const share = screen.getByRole("link", { name: "合计 按期率 50.0%" });
    expect(share.getAttribute("href")).toBe("/ledger?dispatched_from=2026-01-01&figure=closed");
    expect(screen.getAllByText("2/4")).toHaveLength(2);
    expect(screen.getAllByText("样本少")).toHaveLength(2);
    expect(screen.getByText("逾期销号的口径")).toBeTruthy();
  });
});
