/** The twelve months of a year: every day with its colour and its character, and below, in words, what is special. */
import type { CalendarDay } from "../../api/types";
import { exactDate } from "../../components/officeTime";
import { zh } from "../../messages/zh";
import { spansOf, weeksOf } from "./months";

const text = zh.calendar;
const MONTHS = Array.from({ length: 12 }, (_, index) => index + 1);

interface Props {
  year: number;
  days: CalendarDay[];
  today: string;
}

export function YearView({ year, days, today }: Props) {
  return (
    <div className="calendar-months">
      {MONTHS.map((month) => {
        const start = `${year}-${String(month).padStart(2, "0")}-`;
        return <Month key={month} month={month} days={days.filter(({ date }) => date.startsWith(start))} today={today} />;
      })}
    </div>
  );
}

function Month({ month, days, today }: { month: number; days: CalendarDay[]; today: string }) {
  return (
    <section className="calendar-month">
      <table>
        <caption>{text.month(month)}</caption>
        <thead>
          <tr>
            {text.weekdays.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(days).map((week, index) => (
            <tr key={index}>
              {week.map((day, column) => (
                <td key={day?.date ?? column}>{day && <Day day={day} isToday={day.date === today} />}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <ul className="calendar-special">
        {spansOf(days).map(({ first, last, kind, reason }) => (
          <li key={first}>
            {text.span(first, last)} {reason || text.kinds[kind]}
            <span className="muted"> {text.kinds[kind]}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Day({ day, isToday }: { day: CalendarDay; isToday: boolean }) {
  const label = text.dayLabel(exactDate(day.date), text.kinds[day.kind], day.reason);
  return (
    <span className={`calendar-day day-${day.kind}`} title={label} aria-current={isToday ? "date" : undefined}>
      {Number(day.date.slice(8))}
      {text.marks[day.kind] && <small>{text.marks[day.kind]}</small>}
    </span>
  );
}
