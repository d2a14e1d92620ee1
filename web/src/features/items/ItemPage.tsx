/** One item: its light and why, the ladder, the course of handling, and where its process stands. */
import { useQuery } from "@tanstack/react-query";
import { useParams } from "react-router";
import type { ItemDetail } from "../../api/types";
import { Asked } from "../../components/Asked";
import { Diagram } from "../../components/diagram/Diagram";
import { PageHead } from "../../components/PageHead";
import { PrintButton } from "../../components/PrintButton";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";
import { Attachments } from "../attachments/Attachments";
import { useLive } from "../notices/useLive";
import { useRole } from "../session/SessionContext";
import { OpenTasks } from "../tasks/OpenTasks";
import { DueExplanation } from "./DueExplanation";
import { ItemFacts } from "./ItemFacts";
import { Ladder } from "./Ladder";
import { OfficialDocuments } from "./OfficialDocuments";
import { PushByHand } from "./PushByHand";
import { Records } from "./Records";
import { Requests } from "./Requests";
import { ToldOfItemList } from "./ToldOfItem";
import { WhyThisLight } from "./WhyThisLight";
import { itemQuery } from "./itemsApi";

const text = zh.items;

export function ItemPage() {
  const { id = "" } = useParams();
  const item = useQuery(itemQuery(id));
  useLive(id);
  return <Asked query={item}>{(answer) => <ItemView item={answer} />}</Asked>;
}

function ItemView({ item }: { item: ItemDetail }) {
  const mayPush = useRole("officer", "leader", "administrator") && item.closed_at === null && item.instance_id !== null;
  return (
    <>
      <PageHead
        title={item.title}
        lead={item.number || text.noNumber}
        actions={
          <>
            {mayPush && <PushByHand item={item} />}
            <Requests item={item} />
            <PrintButton />
          </>
        }
      />
      <div className="columns">
        <Section title={text.why}>
          <WhyThisLight id={item.id} />
        </Section>
        <Section title={text.steps}>
          <Ladder ladder={item.ladder} />
        </Section>
      </div>
      <Section title={text.openTasks}>
        <OpenTasks tasks={item.open_tasks} emptyText={text.openTasksEmpty} />
      </Section>
      <Section title={text.facts}>
        <ItemFacts item={item} />
      </Section>
      <Section title={text.documents}>
        <OfficialDocuments documents={item.documents} />
      </Section>
      {item.instance_id !== null && <Attachments place={`/items/${item.id}`} />}
      <div className="columns">
        <Section title={text.records}>
          <Records records={item.records} />
        </Section>
        <Section title={text.dueWhy}>
          <DueExplanation due={item.due} />
        </Section>
      </div>
      <Section title={zh.notices.ofItem.title}>
        <ToldOfItemList id={item.id} />
      </Section>
      {item.definition && (
        <Section title={text.diagram}>
          <Diagram definition={item.definition} current={item.active} />
        </Section>
      )}
      <Section title={text.fullText}>
        <p className="prose">{item.text || item.title}</p>
      </Section>
    </>
  );
}
