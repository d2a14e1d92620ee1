/** The organisation as it is, was or is to be; administrators change it, and take it out to Excel and in again. */
import { useQuery } from "@tanstack/react-query";
import { Alert, Button, DatePicker, Tabs } from "antd";
import dayjs from "dayjs";
import { useState } from "react";
import { Link, useSearchParams } from "react-router";
import { address } from "../../api/client";
import type { Office } from "../../api/types";
import { Asked } from "../../components/Asked";
import { exactDate, plainDate } from "../../components/officeTime";
import { PageHead } from "../../components/PageHead";
import { SheetDialog } from "../../components/SheetDialog";
import { zh } from "../../messages/zh";
import { useNow, useRole } from "../session/SessionContext";
import { ADMINISTRATORS, AUDITORS } from "../shell/menu";
import { Dialogs } from "./Dialogs";
import { beginningOf, officeQuery } from "./organisationApi";
import { PeopleTab } from "./PeopleTab";
import { SyncDialog } from "./SyncDialog";
import { UnitsTab } from "./UnitsTab";
import { ViewedContext, type Wanted } from "./Viewed";

const text = zh.organisation;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

export function OrganisationPage() {
  const [search, setSearch] = useSearchParams();
  const [wanted, setWanted] = useState<Wanted | null>(null);
  const today = plainDate(useNow());
  const asked = search.get("day") ?? "";
  const day = DAY.test(asked) && asked !== today ? asked : null;
  const isAdministrator = useRole(...ADMINISTRATORS);
  const mayChange = isAdministrator && !(day && day < today);
  const query = useQuery(officeQuery(day));
  const look = (chosen: string | null) => {
    const next = new URLSearchParams(search);
    if (chosen && chosen !== today) next.set("day", chosen);
    else next.delete("day");
    setSearch(next, { replace: true });
  };
  return (
    <>
      <PageHead
        title={text.title}
        lead={text.lead(exactDate(day ?? today))}
        actions={<Actions day={day} mayChange={mayChange} follows={!!query.data?.follows_directory} onAsk={setWanted} />}
      />
      <div className="filters no-print">
        <DatePicker
          aria-label={text.on}
          value={dayjs(day ?? today)}
          allowClear={false}
          onChange={(chosen) => look(chosen?.format("YYYY-MM-DD") ?? null)}
        />
        {day && <Button onClick={() => look(null)}>{text.backToToday}</Button>}
        <Turns office={query.data} day={day} onLook={look} />
      </div>
      {day && <Alert type="info" showIcon className="problems" title={text.otherDay(exactDate(day))} />}
      <Asked query={query}>
        {(office) => (
          <ViewedContext value={{ office, day, mayChange, ask: setWanted }}>
            <Tabs
              items={[
                { key: "units", label: text.tabs.units, children: <UnitsTab /> },
                { key: "people", label: text.tabs.people, children: <PeopleTab /> },
              ]}
            />
            {wanted && <Dialogs wanted={wanted} onClose={() => setWanted(null)} />}
          </ViewedContext>
        )}
      </Asked>
    </>
  );
}

interface ActionProps {
  day: string | null;
  mayChange: boolean;
  /** People follow a directory, and who looks may let them do so. */
  follows: boolean;
  onAsk: (wanted: Wanted) => void;
}

function Actions({ day, mayChange, follows, onAsk }: ActionProps) {
  const [importing, setImporting] = useState(false);
  const [syncing, setSyncing] = useState(false);
  const isAdministrator = useRole(...ADMINISTRATORS);
  const mayAudit = useRole(...AUDITORS);
  const at = day ? beginningOf(day) : undefined;
  return (
    <>
      {mayChange && (
        <>
          <Button type="primary" onClick={() => onAsk({ kind: "unit" })}>
            {text.addUnit}
          </Button>
          <Button onClick={() => onAsk({ kind: "person" })}>{text.addPerson}</Button>
          <Button onClick={() => setImporting(true)}>{text.sheetImport}</Button>
          {follows && !day && <Button onClick={() => setSyncing(true)}>{text.sync}</Button>}
        </>
      )}
      {isAdministrator && <Button href={address("/organisation/sheet", { at })}>{text.sheetExport}</Button>}
      {mayAudit && (
        <Link to="/organisation/history">
          <Button>{text.history}</Button>
        </Link>
      )}
      {syncing && <SyncDialog onClose={() => setSyncing(false)} />}
      {importing && (
        <SheetDialog
          title={text.sheetTitle}
          lead={day ? `${text.sheetLead}${text.savedFor(exactDate(day))}` : text.sheetLead}
          path="/organisation/sheet"
          query={{ starts_at: at }}
          template={address("/organisation/sheet", { empty: "true" })}
          onClose={() => setImporting(false)}
        />
      )}
    </>
  );
}

/** The days to come on which something changes. */
function Turns({ office, day, onLook }: { office?: Office; day: string | null; onLook: (day: string) => void }) {
  const days = [...new Set(office?.turns.map((turn) => plainDate(new Date(turn))))].slice(0, 6);
  if (days.length === 0) return null;
  return (
    <span className="turns">
      <span className="muted">{text.turns}</span>
      {days.map((one) => (
        <button key={one} type="button" className="chip" aria-pressed={one === day} onClick={() => onLook(one)}>
          {exactDate(one)}
        </button>
      ))}
    </span>
  );
}
