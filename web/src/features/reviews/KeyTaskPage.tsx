/** One key task: its gates, each with both tracks side by side, the panel, its decision and what it found. */
import { useQuery } from "@tanstack/react-query";
import { Descriptions, Table } from "antd";
import { useParams } from "react-router";
import type { KeyTask } from "../../api/types";
import { Asked } from "../../components/Asked";
import { History } from "../../components/diagram/History";
import { PageHead } from "../../components/PageHead";
import { PrintButton } from "../../components/PrintButton";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";
import { GateMark } from "./GateMark";
import { GateView } from "./GateView";
import { keyTaskQuery } from "./reviewsApi";

const text = zh.reviews;

export function KeyTaskPage() {
  const { id = "" } = useParams();
  const task = useQuery(keyTaskQuery(id));
  return <Asked query={task}>{(answer) => <KeyTaskView task={answer} />}</Asked>;
}

function KeyTaskView({ task }: { task: KeyTask }) {
  return (
    <>
      <PageHead title={task.title} lead={`${task.number} ${task.unit?.name ?? ""}`} actions={<PrintButton />} />
      <Descriptions
        className="facts"
        size="small"
        bordered
        column={{ xs: 1, md: 4 }}
        items={text.gates.map((name, index) => ({
          key: name,
          label: name,
          children: <GateMark cell={task.gates[index]} />,
        }))}
      />
      {task.text && <p className="prose">{task.text}</p>}
      {task.detail.toReversed().map((gate) => (
        <GateView key={gate.gate} gate={gate} />
      ))}
      <Points task={task} />
      {task.instance_id !== null && (
        <Section title={text.history}>
          <History instanceId={task.instance_id} />
        </Section>
      )}
    </>
  );
}

function Points({ task: { points, business_score: business, party_score: party } }: { task: KeyTask }) {
  if (business === null || party === null) return null;
  return (
    <Section title={`${text.points}（${text.scores(business, party)}）`}>
      <Table
        size="small"
        rowKey="reason"
        pagination={false}
        dataSource={points}
        columns={[
          { title: text.point.reason, dataIndex: "reason" },
          { title: text.point.business, dataIndex: "business" },
          { title: text.point.party, dataIndex: "party" },
        ]}
      />
    </Section>
  );
}
