/** What was understood, before it is saved. */
import { Button } from "antd";
import type { CalendarProposal } from "../../api/types";
import { exactDate } from "../../components/officeTime";
import { zh } from "../../messages/zh";
import { rangesOf } from "./months";

const text = zh.calendar;

interface Props {
  proposal: CalendarProposal;
  saving: boolean;
  onSave: () => void;
  onDrop: () => void;
}

export function ProposalView({ proposal: { days, notice }, saving, onSave, onDrop }: Props) {
  return (
    <section className="calendar-proposal" aria-label={text.understood}>
      <h3>{text.understood}</h3>
      {notice && <Festivals notice={notice} />}
      {days.length > 0 && (
        <>
          <p>{text.ownDays(days.length)}</p>
          <ul>
            {days.map(({ date, kind, reason, hours }) => (
              <li key={date}>
                {exactDate(date)} {text.ownKinds[kind]} {reason}{" "}
                {hours.map(({ start, end }) => text.period(start.slice(0, 5), end.slice(0, 5))).join(text.and)}
              </li>
            ))}
          </ul>
        </>
      )}
      <div className="calendar-actions">
        <Button type="primary" loading={saving} onClick={onSave}>
          {text.save}
        </Button>
        <Button onClick={onDrop}>{text.discard}</Button>
      </div>
    </section>
  );
}

function Festivals({ notice }: { notice: NonNullable<CalendarProposal["notice"]> }) {
  return (
    <>
      <p>{text.understoodYear(notice.year)}</p>
      <dl className="calendar-festivals">
        {notice.festivals.map(({ name, off, worked }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {text.off} {listed(off)} {text.days(off.length)}
            </dd>
            {worked.length > 0 && (
              <dd>
                {text.worked} {listed(worked)}
              </dd>
            )}
          </div>
        ))}
      </dl>
    </>
  );
}

function listed(dates: string[]): string {
  return rangesOf(dates)
    .map(([first, last]) => text.dates(exactDate(first), exactDate(last)))
    .join(text.and);
}
