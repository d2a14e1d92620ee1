/** The trend of the months: what was dispatched and what was closed, each number with a bar beside it. */
import type { Overview } from "../../api/types";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";
import { LedgerLink } from "../statistics/LedgerLink";

const text = zh.overview;

export function MonthTable({ months }: { months: Overview["months"] }) {
  const most = Math.max(1, ...months.flatMap(({ dispatched, closed }) => [dispatched, closed]));
  return (
    <Section title={text.months}>
      <div className="figure-frame">
<table className="figures">
        <thead>
          <tr>
            <th scope="col">{text.month}</th>
            <th scope="col">{text.dispatched}</th>
            <th scope="col">{text.closedCount}</th>
            <th scope="col">{text.late}</th>
          </tr>
        </thead>
        <tbody>
          {months.map((one) => (
            <tr key={one.month}>
              <th scope="row">{named(one.month)}</th>
              <Bar of={one.dispatched} most={most} query={one.dispatched_query} label={`${named(one.month)} ${text.dispatched}`} />
              <Bar of={one.closed} most={most} query={one.closed_query} label={`${named(one.month)} ${text.closedCount}`} />
              <Bar of={one.closed_late} most={most} query={one.late_query} label={`${named(one.month)} ${text.late}`} />
            </tr>
          ))}
        </tbody>
      </table>
</div>
    </Section>
  );
}

function named(month: string): string {
  const [year = "", number = ""] = month.split("-");
  return text.monthOf(year, parseInt(number, 10));
}

interface BarProps {
  of: number;
  most: number;
  query: Record<string, string>;
  label: string;
}

function Bar({ of, most, query, label }: BarProps) {
  return (
    <td>
      <span className="bar" style={{ width: `${(of / most) * 100}%` }} aria-hidden="true" />
      {of ? (
        <LedgerLink query={query} label={`${label} ${of}`}>
          {of}
        </LedgerLink>
      ) : (
        <span className="muted">0</span>
      )}
    </td>
  );
}
