import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { commitmentOf, newReceipt } from "./receipt";
import { sha256 } from "./sha256";

describe("a receipt", () => {
  it("is 26 letters that nobody mistakes for others, and another one each time", () => {
    const receipts = Array.from({ length: 50 }, newReceipt);
    for (const one of receipts) expect(one).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
    expect(new Set(receipts).size).toBe(50);
  });

  it("has the commitment that the product's own arithmetic gives it, however it is typed", () => {
    const known = createHash("sha256").update("duban ballot B\n0123456789ABCDEFGHJKMNPQRS").digest("hex");
    expect(commitmentOf("B", " 0123456789abcdefghjkmnpqrs ")).toBe(known);
  });
});

describe("SHA-256", () => {
  it("is that of the standard for texts of every length around a block", () => {
    for (let length = 0; length < 200; length++) {
      const text = "表决abc".repeat(40).slice(0, length);
      expect(sha256(text)).toBe(createHash("sha256").update(text).digest("hex"));
    }
  });
});
