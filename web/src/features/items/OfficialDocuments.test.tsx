import { render, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { OfficialDocument } from "../../api/types";
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
  filed_at: "2026-01-05T01:30:02Z",
};

describe("the official documents of an item", () => {
  it("are downloaded once they are filed", () => {
    render(<OfficialDocuments documents={[FILED]} />);
    const link = screen.getByRole("link", { name: FILED.name });
    expect(link.getAttribute("href")).toBe("/api/v1/official-documents/3/content");
    expect(screen.getByText(/2.0 KB/)).toBeTruthy();
  });

  it("say what they are waiting for before that", () => {
    const state = { code: "waiting", text: "正在生成" };
    render(<OfficialDocuments documents={[{ ...FILED, state, size: null, sha256: null, filed_at: null }]} />);
    expect(screen.queryByRole("link")).toBeNull();
    expect(screen.getByText(/正在生成/)).toBeTruthy();
  });
});
