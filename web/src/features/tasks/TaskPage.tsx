/** One task: what it is, the form to do it with, where the process stands, what happened before. */
import { useQuery } from "@tanstack/react-query";
import { Alert } from "antd";
import { useParams } from "react-router";
import type { TaskDetail } from "../../api/types";
import { Asked } from "../../components/Asked";
import { Diagram } from "../../components/diagram/Diagram";
import { History } from "../../components/diagram/History";
import { Light } from "../../components/Light";
import { PageHead } from "../../components/PageHead";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";
import { Attachments } from "../attachments/Attachments";
import { TaskFacts } from "./TaskFacts";
import { TaskWork } from "./TaskWork";
import { taskQuery } from "./tasksApi";

const text = zh.tasks;

export function TaskPage() {
  const { id = "" } = useParams();
  const task = useQuery(taskQuery(id));
  return <Asked query={task}>{(answer) => <TaskView key={`${answer.id}-${answer.version}`} task={answer} />}</Asked>;
}

function TaskView({ task }: { task: TaskDetail }) {
  const open = task.completed_at === null;
  return (
    <>
      <PageHead title={task.name} lead={<Light light={task.light} />} />
      <TaskFacts task={task} />
      {task.element_documentation && (
        <Alert type="info" showIcon title={text.guidance} description={<p className="prose">{task.element_documentation}</p>} />
      )}
      <Attachments place={`/tasks/${task.id}`} />
      {open ? <TaskWork task={task} /> : <Alert type="success" showIcon title={text.formClosed} />}
      <div className="columns">
        <Section title={text.diagram}>
          <Diagram definition={task.definition} current={open ? [task.element_id] : []} />
        </Section>
        <Section title={text.history}>
          <History instanceId={task.instance_id} />
        </Section>
      </div>
    </>
  );
}
