import { fireEvent, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import type { ItemRow } from "../../api/types";
import { renderAt } from "../../test/render";
import { serve } from "../../test/server";
import { LedgerPage } from "./LedgerPage";

const item = (id: number): ItemRow => ({
  id,
  ordinal: id,
  number: `督办〔2026〕1-${id}号`,
  title: `任务${id}`,
  matter: { id: 1, number: "督办〔2026〕1号", title: "年度重点工作" },
  lead_unit: { id: 2, name: "综合处" },
  handler: null,
  substitute: null,
  urgency: { code: "加急", text: "加急" },
  due_at: "2026-11-20T09:30:00Z",
  light: { code: "red", text: "红灯", reason: "已逾期 1 个工作日" },
  step: { code: "urge", text: "催办" },
  state: { code: "running", text: "办理中" },
  times_urged: 2,
  progress: 30,
  closed_at: null,
  closed_late: false,
  special: false,
  missed_at: null,
  original_due_at: null,
  reports_missed: 0,
  outcome: null,
});

const DIRECTORY = {
  "GET /units": { body: { items: [], next: null } },
  "GET /matters": { body: { items: [], next: null } },
  "GET /items/summary": { body: { green: 4, yellow: 2, red: 1, grey: 0, blue: 3 } },
};

describe("the ledger", () => {
  it("shows colour, shape and word of each light, and counts to press", async () => {
    serve({ ...DIRECTORY, "GET /items": { body: { items: [item(1)], next: null } } });
    const { router } = renderAt("/ledger", "/ledger", <LedgerPage />);
    expect(await screen.findByText("任务1")).toBeTruthy();
    expect(screen.getByText("红灯")).toBeTruthy();
    await userEvent.click(await screen.findByRole("button", { name: "红灯 1" }));
    expect(router.state.location.search).toBe("?light=red");
    expect(screen.getByRole("button", { name: "全部 10" }).getAttribute("aria-pressed")).toBe("false");
  });

  it("loads the next page after the one before", async () => {
    const asked = vi.fn();
    serve({
      ...DIRECTORY,
      "GET /items": () => {
        asked();
        return { body: asked.mock.calls.length === 1 ? { items: [item(1)], next: "1" } : { items: [item(2)], next: null } };
      },
    });
    renderAt("/ledger", "/ledger", <LedgerPage />);
    await userEvent.click(await screen.findByRole("button", { name: "加载更多" }));
    expect(await screen.findByText("任务2")).toBeTruthy();
    expect(screen.getByText("任务1")).toBeTruthy();
    expect(screen.getByText("共 2 条，已全部显示")).toBeTruthy();
  });
});

describe("several items at once", () => {
  const OFFICER = { "GET /items": { body: { items: [item(1), item(2)], next: null } } };

  it("takes a step at the chosen items, says which were refused and why, and leaves those chosen", async () => {
    const refused = { item_id: 2, number: null, step: null, problems: ["该单位本周已被催办 3 次，达到上限"], is_over_cap: true };
    const done = { item_id: 1, number: item(1).number, step: { code: "urge", text: "催办" }, problems: [], is_over_cap: false };
    const asked = serve({ ...DIRECTORY, ...OFFICER, "POST /items/steps": { body: { done: 1, outcomes: [done, refused] } } });
    renderAt("/ledger", "/ledger", <LedgerPage />, ["officer"]);
    await screen.findByText("任务1");
    fireEvent.click(screen.getAllByLabelText("全选", { selector: "input" })[0] as HTMLElement); // the other one measures widths
    fireEvent.click(await screen.findByText("催 办"));
    fireEvent.change(await screen.findByLabelText("理由"), { target: { value: "月底集中催办" } });
    fireEvent.click(screen.getAllByText("催 办").at(-1) as HTMLElement);
    const said = await screen.findByText("催办：已办 1 项，未办 1 项，原因如下（未办的仍保持选中）");
    expect(said).toBeTruthy();
    expect(screen.getByText(/该单位本周已被催办 3 次/)).toBeTruthy();
    expect(screen.getByText("已选 1 项")).toBeTruthy();
    const sent = asked.find(({ path }) => path === "/items/steps");
    expect(sent?.body).toMatchObject({ item_ids: [1, 2], step: "urge", reason: "月底集中催办" });
  });

  it("offers no choice to those who take no steps", async () => {
    serve({ ...DIRECTORY, ...OFFICER });
    renderAt("/ledger", "/ledger", <LedgerPage />, ["handler"]);
    await screen.findByText("任务1");
    expect(screen.queryByRole("checkbox")).toBeNull();
  });
});
