/** What a list of tasks shows of each. */
import type { Task } from "../../api/types";
import { Due } from "../../components/Due";
import { Light } from "../../components/Light";
import type { Column } from "../../components/ListOrCards";
import { exactTime } from "../../components/officeTime";
import { zh } from "../../messages/zh";
import { whoOf } from "./OpenTasks";
import { SubjectLink } from "./SubjectLink";

export type View = "todo" | "done" | "copied" | "watching" | "started" | "all";

const { columns: title } = zh.tasks;

const LIGHT: Column<Task> = {
  key: "light",
  title: title.light,
  width: 110,
  onCard: "badge",
  render: (task) => <Light light={task.light} />,
};
const NAME: Column<Task> = { key: "name", title: title.name, onCard: "heading", render: (task) => task.name };
const SUBJECT: Column<Task> = {
  key: "subject",
  title: title.subject,
  wraps: true,
  render: ({ subject }) => <SubjectLink subject={subject} />,
};
const MATTER: Column<Task> = {
  key: "matter",
  title: title.matter,
  wraps: true,
  render: ({ subject }) => subject?.matter?.title ?? zh.common.none,
};
const DUE: Column<Task> = {
  key: "due",
  title: title.due,
  render: (task) => <Due at={task.due_at} done={task.completed_at !== null} />,
};
const ASSIGNEE: Column<Task> = {
  key: "assignee",
  title: title.assignee,
  wraps: true,
  render: (task) => whoOf(task),
};
const COMPLETED: Column<Task> = {
  key: "completed",
  title: title.completed,
  render: ({ completed_at }) => (completed_at ? exactTime(completed_at) : zh.common.none),
};

const COLUMNS: Record<View, Column<Task>[]> = {
  todo: [LIGHT, NAME, SUBJECT, MATTER, DUE],
  done: [NAME, SUBJECT, MATTER, COMPLETED],
  copied: [NAME, SUBJECT, MATTER, ASSIGNEE],
  watching: [LIGHT, NAME, SUBJECT, ASSIGNEE, DUE],
  started: [LIGHT, NAME, SUBJECT, ASSIGNEE, DUE],
  all: [LIGHT, NAME, SUBJECT, MATTER, ASSIGNEE, DUE],
};

export function columnsFor(view: View): Column<Task>[] {
  return COLUMNS[view];
}
