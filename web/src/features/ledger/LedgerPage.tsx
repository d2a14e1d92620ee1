/** The ledger: every item with its light, narrowed down by light, unit, state, matter and words. */
import { usePages } from "../../api/pages";
import type { ItemRow } from "../../api/types";
import { ListOrCards } from "../../components/ListOrCards";
import { LoadMore } from "../../components/LoadMore";
import { PageHead } from "../../components/PageHead";
import { ExcelButton } from "../../components/ExcelButton";
import { PrintButton } from "../../components/PrintButton";
import { ProblemList } from "../../components/ProblemList";
import { zh } from "../../messages/zh";
import { ITEM_COLUMNS } from "./itemColumns";
import { BroughtAlong } from "./BroughtAlong";
import { ImportLedger } from "./ImportLedger";
import { LedgerFilters } from "./LedgerFilters";
import { LightChips } from "./LightChips";
import { useLedgerFilter } from "./useLedgerFilter";

const text = zh.ledger;

export function LedgerPage() {
  const { filter, narrow, clear } = useLedgerFilter();
  const pages = usePages<ItemRow>("/items", filter);
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
      <ListOrCards
        label={text.label}
        columns={ITEM_COLUMNS}
        rows={pages.items}
        loading={pages.isPending}
        emptyText={text.empty}
        to={({ id }) => `/items/${id}`}
      />
      <LoadMore pages={pages} />
    </>
  );
}
