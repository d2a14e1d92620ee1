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
import { OFFICERS } from "../shell/menu";
import { Connections, Contributions } from "./Connections";
import { DueExplanation } from "./DueExplanation";
import { Instruct } from "./Instruct";
import { ItemFacts } from "./ItemFacts";
import { Ladder } from "./Ladder";
import { Milestones } from "./Milestones";
import { OfficialDocuments } from "./OfficialDocuments";
import { PushByHand } from "./PushByHand";
import { SplitAndMerge } from "./SplitAndMerge";
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

/** What those above an item may do about it, whoever has its tasks. */
function Acts({ item }: { item: ItemDetail }) {
  const isAbove = useRole("officer", "leader", "administrator");
  const isOfficer = useRole(...OFFICERS);
  if (!isAbove || item.instance_id === null) return null;
  const isOpen = item.closed_at === null;
  return (
    <>
      {isOpen && <PushByHand item={item} />}
      {item.outcome === null && <Instruct item={{ id: item.id, closed: !isOpen }} />}
      {isOpen && isOfficer && <SplitAndMerge item={item} />}
    </>
  );
}

function ItemView({ item }: { item: ItemDetail }) {
  return (
    <>
      <PageHead
        title={item.title}
        lead={item.number || text.noNumber}
        actions={
          <>
            <Acts item={item} />
            <Requests item={item} />
            <PrintButton />
          </>
        }
      />
      <Section title={text.fullText}>
        <p className="prose">{item.text || item.title}</p>
      </Section>
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
      <Milestones item={item} />
      <Contributions item={item} />
      <Connections item={item} />
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
    </>
  );
}
