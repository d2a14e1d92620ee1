/** All matters, and registering one without a document. */
import { Button, Progress, Select } from "antd";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { usePages } from "../../api/pages";
import type { Matter } from "../../api/types";
import { ListOrCards, type Column } from "../../components/ListOrCards";
import { LoadMore } from "../../components/LoadMore";
import { exactDate } from "../../components/officeTime";
import { PageHead } from "../../components/PageHead";
import { ProblemList } from "../../components/ProblemList";
import { zh } from "../../messages/zh";
import { useRole } from "../session/SessionContext";
import { OFFICERS } from "../shell/menu";
import { OpenMatter } from "./OpenMatter";

const text = zh.matters;
const title = text.columns;

const COLUMNS: Column<Matter>[] = [
  { key: "number", title: title.number, render: ({ number }) => number },
  { key: "title", title: title.title, onCard: "heading", wraps: true, render: (matter) => matter.title },
  { key: "source", title: title.source, render: ({ source }) => source },
  { key: "issuer", title: title.issuer, render: ({ issuer }) => issuer },
  { key: "urgency", title: title.urgency, render: ({ urgency }) => urgency },
  { key: "received", title: title.received, render: ({ received_on }) => exactDate(received_on) },
  { key: "progress", title: title.progress, width: 150, render: (matter) => <Closed matter={matter} /> },
  { key: "state", title: title.state, onCard: "badge", render: ({ state }) => state.text },
];

function Closed({ matter: { closed_count, item_count } }: { matter: Matter }) {
  const percent = item_count ? Math.round((100 * closed_count) / item_count) : 0;
  return <Progress percent={percent} size="small" format={() => text.progress(closed_count, item_count)} />;
}

export function MattersPage() {
  const [search, setSearch] = useSearchParams();
  const [opening, setOpening] = useState(false);
  const mayOpen = useRole(...OFFICERS);
  const state = search.get("state") ?? "";
  const pages = usePages<Matter>("/matters", { state });
  return (
    <>
      <PageHead
        title={text.title}
        actions={
          <>
            <Select
              aria-label={text.stateFilter}
              value={state}
              options={Object.entries(text.states).map(([value, label]) => ({ value, label }))}
              onChange={(chosen) => setSearch(chosen ? { state: chosen } : {}, { replace: true })}
            />
            {mayOpen && (
              <Button type="primary" onClick={() => setOpening(true)}>
                {text.open}
              </Button>
            )}
          </>
        }
      />
      <ProblemList error={pages.error} />
      <ListOrCards
        label={text.title}
        columns={COLUMNS}
        rows={pages.items}
        loading={pages.isPending}
        emptyText={text.empty}
        to={({ id }) => `/matters/${id}`}
      />
      <LoadMore pages={pages} />
      {opening && <OpenMatter onClose={() => setOpening(false)} />}
    </>
  );
}
