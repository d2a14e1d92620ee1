import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import type { OfficialDocument } from "../../api/types";
import { renderAt } from "../../test/render";
import { serve } from "../../test/server";
import { OfficialDocuments } from "./OfficialDocuments";

const FILED: OfficialDocument = {
  id: 3,
  kind: { code: "supervise", text: "督办通知单" },
  ordinal: 1,
  version: 1,
  number: "督办〔2026〕1号",
  name: "督办〔2026〕1号 督办通知单.pdf",
  issued_at: "2026-01-05T01:30:00Z",
  state: { code: "filed", text: "已归档" },
  size: 2048,
  sha256: "0".repeat(64),
  word: { name: "督办〔2026〕1号 督办通知单.docx", size: 1024, sha256: "1".repeat(64) },
  filed_at: "2026-01-05T01:30:02Z",
  reason: null,
  ordered_by: null,
  superseded_at: null,
};
const show = (...documents: OfficialDocument[]) =>
  renderAt("/items/1", "/items/:id", <OfficialDocuments documents={documents} />);

describe("the official documents of an item", () => {
  it("are downloaded as PDF and in Word once they are filed", () => {
    show(FILED);
    const pdf = screen.getByRole("link", { name: "PDF" });
    expect(pdf.getAttribute("href")).toBe("/api/v1/official-documents/3/content");
    const word = screen.getByRole("link", { name: "Word" });
    expect(word.getAttribute("href")).toBe("/api/v1/official-documents/3/content?format=docx");
    expect(word.getAttribute("download")).toBe("督办〔2026〕1号 督办通知单.docx");
    expect(screen.getByText("2.0 KB")).toBeTruthy();
  });

  it("say what they are waiting for before that", () => {
    const state = { code: "waiting", text: "正在生成" };
    show({ ...FILED, state, size: null, sha256: null, word: null, filed_at: null });
    expect(screen.queryByRole("link")).toBeNull();
    expect(screen.getByText(/正在生成/)).toBeTruthy();
    expect(screen.queryByRole("button", { name: "重新制发" })).toBeNull();
  });

  it("tell which version was superseded, and why the later one was set", () => {
    const superseded = { code: "superseded", text: "已被新版代替" };
    const ordered_by = { id: 7, name: "周明" };
    show({ ...FILED, state: superseded }, { ...FILED, id: 4, version: 2, reason: "错别字", ordered_by });
    expect(screen.getByText(/已被新版代替/)).toBeTruthy();
    expect(screen.getByText(/周明重新制发：错别字/)).toBeTruthy();
    expect(screen.getAllByRole("link", { name: "PDF" })).toHaveLength(2);
    expect(screen.getAllByRole("button", { name: "重新制发" })).toHaveLength(1);
  });

  it("are set again with a reason and the words that are put right", async () => {
    const log = serve({
      "GET /official-documents/3": { body: { ...FILED, item: null, attempts: 1, last_error: null, texts: ["建立台帐"] } },
      "POST /official-documents/3/versions": { status: 201, body: FILED },
    });
    show(FILED);
    await userEvent.click(screen.getByRole("button", { name: "重新制发" }));
    const dialog = await screen.findByRole("dialog");
    expect(await within(dialog).findByText("建立台帐")).toBeTruthy();
    await userEvent.type(within(dialog).getByLabelText("理由"), "错别字");
    await userEvent.click(within(dialog).getByRole("button", { name: "再改一处" }));
    await userEvent.type(within(dialog).getByLabelText("原文"), "台帐");
    await userEvent.type(within(dialog).getByLabelText("改为"), "台账");
    await userEvent.click(within(dialog).getByRole("button", { name: "重新制发" }));
    expect(await screen.findByText("已重新制发，稍候即可下载。")).toBeTruthy();
    const posted = log.find(({ method }) => method === "POST");
    expect(posted?.body).toEqual({ reason: "错别字", corrections: [{ before: "台帐", after: "台账" }] });
    expect(posted?.headers.get("Idempotency-Key")).toBeTruthy();
  });
});
