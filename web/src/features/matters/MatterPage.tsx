/** One matter: its facts, its items, who has it now, and where its process stands. */
import { useQuery } from "@tanstack/react-query";
import { Descriptions, Tag } from "antd";
import { useParams } from "react-router";
import type { MatterDetail } from "../../api/types";
import { Asked } from "../../components/Asked";
import { Diagram } from "../../components/diagram/Diagram";
import { History } from "../../components/diagram/History";
import { ListOrCards } from "../../components/ListOrCards";
import { exactDate } from "../../components/officeTime";
import { PageHead } from "../../components/PageHead";
import { PrintButton } from "../../components/PrintButton";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";
import { Instruct } from "../items/Instruct";
import { ITEM_COLUMNS } from "../ledger/itemColumns";
import { useRole } from "../session/SessionContext";
import { OpenTasks } from "../tasks/OpenTasks";
import { DraftTitles } from "./DraftTitles";
import { matterQuery } from "./mattersApi";

const text = zh.matters;

export function MatterPage() {
  const { id = "" } = useParams();
  const matter = useQuery(matterQuery(id));
  return <Asked query={matter}>{(answer) => <MatterView matter={answer} />}</Asked>;
}

function MatterView({ matter }: { matter: MatterDetail }) {
  const mayInstruct = useRole("officer", "leader", "administrator") && matter.state.code !== "closed";
  return (
    <>
      <PageHead
        title={matter.title}
        lead={
          <>
            {matter.number} <Tag>{matter.state.text}</Tag>
          </>
        }
        actions={
          <>
            {mayInstruct && <Instruct matterId={matter.id} />}
            <PrintButton />
          </>
        }
      />
      <MatterFactsView matter={matter} />
      <Section title={text.openTasks}>
        <OpenTasks tasks={matter.open_tasks} emptyText={text.openTasksEmpty} />
      </Section>
      <DraftTitles rows={matter.draft_items} />
      <Section title={text.items}>
        <ListOrCards
          label={text.items}
          columns={ITEM_COLUMNS}
          rows={matter.items}
          emptyText={text.itemsEmpty}
          to={({ id }) => `/items/${id}`}
        />
      </Section>
      <div className="columns">
        {matter.definition && (
          <Section title={text.diagram}>
            <Diagram definition={matter.definition} current={matter.active} />
          </Section>
        )}
        {matter.instance_id !== null && (
          <Section title={text.history}>
            <History instanceId={matter.instance_id} />
          </Section>
        )}
      </div>
    </>
  );
}

function MatterFactsView({ matter }: { matter: MatterDetail }) {
  return (
    <Descriptions
      className="facts"
      size="small"
      bordered
      column={{ xs: 1, md: 2 }}
      items={[
        { key: "source", label: text.columns.source, children: matter.source },
        { key: "reference", label: text.columns.reference, children: matter.reference || zh.common.none },
        { key: "issuer", label: text.columns.issuer, children: matter.issuer },
        { key: "urgency", label: text.columns.urgency, children: matter.urgency },
        { key: "received", label: text.columns.received, children: exactDate(matter.received_on) },
        {
          key: "progress",
          label: text.columns.progress,
          children: text.closedOf(matter.closed_count, matter.item_count),
        },
      ]}
    />
  );
}
