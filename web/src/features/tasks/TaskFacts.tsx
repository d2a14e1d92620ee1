/** What a task is about, until when, and which process it belongs to. */
import { useQuery } from "@tanstack/react-query";
import { Descriptions } from "antd";
import type { TaskDetail } from "../../api/types";
import { Due } from "../../components/Due";
import { exactTime } from "../../components/officeTime";
import { zh } from "../../messages/zh";
import { itemQuery } from "../items/itemsApi";
import { whoOf } from "./OpenTasks";
import { SubjectLink } from "./SubjectLink";

const text = zh.tasks;

export function TaskFacts({ task }: { task: TaskDetail }) {
  const { subject, definition } = task;
  const matter = subject?.matter;
  return (
    <Descriptions
      className="facts"
      size="small"
      bordered
      column={{ xs: 1, md: 2 }}
      items={[
        {
          key: "subject",
          label: subject ? text.subjects[subject.kind] : text.item,
          span: "filled",
          children: <SubjectLink subject={subject} />,
        },
        ...(subject?.kind === "item"
          ? [{ key: "words", label: zh.items.fullText, span: "filled" as const, children: <Words of={subject.id} /> }]
          : []),
        ...(matter
          ? [{ key: "matter", label: text.matter, span: "filled" as const, children: text.of(matter.number, matter.title) }]
          : []),
        ...task.asked.map((field) => ({
          key: `asked ${field.title}`,
          label: field.title,
          span: "filled" as const,
          children: <span className="prose">{field.text}</span>,
        })),
        { key: "due", label: text.due, children: <Due at={task.due_at} done={task.completed_at !== null} /> },
        { key: "opened", label: text.opened, children: exactTime(task.opened_at) },
        { key: "assignee", label: text.columns.assignee, children: whoOf(task) },
        { key: "process", label: text.process, children: text.processName(definition.name, definition.version) },
      ]}
    />
  );
}

/** What the item says: whoever does the task should not have to leave the page to read it. */
function Words({ of }: { of: number }) {
  const { data } = useQuery(itemQuery(String(of)));
  return <span className="prose">{data ? data.text || data.title : ""}</span>;
}
