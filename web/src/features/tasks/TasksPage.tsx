/** A person's tasks: what is to be done, what was done, and for officers everybody's. */
import { EllipsisOutlined } from "@ant-design/icons";
import { Tabs } from "antd";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { usePages } from "../../api/pages";
import { messageOf } from "../../api/problem";
import type { Task } from "../../api/types";
import { ListOrCards } from "../../components/ListOrCards";
import { LoadMore } from "../../components/LoadMore";
import { PageHead } from "../../components/PageHead";
import { ProblemList } from "../../components/ProblemList";
import { zh } from "../../messages/zh";
import { useRole } from "../session/SessionContext";
import { OFFICERS } from "../shell/menu";
import { SEVERAL, SeveralTasks } from "./SeveralTasks";
import { columnsFor, type View } from "./taskColumns";

const text = zh.tasks;
const EMPTY: Record<View, string> = {
  todo: text.emptyTodo,
  done: text.emptyDone,
  copied: text.emptyCopied,
  watching: text.emptyWatching,
  started: text.emptyStarted,
  all: text.emptyAll,
};
const OWN: View[] = ["todo", "done", "copied", "watching", "started"];

/** What runs out of time first comes first, without a due time last; what is due together stays in the order of the items. */
export function byUrgency(left: Task, right: Task): number {
  return (
    dueOf(left) - dueOf(right) || // Infinity minus Infinity is not a number, and goes on
    (left.subject?.id ?? 0) - (right.subject?.id ?? 0)
  );
}

const dueOf = ({ due_at }: Task) => (due_at ? Date.parse(due_at) : Infinity);

export function TasksPage() {
  const [search, setSearch] = useSearchParams();
  const views: View[] = useRole(...OFFICERS) ? [...OWN, "all"] : OWN;
  const view = views.find((known) => known === search.get("view")) ?? "todo";
  return (
    <>
      <PageHead title={text.title} />
      <Tabs
        more={{ icon: <EllipsisOutlined aria-label={text.moreViews} /> }}
        activeKey={view}
        onChange={(chosen) => setSearch({ view: chosen }, { replace: true })}
        items={views.map((key) => ({ key, label: text.views[key] }))}
      />
      <TaskList key={view} view={view} />
    </>
  );
}

function TaskList({ view }: { view: View }) {
  const pages = usePages<Task>("/tasks", { view });
  const rows = view === "done" ? pages.items : [...pages.items].sort(byUrgency);
  const [chosen, setChosen] = useState<string[]>([]);
  const verbs = SEVERAL[view];
  return (
    <>
      <ProblemList error={pages.error} />
      {verbs && <SeveralTasks verbs={verbs} tasks={rows.filter(({ id }) => chosen.includes(id))} onDone={() => setChosen([])} />}
      <ListOrCards
        label={`${text.title} ${text.views[view]}`}
        columns={columnsFor(view)}
        rows={rows}
        loading={pages.isPending}
        emptyText={pages.error ? messageOf(pages.error) : EMPTY[view]}
        to={(task) => `/tasks/${task.id}`}
        choice={verbs && { chosen, onChoose: setChosen }}
      />
      <LoadMore pages={pages} />
    </>
  );
}
