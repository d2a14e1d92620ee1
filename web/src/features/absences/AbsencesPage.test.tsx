import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import type { Absence } from "../../api/types";
import { renderAt } from "../../test/render";
import { serve } from "../../test/server";
import { AbsencesPage } from "./AbsencesPage";

const NOW_AWAY: Absence = {
  id: 3,
  person: { id: 7, name: "周明" },
  starts_at: "2026-11-22T16:00:00Z",
  ends_at: "2026-11-25T16:00:00Z",
  process: null,
  unit: null,
  third: null,
  reason: "年休假",
  entered_by: { id: 7, name: "周明" },
  entered_at: "2026-11-20T01:00:00Z",
  may_end: true,
};
const AHEAD: Absence = { ...NOW_AWAY, id: 4, person: { id: 8, name: "刘洋" }, starts_at: "2026-11-30T04:00:00Z", ends_at: "2026-12-01T16:00:00Z", may_end: false, process: "supervision-item" };
const OVER: Absence = { ...NOW_AWAY, id: 5, starts_at: "2026-11-01T16:00:00Z", ends_at: "2026-11-02T04:00:00Z" };
const ME = { id: 7, name: "周明", unit: null, post: "", roles: [] };

const page = (...items: unknown[]) => ({ body: { items, next: null } });
const show = () => renderAt("/absences", "/absences", <AbsencesPage />);

function office(answers: Parameters<typeof serve>[0] = {}) {
  return serve({
    "GET /absences": page(NOW_AWAY, AHEAD, OVER),
    "GET /absences/people": page(ME),
    "GET /people": page(ME, { id: 8, name: "刘洋", unit: { id: 1, name: "综合处" }, post: "", roles: [] }),
    "GET /definitions": page({ key: "supervision-item", name: "督办任务", version: 1, executable: true, deployed_at: null }),
    ...answers,
  });
}

describe("the page of absences", () => {
  it("shows who is away now and soon, and who is back, in days and half days", async () => {
    office();
    show();
    const current = within(await screen.findByRole("table", { name: "外出中和将要外出" }));
    expect(current.getByText("外出中")).toBeTruthy();
    expect(current.getByText("2026年11月23日")).toBeTruthy();
    expect(current.getByText("2026年11月30日 下午")).toBeTruthy();
    expect(await current.findByText("流程：督办任务")).toBeTruthy();
    const past = within(screen.getByRole("table", { name: "最近 30 天已返岗" }));
    expect(past.getByText("2026年11月2日 上午")).toBeTruthy();
    expect(current.getAllByRole("button")).toHaveLength(2); // none for that of the other
  });

  it("enters a whole day of oneself at once, and says at its field what the server refuses", async () => {
    const refused = "请指定一名代办人，或调整时间";
    const log = office({
      "POST /absences": {
        status: 422,
        body: { code: "error.invalid", detail: refused, problems: [{ code: "x", message: refused, field: "third_id" }] },
      },
    });
    show();
    await userEvent.click(await screen.findByRole("button", { name: "登记外出" }));
    const dialog = within(await screen.findByRole("dialog"));
    await userEvent.type(dialog.getByLabelText("事由"), "出差");
    await userEvent.click(dialog.getByRole("button", { name: "登记外出" }));
    expect(await dialog.findByText(refused)).toBeTruthy();
    expect(screen.queryByText("有 1 处需要修改")).toBeNull();
    const posted = log.find(({ method }) => method === "POST");
    expect(posted?.body).toEqual({
      person_id: 7,
      starts_at: "2026-11-23T00:00:00+08:00",
      ends_at: "2026-11-24T00:00:00+08:00",
      process: null,
      unit_id: null,
      third_id: null,
      reason: "出差",
    });
    expect(posted?.headers.get("Idempotency-Key")).toBeTruthy();
  });

  it("ends an absence early when asked twice", async () => {
    const log = office({ "POST /absences/3/end": { body: NOW_AWAY } });
    show();
    await userEvent.click(await screen.findByRole("button", { name: "提前返岗" }));
    const dialog = within(await screen.findByRole("dialog"));
    expect(log.some(({ method }) => method === "POST")).toBe(false);
    await userEvent.click(dialog.getByRole("button", { name: "提前返岗" }));
    expect(await screen.findByText("已办理。")).toBeTruthy();
  });

  it("shows what others did meanwhile", async () => {
    office({
      "GET /absences/3/work": page({
        at: "2026-11-23T02:00:00Z",
        actor: { id: 8, name: "刘洋" },
        post: "综合处承办岗B",
        task: "签收",
        item_id: 11,
        number: "督〔2026〕1号",
        title: "建立台账",
      }),
    });
    show();
    const current = within(await screen.findByRole("table", { name: "外出中和将要外出" }));
    await userEvent.click(current.getByRole("button", { name: "办理情况" }));
    const dialog = within(await screen.findByRole("dialog"));
    expect(await dialog.findByText("刘洋 综合处承办岗B")).toBeTruthy();
    expect(dialog.getByRole("link", { name: "督〔2026〕1号 建立台账" }).getAttribute("href")).toBe("/items/11");
  });

  it("shows what a sheet would enter before it does, and every bad cell", async () => {
    const cell = { code: "x", message: "这一格必填", field: "外出!B2", line: 2 };
    const answers = [
      { status: 422, body: { code: "error.invalid", detail: "填写的内容有误", problems: [cell] } },
      { body: { dry_run: true, changes: [{ sheet: "外出", line: 2, kind: "entered", name: "刘洋", fields: [] }] } },
      { body: { dry_run: false, changes: [{ sheet: "外出", line: 2, kind: "entered", name: "刘洋", fields: [] }] } },
    ];
    const log = office({ "POST /absences/sheet": () => answers.shift() ?? {} });
    show();
    await userEvent.click(await screen.findByRole("button", { name: "导入 Excel" }));
    const dialog = await screen.findByRole("dialog");
    const choose = () => userEvent.upload(dialog.querySelector("input[type=file]") as HTMLInputElement, new File(["x"], "外出.xlsx"));
    await choose();
    expect(await within(dialog).findByText("【外出 第 2 行 B 列】")).toBeTruthy();
    await choose();
    expect(await within(dialog).findByText("登记外出 刘洋")).toBeTruthy();
    await userEvent.click(within(dialog).getByRole("button", { name: "确认导入" }));
    expect(await screen.findByText("已导入 1 处变动。")).toBeTruthy();
    const posts = log.filter(({ method }) => method === "POST");
    expect(posts.map(({ query }) => query.get("dry_run"))).toEqual(["true", "true", null]);
  });
});
