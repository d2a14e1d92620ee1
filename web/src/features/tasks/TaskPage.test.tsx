import { act, screen, within } from "@testing-library/react";
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
  asked: [],
  evidence: [],
  claimed_by: null,
  signs_for: null,
  signs: null,
  sheet: {
    verbs: ["claim", "save_draft", "complete", "transfer", "delegate", "add_signers", "return", "copy", "comment"],
    delegated_by: null,
    added_by: null,
    draft: null,
    copies: [],
    urges: [],
    signers: [],
    following: [],
    course: [],
  },
};
const PEOPLE = { body: { items: [{ id: 12, name: "刘洋", unit: { id: 3, name: "综合处" }, post: "科员", roles: [] }] } };

const HISTORY = { body: { items: [], next: null } };

async function openForm() {
  renderAt("/tasks/t1", "/tasks/:id", <TaskPage />);
  return screen.findByLabelText(/退回理由/);
}

describe("the page of a task", () => {
  it("asks before words that were typed are left behind", async () => {
    serve({ "GET /tasks/t1": { body: TASK }, "GET /instances/3/history": HISTORY, "GET /items/9": { status: 404 } });
    const { router } = renderAt("/tasks/t1", "/tasks/:id", <TaskPage />);
    await userEvent.type(await screen.findByLabelText(/退回理由/), "不属于");
    await act(() => router.navigate("/ledger"));
    await userEvent.click(await screen.findByRole("button", { name: "留在本页" }));
    expect(router.state.location.pathname).toBe("/tasks/t1");
    await act(() => router.navigate("/ledger"));
    await userEvent.click(await screen.findByRole("button", { name: "不保留，离开" }));
    expect(router.state.location.pathname).toBe("/ledger");
  });

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

  it("returns the task to a step that the server offers, with the reason", async () => {
    const log = serve({
      "GET /tasks/t1": { body: TASK },
      "GET /instances/3/history": HISTORY,
      "GET /tasks/t1/earlier": { body: { items: [{ task_id: "t0", element_id: "draft", name: "拟稿", done_by: "陈璐" }] } },
      "POST /tasks/t1/return": { body: {} },
    });
    await openForm();
    await userEvent.click(screen.getByRole("button", { name: /退\s*回/ }));
    await userEvent.click(await screen.findByRole("combobox", { name: "退回到" }));
    await userEvent.click(await screen.findByText("拟稿（陈璐）"));
    await userEvent.type(screen.getByLabelText("原因"), "数字有误");
    await userEvent.click(within(screen.getByRole("dialog")).getByRole("button", { name: /退\s*回/ }));
    await screen.findByText("别的页面");
    expect(log.find(({ path }) => path === "/tasks/t1/return")?.body).toEqual({ to: "t0", reason: "数字有误" });
  });

  it("keeps the less usual verbs under one button and asks for people by name", async () => {
    const log = serve({
      "GET /tasks/t1": { body: TASK },
      "GET /instances/3/history": HISTORY,
      "GET /people": PEOPLE,
      "POST /tasks/t1/signers": { body: {} },
    });
    await openForm();
    expect(screen.queryByRole("button", { name: /签\s*收/ })).toBeNull(); // nobody else could do it
    await userEvent.click(screen.getByRole("button", { name: "更多操作" }));
    await userEvent.click(await screen.findByText("加签"));
    await userEvent.click(await screen.findByRole("combobox", { name: "人员" }));
    await userEvent.click(await screen.findByText("刘洋 · 综合处"));
    await userEvent.click(screen.getByRole("radio", { name: "后加签" }));
    await userEvent.type(screen.getByLabelText("原因"), "请把关");
    await userEvent.click(within(screen.getByRole("dialog")).getByRole("button", { name: /加\s*签/ }));
    await vi.waitFor(() => expect(log.some(({ path }) => path === "/tasks/t1/signers")).toBe(true));
    expect(log.find(({ path }) => path === "/tasks/t1/signers")?.body).toEqual({
      people: [12],
      position: "after",
      reason: "请把关",
    });
  });

  it("keeps a draft that is not complete, and begins with one's own", async () => {
    const draft = { variables: { reason: "写到一半" }, comment: null, saved_at: "2026-11-23T02:00:00Z" };
    const log = serve({
      "GET /tasks/t1": { body: { ...TASK, sheet: { ...TASK.sheet, draft } } },
      "GET /instances/3/history": HISTORY,
      "PUT /tasks/t1/draft": { body: {} },
    });
    expect(await openForm()).toHaveProperty("value", "写到一半");
    await userEvent.click(screen.getByRole("button", { name: "存草稿" }));
    await screen.findByText(/草稿已保存/);
    expect(log.find(({ method }) => method === "PUT")?.body).toEqual({ variables: { reason: "写到一半" } });
  });

  it("lets a signer say yes or no, and asks why not", async () => {
    const signers: TaskDetail = { ...TASK, form: null, signs_for: "t0", signs: "before", sheet: { ...TASK.sheet, verbs: ["sign"] } };
    const log = serve({
      "GET /tasks/t1": { body: signers },
      "GET /instances/3/history": HISTORY,
      "POST /tasks/t1/sign": { body: {} },
    });
    renderAt("/tasks/t1", "/tasks/:id", <TaskPage />);
    await userEvent.click(await screen.findByRole("radio", { name: "不同意" }));
    await userEvent.click(screen.getByRole("button", { name: /提\s*交/ }));
    expect(await screen.findByText("不同意时请写明意见")).toBeTruthy();
    await userEvent.type(screen.getByLabelText("意见"), "材料不全");
    await userEvent.click(screen.getByRole("button", { name: /提\s*交/ }));
    await screen.findByText("别的页面");
    expect(log.find(({ path }) => path === "/tasks/t1/sign")?.body).toEqual({ agree: false, text: "材料不全" });
  });

  it("gives the receipt of a copy by being opened", async () => {
    const log = serve({
      "GET /tasks/t1": { body: { ...TASK, sheet: { ...TASK.sheet, verbs: ["read", "comment"] } } },
      "GET /instances/3/history": HISTORY,
      "POST /tasks/t1/read": { body: {} },
    });
    renderAt("/tasks/t1", "/tasks/:id", <TaskPage />);
    await vi.waitFor(() => expect(log.some(({ path }) => path === "/tasks/t1/read")).toBe(true));
    expect(screen.queryByRole("button", { name: /提\s*交/ })).toBeNull();
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
