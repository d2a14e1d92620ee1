/** Exact dates in the office's zone, whatever the machine's zone is. */
import { zh } from "../messages/zh";

const OFFICE_ZONE = "Asia/Shanghai";
const OFFICE_OFFSET = "+08:00";
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const PARTS = new Intl.DateTimeFormat("zh-CN", {
  timeZone: OFFICE_ZONE,
  year: "numeric",
  month: "numeric",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  weekday: "long",
  hourCycle: "h23",
});

function partsOf(instant: Date): Record<string, string> {
  return Object.fromEntries(PARTS.formatToParts(instant).map(({ type, value }) => [type, value]));
}

/** 2026年11月23日 17:30 */
export function exactTime(instant: string | Date): string {
  const { year, month, day, hour, minute } = partsOf(new Date(instant));
  return zh.common.dateAndTime(zh.common.date(year, month, day), `${hour}:${minute}`);
}

/** 2026年11月23日, of an instant or of a plain date such as 2026-11-23 */
export function exactDate(date: string | Date): string {
  const plain = typeof date === "string" && /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  if (plain) return zh.common.date(plain[1], Number(plain[2]), Number(plain[3]));
  const { year, month, day } = partsOf(new Date(date));
  return zh.common.date(year, month, day);
}

export function weekday(instant: Date): string {
  return partsOf(instant).weekday ?? "";
}

/** The office's calendar day as 2026-11-23, the form in which dates are sent. */
export function plainDate(instant: Date): string {
  const { year, month = "", day = "" } = partsOf(instant);
  return `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}

/** The office's wall clock as 2026-11-23T17:30, the form that date fields work with. */
export function wallClock(instant: string | Date): string {
  const { hour, minute } = partsOf(new Date(instant));
  return `${plainDate(new Date(instant))}T${hour}:${minute}`;
}

/** The instant at which the office's wall clock shows 2026-11-23T17:30; the office knows no summer time. */
export function instantOf(wall: string): string {
  return `${wall}:00${OFFICE_OFFSET}`;
}

/** How far a due moment lies ahead or behind, in days and hours of the calendar. */
export function remaining(due: string, now: Date): { overdue: boolean; text: string } {
  const distance = new Date(due).getTime() - now.getTime();
  const span = spanOf(Math.abs(distance));
  return distance < 0
    ? { overdue: true, text: zh.common.overdueBy(span) }
    : { overdue: false, text: zh.common.dueIn(span) };
}

function spanOf(milliseconds: number): string {
  if (milliseconds < HOUR) return zh.common.minutes(Math.max(1, Math.floor(milliseconds / MINUTE)));
  if (milliseconds < DAY) return zh.common.hours(Math.floor(milliseconds / HOUR));
  const days = Math.floor(milliseconds / DAY);
  return days < 10 ? zh.common.daysAndHours(days, Math.floor((milliseconds % DAY) / HOUR)) : zh.common.days(days);
}
