/** The days of a month as weeks from Monday, and what is special in it as spans. */
import type { CalendarDay, DayKind } from "../../api/types";

export interface Span {
  first: number;
  last: number;
  kind: DayKind;
  reason: string;
}

/** Monday is 0. */
function weekdayOf(date: string): number {
  return (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
}

export function weeksOf(days: CalendarDay[]): (CalendarDay | null)[][] {
  const first = days[0];
  if (!first) return [];
  const cells = [...Array.from({ length: weekdayOf(first.date) }, () => null), ...days];
  return Array.from({ length: Math.ceil(cells.length / 7) }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}

/** Runs of days of one kind and reason; ordinary days and weekends are left out. */
export function spansOf(days: CalendarDay[]): Span[] {
  const spans: Span[] = [];
  for (const { date, kind, reason } of days) {
    if (kind === "working" || kind === "weekend") continue;
    const day = Number(date.slice(8));
    const open = spans.at(-1);
    if (open && open.last === day - 1 && open.kind === kind && open.reason === reason) open.last = day;
    else spans.push({ first: day, last: day, kind, reason });
  }
  return spans;
}

/** Sorted dates as runs of days one after the other: first and last of each. */
export function rangesOf(dates: string[]): [string, string][] {
  const ranges: [string, string][] = [];
  for (const date of dates) {
    const open = ranges.at(-1);
    if (open && nextOf(open[1]) === date) open[1] = date;
    else ranges.push([date, date]);
  }
  return ranges;
}

function nextOf(date: string): string {
  const next = new Date(`${date}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().slice(0, 10);
}
