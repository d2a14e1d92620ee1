/** What is said of a year as a whole: its notice, the office hours, and what the colours mean. */
import type { CalendarYear, DayKind } from "../../api/types";
import { zh } from "../../messages/zh";

const text = zh.calendar;
const SHOWN: DayKind[] = ["holiday", "adjusted", "weekend", "office_off", "office_open", "office_hours"];

export function YearFacts({ year }: { year: CalendarYear }) {
  const hours = year.office_hours.map(({ start, end }) => text.period(start.slice(0, 5), end.slice(0, 5)));
  const working = year.days.filter(({ kind }) => ["working", "adjusted", "office_open", "office_hours"].includes(kind));
  return (
    <div className="calendar-facts">
      {!year.provisional && <p>{text.official(year.year)}</p>}
      <p className="muted">
        {text.workingDays(working.length)}；{text.hours(hours.join(text.and))}
      </p>
      {year.notice && (
        <details className="no-print">
          <summary>{text.notice}</summary>
          <p className="calendar-notice">{year.notice.text}</p>
        </details>
      )}
      <ul className="calendar-legend" aria-label={text.legend}>
        {SHOWN.map((kind) => (
          <li key={kind}>
            <span className={`calendar-day day-${kind}`}>{text.marks[kind] || "6"}</span> {text.kinds[kind]}
          </li>
        ))}
      </ul>
    </div>
  );
}
