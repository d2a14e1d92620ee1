import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import type { ListedDocument } from "../../api/types";
import { SESSION, renderAt } from "../../test/render";
import { serve } from "../../test/server";
import { DocumentsPage } from "./DocumentsPage";

const FAILED: ListedDocument = {
  id: 5,
  kind: { code: "work_order", text: "交办单" },
  ordinal: 1,
  version: 1,
  number: "督交〔2026〕1号",
  name: "督交〔2026〕1号 交办单.pdf",
  issued_at: "2026-01-05T01:30:00Z",
  state: { code: "failed", text: "未能生成，请联系系统管理员" },
  size: null,
  sha256: null,
  word: null,
  filed_at: null,
  reason: null,
  ordered_by: null,
  superseded_at: null,
  item: { id: 9, number: "督〔2026〕1号-1", title: "建立台账" },
  key_task: null,
  urged: [],
  attempts: 10,
  last_error: "No Chinese font is installed",
};
const COUNTS = { body: { waiting: 0, filed: 4, failed: 1, superseded: 0 } };
const page = (...items: ListedDocument[]) => ({ body: { items, next: null } });
const show = (search = "") => renderAt(`/documents${search}`, "/documents", <DocumentsPage />);

describe("the page of official documents", () => {
  it("leads from minutes to their key task, and from a note on several items to each of them", async () => {
    const none = { ...FAILED, item: null };
    const minutes = { ...none, id: 21, key_task: { id: 4, number: "四〔2026〕1号", title: "优化服务" } };
    const urged = [1, 2].map((id) => ({ id, number: `督〔2026〕1号-${id}`, title: `第${id}项` }));
    serve({ "GET /official-documents": page(minutes, { ...none, id: 22, urged }), "GET /official-documents/summary": COUNTS });
    show();
    expect((await screen.findByRole("link", { name: "优化服务" })).getAttribute("href")).toBe("/reviews/tasks/4");
    expect(screen.getByRole("link", { name: "第1项" }).getAttribute("href")).toBe("/items/1");
    expect(screen.getByRole("link", { name: "第2项" }).getAttribute("href")).toBe("/items/2");
  });

  it("tells what failed and why, and leads to the item", async () => {
    const log = serve({ "GET /official-documents": page(FAILED), "GET /official-documents/summary": COUNTS });
    show("?state=failed");
    expect(await screen.findByText("督交〔2026〕1号 交办单")).toBeTruthy();
    expect(screen.getByText("No Chinese font is installed（已试 10 次）")).toBeTruthy();
    expect(screen.getByRole("link", { name: "建立台账" }).getAttribute("href")).toBe("/items/9");
    expect(await screen.findByRole("button", { name: "制作失败 1", pressed: true })).toBeTruthy();
    expect(log.find(({ path }) => path === "/official-documents")?.query.get("state")).toBe("failed");
    expect(screen.queryByRole("button", { name: /重\s?试/ })).toBeNull();
  });

  it("lets an administrator try again, with the reason", async () => {
    const roles = SESSION.person.roles;
    SESSION.person.roles = ["administrator"];
    const log = serve({
      "GET /official-documents": page(FAILED),
      "GET /official-documents/summary": COUNTS,
      "POST /official-documents/5/retry": { body: { ...FAILED, state: { code: "waiting", text: "正在生成" } } },
    });
    show();
    await userEvent.click(await screen.findByRole("button", { name: /重\s?试/ }));
    const dialog = await screen.findByRole("dialog");
    await userEvent.type(within(dialog).getByLabelText("理由"), "已装字体");
    await userEvent.click(within(dialog).getByRole("button", { name: /重\s?试/ }));
    expect(await screen.findByText("已重新列入制作。")).toBeTruthy();
    expect(log.find(({ method }) => method === "POST")?.body).toEqual({ reason: "已装字体" });
    SESSION.person.roles = roles;
  });

  it("orders the briefing of the last month unless another one is chosen", async () => {
    const log = serve({
      "GET /official-documents": page(),
      "GET /official-documents/summary": COUNTS,
      "POST /official-documents/briefings": { status: 201, body: { ...FAILED, number: "2026年第10期" } },
    });
    show();
    await userEvent.click(await screen.findByRole("button", { name: "编印督办月报" }));
    const dialog = await screen.findByRole("dialog");
    await userEvent.type(within(dialog).getByLabelText("下一步要求（可不填，一行一段）"), "加快进度");
    await userEvent.click(within(dialog).getByRole("button", { name: /编\s?印/ }));
    expect(await screen.findByText("2026年第10期已开始编印，稍候即可下载。")).toBeTruthy();
    const posted = log.find(({ method }) => method === "POST");
    expect(posted?.body).toEqual({ month: "2026-10", remarks: "加快进度", reason: "" });
  });
});
