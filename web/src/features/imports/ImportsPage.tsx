/** Importing a plan: put the file in, or go on with one put in before. */
import { usePages } from "../../api/pages";
import type { ImportSummary } from "../../api/types";
import { ListOrCards, type Column } from "../../components/ListOrCards";
import { LoadMore } from "../../components/LoadMore";
import { exactTime } from "../../components/officeTime";
import { PageHead } from "../../components/PageHead";
import { ProblemList } from "../../components/ProblemList";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";
import { UploadPlan } from "./UploadPlan";

const text = zh.imports;

const COLUMNS: Column<ImportSummary>[] = [
  { key: "title", title: text.columns.title, onCard: "heading", wraps: true, render: ({ title, filename }) => title || filename },
  { key: "filename", title: text.columns.filename, wraps: true, render: ({ filename }) => filename },
  { key: "state", title: text.columns.state, onCard: "badge", render: ({ state }) => text.states[state] },
  { key: "uploaded", title: text.columns.uploadedAt, render: ({ uploaded_at }) => exactTime(uploaded_at) },
];

export function ImportsPage() {
  const pages = usePages<ImportSummary>("/imports");
  return (
    <>
      <PageHead title={text.title} lead={text.lead} />
      <UploadPlan />
      <Section title={text.listTitle}>
        <ProblemList error={pages.error} />
        <ListOrCards
          label={text.listTitle}
          columns={COLUMNS}
          rows={pages.items}
          loading={pages.isPending}
          emptyText={text.empty}
          to={({ id }) => `/imports/${id}`}
        />
        <LoadMore pages={pages} />
      </Section>
    </>
  );
}
