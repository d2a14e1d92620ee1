/** The office's calendar: a year at a glance; administrators enter notices and days, and see what moved. */
import { useQuery } from "@tanstack/react-query";
import { Alert, Button } from "antd";
import { useSearchParams } from "react-router";
import { Loading } from "../../components/Loading";
import { PageHead } from "../../components/PageHead";
import { PrintButton } from "../../components/PrintButton";
import { ProblemList } from "../../components/ProblemList";
import { plainDate } from "../../components/officeTime";
import { zh } from "../../messages/zh";
import { useNow, useSession } from "../session/SessionContext";
import { ChangeList } from "./ChangeList";
import { EnterChange } from "./EnterChange";
import { YearFacts } from "./YearFacts";
import { YearView } from "./YearView";
import { yearQuery } from "./calendarApi";
import "./calendar.css";

const text = zh.calendar;
const FIRST = 2001;
const LAST = 2099;

export function CalendarPage() {
  const { person } = useSession();
  const now = useNow();
  const [search, setSearch] = useSearchParams();
  const asked = Number(search.get("year"));
  const year = asked >= FIRST && asked <= LAST ? asked : Number(plainDate(now).slice(0, 4));
  const found = useQuery(yearQuery(year));
  const show = (wanted: number) => setSearch({ year: String(wanted) });
  const changes = person.roles.includes("administrator");
  return (
    <>
      <PageHead title={`${text.title} ${text.year(year)}`} lead={text.lead} actions={<PrintButton />} />
      <nav className="calendar-years no-print" aria-label={text.title}>
        <Button disabled={year <= FIRST} onClick={() => show(year - 1)}>{text.before}</Button>
        <strong>{text.year(year)}</strong>
        <Button disabled={year >= LAST} onClick={() => show(year + 1)}>{text.after}</Button>
      </nav>
      <ProblemList error={found.error} />
      {found.isPending && <Loading />}
      {found.data && (
        <>
          {found.data.provisional && (
            <Alert type="warning" showIcon title={text.provisional(year)} description={text.provisionalThen} />
          )}
          <YearFacts year={found.data} />
          <YearView year={year} days={found.data.days} today={plainDate(now)} />
        </>
      )}
      {changes && <EnterChange onSaved={show} />}
      {changes && <ChangeList />}
    </>
  );
}
