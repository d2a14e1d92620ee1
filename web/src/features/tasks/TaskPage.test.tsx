import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import type { TaskDetail } from "../../api/types";
import { renderAt } from "../../test/render";
import { serve } from "../../test/server";
import { TaskPage } from "./TaskPage";

vi.mock("../../components/diagram/Diagram", () => ({ Diagram: () => null }));

const TASK: TaskDetail = {
  id: "t1",
  instance_id: 3,
  key: "supervision-item",
  element_id: "sign",
  name: "签收",
  state: "open",
  assignee: { id: 7, name: "周明" },
  candidates: { people: [], units: [], groups: [] },
  opened_at: "2026-11-23T01:00:00Z",
  due_at: "2026-11-23T10:00:00Z",
  completed_at: null,
  light: { code: "yellow", text: "黄灯", reason: "今天到期" },
  version: 4,
  subject: {
    kind: "item",
    id: 9,
    number: "督办〔2026〕1-1号",
    title: "建立台账",
    matter: { id: 2, number: "督办〔2026〕1号", title: "年度重点工作" },
  },
  form: {
    type: "object",
    title: "签收",
    properties: { reason: { type: "string", title: "退回理由", minLength: 1 } },
    required: ["reason"],
  },
  ui: {},
  variables: { reason: "别人先前填写的", secret: "不该送回" },
  page: null,
  definition: { key: "supervision-item", version: 1, name: "督办任务" },
  element_documentation: "当日签收。",
};

const HISTORY = { body: { items: [], next: null } };

async function openForm() {
  renderAt("/tasks/t1", "/tasks/:id", <TaskPage />);
  return screen.findByLabelText(/退回理由/);
}

describe("the page of a task", () => {
  it("sends what was filled in, with the version that was read and a key", async () => {
    const log = serve({
      "GET /tasks/t1": { body: TASK },
      "GET /instances/3/history": HISTORY,
      "POST /tasks/t1/complete": { body: {} },
    });
    await userEvent.type(await openForm(), "不属于本单位职责");
    await userEvent.click(screen.getByRole("button", { name: /提\s*交/ }));
    await screen.findByText("别的页面");
    const sent = log.find(({ method }) => method === "POST");
    expect(sent?.body).toEqual({ variables: { reason: "不属于本单位职责" } });
    expect(sent?.headers.get("If-Match")).toBe('"4"');
    expect(sent?.headers.get("Idempotency-Key")).toMatch(/^[0-9a-f]{32}$/);
  });

  it("asks for what is missing before anything is sent", async () => {
    const log = serve({ "GET /tasks/t1": { body: { ...TASK, variables: {} } }, "GET /instances/3/history": HISTORY });
    await openForm();
    await userEvent.click(screen.getByRole("button", { name: /提\s*交/ }));
    expect(await screen.findByText("请填写此项")).toBeTruthy();
    expect(log.some(({ method }) => method === "POST")).toBe(false);
  });

  it("shows the server's problem at its field and in the list", async () => {
    const problem = { code: "form.reason", message: "请写明依据的文件", field: "variables.reason" };
    serve({
      "GET /tasks/t1": { body: TASK },
      "GET /instances/3/history": HISTORY,
      "POST /tasks/t1/complete": { status: 422, body: { detail: "填写的内容有误", problems: [problem] } },
    });
    await userEvent.type(await openForm(), "不办");
    await userEvent.click(screen.getByRole("button", { name: /提\s*交/ }));
    expect(await screen.findByText("填写的内容有误")).toBeTruthy();
    expect(screen.getAllByText("请写明依据的文件", { exact: false })).toHaveLength(2);
    expect(screen.getByText("【退回理由】")).toBeTruthy();
  });

  it("says clearly when somebody else was first", async () => {
    serve({
      "GET /tasks/t1": { body: TASK },
      "GET /instances/3/history": HISTORY,
      "POST /tasks/t1/complete": { status: 409, body: { detail: "已办理" } },
    });
    await userEvent.type(await openForm(), "不办");
    await userEvent.click(screen.getByRole("button", { name: /提\s*交/ }));
    expect(await screen.findByText("这项任务已有变化")).toBeTruthy();
    expect(screen.getByRole("button", { name: /刷\s*新/ })).toBeTruthy();
  });
});
