/** Doing a task: the form, what the server says to it, and the way on. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button } from "antd";
import { lazy, Suspense, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { useNavigate } from "react-router";
import { freshKey } from "../../api/client";
import { ApiProblem, problemsOf } from "../../api/problem";
import type { TaskDetail } from "../../api/types";
import { LeaveGuard } from "../../components/LeaveGuard";
import { Loading } from "../../components/Loading";
import { ProblemList } from "../../components/ProblemList";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";
import { TaskNominees } from "../commendation/TaskNominees";
import { completeTask, doVerb, taskQuery, type Completion } from "./tasksApi";
import { titleOf } from "./formPaths";
import { SplitItems, type SplitHandle } from "./SplitItems";

const TaskForm = lazy(async () => ({ default: (await import("./TaskForm")).TaskForm }));
const MarksForm = lazy(async () => ({ default: (await import("../commendation/MarksForm")).MarksForm }));
const text = zh.tasks;

export function TaskWork({ task }: { task: TaskDetail }) {
  const [key] = useState(freshKey);
  const [changed, setChanged] = useState(false);
  const split = useRef<SplitHandle>(null);
  const client = useQueryClient();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const completion = useMutation({
    mutationFn: async (answer: Completion) => {
      await split.current?.save();
      return delegated ? doVerb(task.id, "hand-back", answer, key) : completeTask(task, answer, key);
    },
    onSuccess: async () => {
      flushSync(() => setChanged(false)); // what was handed in is not asked about on the way out
      void message.success(delegated ? zh.taskVerbs.done(zh.taskVerbs.handBack) : text.completed_ok);
      await navigate("/tasks");
      await client.invalidateQueries({ refetchType: "none" });
    },
  });
  const delegated = task.sheet.delegated_by !== null;
  const keeping = useMutation({
    mutationFn: (answer: Completion) => doVerb(task.id, "draft", answer, freshKey()),
    onSuccess: () => {
      setChanged(false);
      void message.success(zh.taskVerbs.draftSaved);
    },
  });
  const conflict = completion.error instanceof ApiProblem && completion.error.status === 409 && problemsOf(completion.error).length === 0;
  const Form = task.page === "marks" ? MarksForm : TaskForm;
  const matterId = task.subject?.kind === "matter" ? task.subject.id : null;
  return (
    <>
      {task.page === "items" && matterId && <SplitItems ref={split} matterId={matterId} />}
      <TaskNominees task={task} />
      <LeaveGuard changed={changed} words={text.unsaved} />
      <Section title={text.form}>
        {conflict ? (
          <ConflictNotice onReload={() => void client.invalidateQueries(taskQuery(task.id))} />
        ) : (
          <ProblemList
            error={completion.error ?? keeping.error}
            placeOf={(problem) => titleOf(task.form, problem.field)}
          />
        )}
        <Suspense fallback={<Loading />}>
          <div onChange={() => setChanged(true)}>
            <Form
              task={task}
              problems={problemsOf(completion.error)}
              busy={completion.isPending || keeping.isPending}
              submitText={delegated ? zh.taskVerbs.handBack : text.complete}
              onSubmit={completion.mutate}
              onKeep={keeping.mutate}
            />
          </div>
        </Suspense>
      </Section>
    </>
  );
}

function ConflictNotice({ onReload }: { onReload: () => void }) {
  return (
    <Alert
      type="warning"
      showIcon
      role="alert"
      className="problems"
      title={text.conflictTitle}
      description={text.conflictText}
      action={<Button onClick={onReload}>{text.conflictReload}</Button>}
    />
  );
}
