import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import type { Attachment } from "../../api/types";
import { renderAt } from "../../test/render";
import { serve } from "../../test/server";
import { Attachments } from "./Attachments";
import { decoded } from "./Preview";
import { sizeOf } from "./sizeOf";

const REPORT: Attachment = {
  id: 4,
  name: "<img src=x onerror=alert(1)>.pdf",
  kind: { code: "pdf", text: "PDF 文件" },
  size: 2048,
  sha256: "0".repeat(64),
  task_id: "t1",
  item_id: 9,
  added_at: "2026-11-23T01:00:00Z",
  added_by: { id: 7, name: "周明" },
  removable: true,
};
const LIST = { items: [REPORT], addable: true, megabytes: 50, extensions: [".pdf", ".txt"] };

function open() {
  renderAt("/tasks/t1", "/tasks/:id", <Attachments place="/tasks/t1" />);
}

describe("the files of a task", () => {
  it("are listed by name, as text, and downloaded from their address", async () => {
    serve({ "GET /tasks/t1/attachments": { body: LIST } });
    open();
    const link = await screen.findByRole("link", { name: REPORT.name });
    expect(link.getAttribute("href")).toBe("/api/v1/attachments/4/content");
    expect(link.getAttribute("download")).toBe(REPORT.name);
    expect(document.querySelector("img")).toBeNull();
    expect(screen.getByText(/PDF 文件，2.0 KB，周明/)).toBeTruthy();
  });

  it("are sent one by one as they are; what is refused is named, and the others go", async () => {
    const log = serve({
      "GET /tasks/t1/attachments": { body: LIST },
      "POST /tasks/t1/attachments": ({ query }) =>
        query.get("name") === "坏的.pdf" ? { status: 422, body: { detail: "已损坏" } } : { status: 201, body: REPORT },
    });
    open();
    const files = [new File(["x"], "坏的.pdf"), new File(["y"], "好的.txt")];
    await screen.findByRole("link");
    await userEvent.upload(document.querySelector("input[type=file]") as HTMLInputElement, files);
    expect(await screen.findByText("已损坏")).toBeTruthy();
    expect(screen.getByText(/坏的.pdf/)).toBeTruthy();
    const sent = log.filter(({ method }) => method === "POST");
    expect(sent.map(({ query }) => query.get("name"))).toEqual(["坏的.pdf", "好的.txt"]);
    expect(sent.map(({ body }) => body)).toEqual(files);
    expect(sent[0]?.headers.get("Content-Type")).toBe("application/octet-stream");
  });

  it("are removed after being asked", async () => {
    const log = serve({ "GET /tasks/t1/attachments": { body: LIST }, "DELETE /attachments/4": { status: 204 } });
    open();
    await userEvent.click(await screen.findByRole("button", { name: /删除附件/ }));
    await userEvent.click(within(await screen.findByRole("tooltip")).getByRole("button", { name: /删\s*除/ }));
    expect(log.some(({ method }) => method === "DELETE")).toBe(true);
  });

  it("stay as they are when the work is done", async () => {
    const body = { ...LIST, addable: false, items: [{ ...REPORT, removable: false }] };
    serve({ "GET /tasks/t1/attachments": { body } });
    open();
    await screen.findByRole("link");
    expect(document.querySelector("input[type=file]")).toBeNull();
    expect(screen.queryByRole("button")).toBeNull();
  });

  it("are looked at where they are pictures or text, and saved where they are anything else", async () => {
    const picture = { ...REPORT, id: 5, name: "证书.png", kind: { code: "png", text: "PNG 图片" } };
    const note = { ...REPORT, id: 6, name: "说明.txt", kind: { code: "text", text: "文本文件" } };
    serve({
      "GET /tasks/t1/attachments": { body: { ...LIST, items: [REPORT, picture, note] } },
      "GET /attachments/6/content": { body: "<b>全年无差错</b>" },
    });
    open();
    await userEvent.click(await screen.findByRole("button", { name: "预览 证书.png" }));
    expect((await screen.findByRole("img", { name: "证书.png" })).getAttribute("src")).toBe("/api/v1/attachments/5/content");
    await userEvent.click(screen.getByRole("button", { name: "预览 说明.txt", hidden: true }));
    expect(await screen.findByText(/<b>全年无差错<\/b>/)).toBeTruthy();
    expect(screen.queryByRole("button", { name: `预览 ${REPORT.name}`, hidden: true })).toBeNull();
  });

  it("are read in the encodings in which texts may be attached", () => {
    expect(decoded(new TextEncoder().encode("差错").buffer as ArrayBuffer)).toBe("差错");
    expect(decoded(new Uint8Array([0xb2, 0xee, 0xb4, 0xed]).buffer)).toBe("差错");
  });

  it("have sizes that a person reads", () => {
    expect([0, 1023, 1024, 1536, 300 * 1024, 50 * 1024 ** 2].map(sizeOf)).toEqual([
      "0 字节",
      "1023 字节",
      "1.0 KB",
      "1.5 KB",
      "300 KB",
      "50.0 MB",
    ]);
  });
});
