/** From when to when somebody is away: days, half days and exact times, by the office's clock. */
import dayjs, { type Dayjs } from "dayjs";
import { exactDate, exactTime, instantOf, wallClock } from "../../components/officeTime";
import { zh } from "../../messages/zh";

const text = zh.absences;
const MIDNIGHT = "00:00";
const NOON = "12:00";

export type Part = "am" | "pm" | "exact";
export type Side = "from" | "to";

/** What is chosen: a day, and of it a half or a time. */
export interface Bound {
  day: Dayjs | null;
  part: Part;
  time: Dayjs | null;
}

/** The instant that is meant, or null as long as something is missing. The morning ends at noon, the afternoon with the day. */
export function instantOfBound({ day, part, time }: Bound, side: Side): string | null {
  if (!day || (part === "exact" && !time)) return null;
  if (part === "exact") return instantOf(`${day.format("YYYY-MM-DD")}T${time?.format("HH:mm")}`);
  if (part === "am") return instantOf(`${day.format("YYYY-MM-DD")}T${side === "from" ? MIDNIGHT : NOON}`);
  const [date, clock] = side === "from" ? [day, NOON] : [day.add(1, "day"), MIDNIGHT];
  return instantOf(`${date.format("YYYY-MM-DD")}T${clock}`);
}

/** As the office says it: a day, half a day, or the exact time. */
export function boundInWords(instant: string, side: Side): string {
  const [day = "", clock] = wallClock(instant).split("T");
  if (clock === NOON) return side === "from" ? text.afternoon(exactDate(day)) : text.morning(exactDate(day));
  if (clock !== MIDNIGHT) return exactTime(instant);
  return text.day(exactDate(side === "from" ? day : dayjs(day).subtract(1, "day").format("YYYY-MM-DD")));
}
