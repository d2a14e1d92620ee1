import dayjs from "dayjs";
import { describe, expect, it } from "vitest";
import { boundInWords, instantOfBound, type Bound } from "./bounds";

const bound = (part: Bound["part"], time: string | null = null): Bound => ({
  day: dayjs("2026-01-05"),
  part,
  time: time ? dayjs(`2026-01-05T${time}`) : null,
});

describe("the bounds of an absence", () => {
  it("begin and end with halves of the office's day", () => {
    expect(instantOfBound(bound("am"), "from")).toBe("2026-01-05T00:00:00+08:00");
    expect(instantOfBound(bound("am"), "to")).toBe("2026-01-05T12:00:00+08:00");
    expect(instantOfBound(bound("pm"), "from")).toBe("2026-01-05T12:00:00+08:00");
    expect(instantOfBound(bound("pm"), "to")).toBe("2026-01-06T00:00:00+08:00");
  });

  it("are exact where a time is given, and nothing where it is missing", () => {
    expect(instantOfBound(bound("exact", "14:30"), "to")).toBe("2026-01-05T14:30:00+08:00");
    expect(instantOfBound(bound("exact"), "to")).toBeNull();
    expect(instantOfBound({ ...bound("am"), day: null }, "from")).toBeNull();
  });

  it("are told as they were chosen", () => {
    expect(boundInWords("2026-01-04T16:00:00Z", "from")).toBe("2026年1月5日");
    expect(boundInWords("2026-01-05T16:00:00Z", "to")).toBe("2026年1月5日");
    expect(boundInWords("2026-01-05T04:00:00Z", "from")).toBe("2026年1月5日 下午");
    expect(boundInWords("2026-01-05T04:00:00Z", "to")).toBe("2026年1月5日 上午");
    expect(boundInWords("2026-01-05T06:30:00Z", "to")).toBe("2026年1月5日 14:30");
  });
});
