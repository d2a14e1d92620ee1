/** The ledger: every item with its light, narrowed down by light, unit, state, matter and words; several are stepped at once. */
import { useState } from "react";
import { usePages } from "../../api/pages";
import type { ItemRow } from "../../api/types";
import { ListOrCards } from "../../components/ListOrCards";
import { LoadMore } from "../../components/LoadMore";
import { PageHead } from "../../components/PageHead";
import { ExcelButton } from "../../components/ExcelButton";
import { PrintButton } from "../../components/PrintButton";
import { ProblemList } from "../../components/ProblemList";
import { zh } from "../../messages/zh";
import { useRole } from "../session/SessionContext";
import { STEPPERS } from "../shell/menu";
import { ITEM_COLUMNS } from "./itemColumns";
import { BroughtAlong } from "./BroughtAlong";
import { ImportLedger } from "./ImportLedger";
import { LedgerFilters } from "./LedgerFilters";
import { LightChips } from "./LightChips";
import { StepSeveral } from "./StepSeveral";
import { useLedgerFilter } from "./useLedgerFilter";

const text = zh.ledger;

export function LedgerPage() {
  const { filter, narrow, clear } = useLedgerFilter();
  const pages = usePages<ItemRow>("/items", filter);
  const mayStep = useRole(...STEPPERS);
  const [chosen, setChosen] = useState<string[]>([]);
  return (
    <>
      <PageHead
        title={text.title}
        actions={
          <>
            <ImportLedger />
            <ExcelButton path="/items/sheet" query={filter} />
            <PrintButton />
          </>
        }
      />
      <LightChips filter={filter} onChoose={(light) => narrow({ light })} />
      <LedgerFilters filter={filter} onNarrow={narrow} onClear={clear} />
      <BroughtAlong filter={filter} onNarrow={narrow} />
      <ProblemList error={pages.error} />
      <StepSeveral
        items={pages.items.filter(({ id }) => chosen.includes(String(id)))}
        onDone={(refused) => setChosen(refused.map(String))}
        onClear={() => setChosen([])}
      />
      <ListOrCards
        label={text.label}
        columns={ITEM_COLUMNS}
        rows={pages.items}
        loading={pages.isPending}
        emptyText={text.empty}
        to={({ id }) => `/items/${id}`}
        choice={mayStep ? { chosen, onChoose: setChosen } : undefined}
      />
      <LoadMore pages={pages} />
    </>
  );
}
