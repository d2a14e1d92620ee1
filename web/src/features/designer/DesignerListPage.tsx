/** The deployed processes with their current versions. */
import { usePages } from "../../api/pages";
import type { DefinitionRow } from "../../api/types";
import { ListOrCards, type Column } from "../../components/ListOrCards";
import { LoadMore } from "../../components/LoadMore";
import { exactTime } from "../../components/officeTime";
import { PageHead } from "../../components/PageHead";
import { ProblemList } from "../../components/ProblemList";
import { zh } from "../../messages/zh";

const text = zh.designer;
const title = text.columns;

type Row = DefinitionRow & { id: string };

const COLUMNS: Column<Row>[] = [
  { key: "name", title: title.name, onCard: "heading", render: ({ name, key }) => name || key },
  { key: "key", title: title.key, render: ({ key }) => <code>{key}</code> },
  { key: "version", title: title.version, onCard: "badge", render: ({ version }) => text.versionOf(version) },
  { key: "executable", title: title.executable, render: ({ executable }) => text.executable(executable) },
  { key: "deployed", title: title.deployedAt, render: ({ deployed_at }) => (deployed_at ? exactTime(deployed_at) : zh.common.none) },
];

export function DesignerListPage() {
  const pages = usePages<DefinitionRow>("/definitions");
  return (
    <>
      <PageHead title={text.title} lead={text.lead} />
      <ProblemList error={pages.error} />
      <ListOrCards
        label={text.title}
        columns={COLUMNS}
        rows={pages.items.map((row) => ({ ...row, id: row.key }))}
        loading={pages.isPending}
        emptyText={text.empty}
        to={({ key }) => `/designer/${encodeURIComponent(key)}`}
      />
      <LoadMore pages={pages} />
    </>
  );
}
