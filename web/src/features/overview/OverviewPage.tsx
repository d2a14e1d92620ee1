/** The leader's one page: what is red and why, what waits for one's word, this week, the units, the months. */
import { useQuery } from "@tanstack/react-query";
import { Segmented } from "antd";
import { useSearchParams } from "react-router";
import { get } from "../../api/client";
import type { Overview } from "../../api/types";
import { Loading } from "../../components/Loading";
import { PageHead } from "../../components/PageHead";
import { PrintButton } from "../../components/PrintButton";
import { ProblemList } from "../../components/ProblemList";
import { exactTime } from "../../components/officeTime";
import { zh } from "../../messages/zh";
import { useLightWords } from "../session/useLights";
import { ItemList, NeedsList } from "./Lists";
import { MonthTable } from "./MonthTable";
import { UnitTable } from "./UnitTable";
import "../statistics/statistics.css";
import "./overview.css";

const text = zh.overview;
const SCOPES = Object.entries(text.scopes).map(([value, label]) => ({ value, label }));

export function OverviewPage() {
  const [search, setSearch] = useSearchParams();
  const scope = search.get("scope") ?? undefined;
  const found = useQuery({
    queryKey: ["/overview", scope],
    queryFn: ({ signal }) => get<Overview>("/overview", { scope }, signal),
    placeholderData: (before) => before,
  });
  return (
    <div className="overview">
      <PageHead
        title={text.title}
        lead={found.data && text.asOf(exactTime(found.data.as_of))}
        actions={
          <>
            {found.data?.has_charge && (
              <Segmented
                aria-label={text.scope}
                options={SCOPES}
                value={found.data.scope}
                onChange={(chosen) => setSearch({ scope: chosen }, { replace: true })}
              />
            )}
            <PrintButton />
          </>
        }
      />
      <ProblemList error={found.error} />
      {found.isPending && <Loading />}
      {found.data && <Parts page={found.data} />}
    </div>
  );
}

function Parts({ page }: { page: Overview }) {
  const words = useLightWords();
  return (
    <div className="overview-parts">
      <ItemList title={words.red} list={page.red} empty={text.redEmpty(words.red)} note={({ light }) => light.reason} />
      <NeedsList needs={page.needs} />
      <ItemList title={text.due} list={page.due} empty={text.dueEmpty} note={({ due_at }) => (due_at ? exactTime(due_at) : "")} />
      <ItemList
        title={text.closed}
        list={page.closed}
        empty={text.closedEmpty}
        note={(item) => (item.closed_late ? text.closedLate : item.closed_at ? exactTime(item.closed_at) : "")}
      />
      <UnitTable units={page.units} />
      <MonthTable months={page.months} />
    </div>
  );
}
