/** One task: what it is, the form to do it with, where the process stands, what happened before. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert } from "antd";
import { useEffect } from "react";
import { useParams } from "react-router";
import { freshKey } from "../../api/client";
import type { TaskDetail } from "../../api/types";
import { Asked } from "../../components/Asked";
import { Diagram } from "../../components/diagram/Diagram";
import { History } from "../../components/diagram/History";
import { Light } from "../../components/Light";
import { PageHead } from "../../components/PageHead";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";
import { Attachments } from "../attachments/Attachments";
import { SignForm } from "./SignForm";
import { TaskFacts } from "./TaskFacts";
import { Course, TaskSheet } from "./TaskSheet";
import { TaskVerbs } from "./TaskVerbs";
import { TaskWork } from "./TaskWork";
import { doVerb, taskQuery } from "./tasksApi";

const text = zh.tasks;

export function TaskPage() {
  const { id = "" } = useParams();
  const task = useQuery(taskQuery(id));
  return <Asked query={task}>{(answer) => <TaskView key={`${answer.id}-${answer.version}`} task={answer} />}</Asked>;
}

function TaskView({ task }: { task: TaskDetail }) {
  const open = task.state === "open";
  useReceipt(task);
  return (
    <>
      <PageHead title={task.name} lead={<Light light={task.light} />} actions={<TaskVerbs task={task} />} />
      <TaskFacts task={task} />
      <Notices task={task} />
      {task.element_documentation && (
        <Alert type="info" showIcon title={text.guidance} description={<p className="prose">{task.element_documentation}</p>} />
      )}
      <Attachments place={`/tasks/${task.id}`} />
      {open ? <Work task={task} /> : <Alert type={task.state === "done" ? "success" : "info"} showIcon title={closedText(task)} />}
      <TaskSheet task={task} />
      <div className="columns">
        <Section title={text.diagram}>
          <Diagram definition={task.definition} current={open ? [task.element_id] : []} />
        </Section>
        <div>
          <Section title={zh.taskVerbs.course}>
            <Course sheet={task.sheet} />
          </Section>
          <Section title={text.history}>
            <History instanceId={task.instance_id} />
          </Section>
        </div>
      </div>
    </>
  );
}

/** The form for whoever may fill it in, the opinion for a signer; for the others the task is only shown. */
function Work({ task }: { task: TaskDetail }) {
  const { verbs } = task.sheet;
  if (verbs.includes("sign")) return <SignForm task={task} />;
  return verbs.includes("complete") || verbs.includes("save_draft") ? <TaskWork task={task} /> : null;
}

function Notices({ task }: { task: TaskDetail }) {
  const { delegated_by: delegator, course } = task.sheet;
  const back = task.state === "open" ? course.findLast(({ type, to }) => type === "task.returned" && to[0] === task.name) : undefined;
  return (
    <>
      {task.claimed_by && <Alert type="info" showIcon title={zh.taskVerbs.claimedBy(task.claimed_by.name)} />}
      {delegator && <Alert type="info" showIcon title={zh.taskVerbs.delegatedBy(delegator.name)} />}
      {back && <Alert type="warning" showIcon title={zh.taskVerbs.returned(back.actor?.name ?? "", back.said ?? "")} />}
    </>
  );
}

function closedText({ state }: TaskDetail): string {
  return state === "signing" ? zh.taskVerbs.signing : (zh.taskVerbs.closed[state] ?? text.formClosed);
}

/** Whoever opens what was copied to them has read it. */
function useReceipt({ id, sheet }: TaskDetail) {
  const client = useQueryClient();
  const unread = sheet.verbs.includes("read");
  useEffect(() => {
    if (unread) void doVerb(id, "read", {}, freshKey()).then(() => client.invalidateQueries(taskQuery(id)));
  }, [client, id, unread]);
}
