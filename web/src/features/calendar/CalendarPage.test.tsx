import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import type { CalendarDay, CalendarYear } from "../../api/types";
import { renderAt } from "../../test/render";
import { serve } from "../../test/server";
import { CalendarPage } from "./CalendarPage";
import { EnterChange } from "./EnterChange";
import { rangesOf, spansOf, weeksOf } from "./months";

const day = (date: string, kind: CalendarDay["kind"], reason = ""): CalendarDay => ({
  date,
  kind,
  reason,
  is_own: false,
  hours: [],
});
const FEBRUARY = [
  day("2027-02-01", "working"),
  day("2027-02-05", "holiday", "春节"),
  day("2027-02-06", "holiday", "春节"),
  day("2027-02-07", "weekend"),
  day("2027-02-20", "adjusted", "春节"),
];
const YEAR: CalendarYear = {
  year: 2027,
  version: 0,
  provisional: true,
  notice: null,
  office_hours: [{ start: "09:00:00", end: "12:00:00" }],
  days: FEBRUARY,
};

describe("the page of the calendar", () => {
  it("says that a year without its notice is provisional, and names every special day in words", async () => {
    serve({ "GET /calendar": { body: YEAR } });
    renderAt("/calendar?year=2027", "/calendar", <CalendarPage />);
    expect(await screen.findByText(/2027年放假通知尚未录入/)).toBeTruthy();
    expect(screen.getByTitle("2027年2月5日 节假日 春节").textContent).toBe("5休");
    expect(screen.getByText("5日—6日 春节")).toBeTruthy();
    expect(screen.queryByText("调整日历")).toBeNull();
  });

  it("shows what was understood of a notice, and saves exactly that", async () => {
    const notice = {
      year: 2027,
      text: "通知",
      festivals: [{ name: "春节", off: ["2027-02-05", "2027-02-06"], worked: ["2027-02-20"] }],
    };
    const log = serve({
      "POST /calendar/read": { body: { days: [], notice } },
      "POST /calendar/changes": {
        status: 201,
        body: { version: 1, at: "2026-12-28T01:30:00Z", actor: null, source: "notice", reason: "", moved: [], also_moved: [] },
      },
    });
    renderAt("/calendar", "/calendar", <EnterChange onSaved={() => undefined} />);
    await userEvent.type(screen.getByLabelText("国务院办公厅放假通知正文"), "通知");
    await userEvent.click(screen.getByRole("button", { name: /识\s*别/ }));
    const understood = await screen.findByRole("region", { name: "识别结果（尚未保存）" });
    expect(within(understood).getByText("放假 2027年2月5日—2027年2月6日 共2天")).toBeTruthy();
    expect(log.some(({ path }) => path === "/calendar/changes")).toBe(false);
    await userEvent.click(screen.getByRole("button", { name: "保存并重新计算时限" }));
    expect(await screen.findByText("已保存，没有任务的办理时限变动。")).toBeTruthy();
    const saved = log.find(({ path }) => path === "/calendar/changes");
    expect(saved?.body).toEqual({ days: [], notice, source: "notice" });
    expect(saved?.headers.get("Idempotency-Key")).toBeTruthy();
  });
});

describe("the days of a month", () => {
  it("lie in weeks from Monday", () => {
    expect(weeksOf([day("2027-01-01", "holiday"), day("2027-01-02", "weekend")])[0]?.map((one) => one?.date)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      "2027-01-01",
      "2027-01-02",
    ]);
  });

  it("are told in spans where they are special", () => {
    expect(spansOf(FEBRUARY).map(({ first, last }) => [first, last])).toEqual([
      [5, 6],
      [20, 20],
    ]);
    expect(rangesOf(["2027-02-28", "2027-03-01", "2027-03-03"])).toEqual([
      ["2027-02-28", "2027-03-01"],
      ["2027-03-03", "2027-03-03"],
    ]);
  });
});
