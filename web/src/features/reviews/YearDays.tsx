/** The year's calendar of gates: what opens and what is due, month by month, for all units that one sees. */
import { Link } from "react-router";
import type { ReviewYear } from "../../api/types";
import { exactDate, plainDate } from "../../components/officeTime";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";
import { useNow } from "../session/SessionContext";

const text = zh.reviews;
const SHOWN = 8;
type Day = ReviewYear["days"][number];

export function YearDays({ days }: { days: Day[] }) {
  const today = plainDate(useNow());
  const months = [...new Set(days.map(({ on }) => on.slice(0, 7)))];
  return (
    <Section title={text.yearDays}>
      <ol className="review-months" aria-label={text.yearDays}>
        {months.map((month) => (
          <li key={month}>
            <h3 className="section-title">{text.month(Number(month.slice(0, 4)), Number(month.slice(5)))}</h3>
            <ul>
              {days
                .filter(({ on }) => on.startsWith(month))
                .map((day) => (
                  <DayLine key={`${day.on} ${day.what.code} ${day.gate}`} day={day} today={today} />
                ))}
            </ul>
          </li>
        ))}
      </ol>
    </Section>
  );
}

function DayLine({ day: { on, what, gate, tasks }, today }: { day: Day; today: string }) {
  const isOver = on < today;
  const isLate = isOver && what.code !== "opens" && tasks.length > 0;
  return (
    <li className={isLate ? "review-late" : isOver ? "muted" : undefined}>
      <strong>{exactDate(on)}</strong> {text.gates[gate - 1]} {what.text}
      {isLate && ` ${text.overdue}`}
      {tasks.length > 0 && (
        <span>
          {text.colon}
          {tasks.slice(0, SHOWN).map(({ id, title, unit }, index) => (
            <span key={id}>
              {index > 0 && "、"}
              <Link to={`/reviews/tasks/${id}`}>{text.taskOf(unit?.name ?? "", title)}</Link>
            </span>
          ))}
          {tasks.length > SHOWN && text.andMore(tasks.length)}
        </span>
      )}
    </li>
  );
}
