import { describe, expect, it } from "vitest";
import { exactDate, exactTime, plainDate, remaining } from "./officeTime";

const NOW = new Date("2026-11-23T09:30:00Z");

describe("times of the office", () => {
  it("are written out in the office's zone", () => {
    expect(exactTime("2026-11-23T09:30:00Z")).toBe("2026年11月23日 17:30");
    expect(exactTime("2026-11-23T16:05:00Z")).toBe("2026年11月24日 00:05");
  });

  it("leave a plain date on its day", () => {
    expect(exactDate("2026-11-03")).toBe("2026年11月3日");
  });

  it("give the office's day for sending", () => {
    expect(plainDate(new Date("2026-01-04T17:00:00Z"))).toBe("2026-01-05");
  });

  it.each([
    ["2026-11-25T12:30:00Z", false, "还有 2 天 3 小时"],
    ["2026-11-23T10:15:00Z", false, "还有 45 分钟"],
    ["2026-11-22T09:30:00Z", true, "已逾期 1 天"],
    ["2026-12-23T09:30:00Z", false, "还有 30 天"],
  ])("say how far %s is away", (due, overdue, text) => {
    expect(remaining(due, NOW)).toEqual({ overdue, text });
  });
});
