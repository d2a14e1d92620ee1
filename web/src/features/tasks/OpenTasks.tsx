/** The open tasks of an item or matter: what is to be done now, by whom, until when. */
import { Link } from "react-router";
import type { Task } from "../../api/types";
import { Due } from "../../components/Due";
import { Light } from "../../components/Light";
import { zh } from "../../messages/zh";

export function OpenTasks({ tasks, emptyText }: { tasks: Task[]; emptyText: string }) {
  if (tasks.length === 0) return <p className="muted">{emptyText}</p>;
  return (
    <ul className="open-tasks">
      {tasks.map((task) => (
        <li key={task.id}>
          <Light light={task.light} />
          <Link to={`/tasks/${task.id}`}>{task.name}</Link>
          <span>{whoOf(task)}</span>
          <Due at={task.due_at} />
        </li>
      ))}
    </ul>
  );
}

export function whoOf({ assignee, candidates }: Task): string {
  const names = candidates.people.map(({ name }) => name).join(zh.drafts.listSeparator);
  return assignee?.name ?? (names || zh.tasks.unassigned);
}
