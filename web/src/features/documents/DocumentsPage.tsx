/** All official documents for those who oversee: by state and kind, with the monthly briefings, which are ordered here. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Select } from "antd";
import { useEffect, useState } from "react";
import { useSearchParams } from "react-router";
import { usePages } from "../../api/pages";
import { messageOf } from "../../api/problem";
import type { DocumentState, ListedDocument } from "../../api/types";
import { ListOrCards } from "../../components/ListOrCards";
import { LoadMore } from "../../components/LoadMore";
import { PageHead } from "../../components/PageHead";
import { ProblemList } from "../../components/ProblemList";
import { zh } from "../../messages/zh";
import { useRole } from "../session/SessionContext";
import { BriefingDialog } from "./BriefingDialog";
import { columnsFor, OF_AWARDS } from "./documentColumns";
import { countsQuery, DOCUMENTS } from "./documentsApi";
import { RetryDialog } from "./RetryDialog";
import { SetAgainDialog } from "./SetAgainDialog";

const text = zh.documents;
const STATES: DocumentState[] = ["failed", "waiting", "filed", "superseded"];
const KINDS = Object.entries(text.kinds).map(([value, label]) => ({ value, label }));

export function DocumentsPage() {
  const [ordering, setOrdering] = useState(false);
  const issues = useRole("officer", "administrator");
  return (
    <>
      <PageHead
        title={text.title}
        lead={text.lead}
        actions={
          issues && (
            <Button type="primary" onClick={() => setOrdering(true)}>
              {text.briefing}
            </Button>
          )
        }
      />
      <DocumentList issues={issues} />
      {ordering && <BriefingDialog onClose={() => setOrdering(false)} />}
    </>
  );
}

function DocumentList({ issues }: { issues: boolean }) {
  const [again, setAgain] = useState<ListedDocument | null>(null);
  const [failed, setFailed] = useState<ListedDocument | null>(null);
  const operates = useRole("administrator");
  const ofAwards = useRole("party_committee");
  const mayAgain = ({ kind: { code } }: ListedDocument) => issues || (ofAwards && OF_AWARDS.has(code));
  const [search, setSearch] = useSearchParams();
  const state = STATES.find((known) => known === search.get("state"));
  const kind = KINDS.find(({ value }) => value === search.get("kind"))?.value;
  const pages = usePages<ListedDocument>(DOCUMENTS, { state, kind });
  const narrow = (change: { state?: string; kind?: string }) => {
    const wanted = Object.entries({ state, kind, ...change }).filter(([, value]) => value);
    setSearch(wanted as [string, string][], { replace: true });
  };
  return (
    <>
      <StateChips chosen={state} onChoose={(chosen) => narrow({ state: chosen })} />
      <div className="filters no-print">
        <Select
          className="filter"
          aria-label={text.kind}
          allowClear
          placeholder={text.allKinds}
          value={kind}
          options={KINDS}
          onChange={(chosen?: string) => narrow({ kind: chosen })}
        />
      </div>
      <ProblemList error={pages.error} />
      <ListOrCards
        label={text.title}
        columns={columnsFor({ mayAgain, onAgain: setAgain, onRetry: operates ? setFailed : undefined })}
        rows={pages.items}
        loading={pages.isPending}
        emptyText={pages.error ? messageOf(pages.error) : text.empty[state ?? "all"]}
      />
      <LoadMore pages={pages} />
      {again && <SetAgainDialog document={again} onClose={() => setAgain(null)} />}
      {failed && <RetryDialog document={failed} onClose={() => setFailed(null)} />}
    </>
  );
}

interface Chips {
  chosen: DocumentState | undefined;
  onChoose: (state: DocumentState | undefined) => void;
}

function StateChips({ chosen, onChoose }: Chips) {
  const client = useQueryClient();
  const counts = useQuery(countsQuery).data;
  const waiting = counts?.waiting;
  // what was being made is there now: the list is no longer true
  useEffect(() => {
    if (waiting === 0) void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === DOCUMENTS });
  }, [client, waiting]);
  const chips: [DocumentState | undefined, string][] = [
    [undefined, text.all],
    ...STATES.map((state): [DocumentState, string] => [
      state,
      counts ? text.count(text.states[state], counts[state]) : text.states[state],
    ]),
  ];
  return (
    <div className="chips no-print" role="group" aria-label={text.stateFilter}>
      {chips.map(([state, label]) => (
        <button key={label} type="button" className="chip" aria-pressed={chosen === state} onClick={() => onChoose(state)}>
          {label}
        </button>
      ))}
    </div>
  );
}
