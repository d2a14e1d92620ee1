/** The row of what can be done with a task beside its form: what is nearest as a button, the rest under 更多. */
import { Button, Dropdown } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";
import type { TaskDetail } from "../../api/types";
import { zh } from "../../messages/zh";
import { VerbDialog } from "./VerbDialog";
import { OFFERED, type DialogVerb } from "./verbs";

const text = zh.taskVerbs;
const SHOWN = 3;
/** With these the task goes out of one's hands, so its page is left. */
const LEAVING = new Set<DialogVerb>(["transfer", "return", "withdraw"]);

export function TaskVerbs({ task }: { task: TaskDetail }) {
  const [verb, setVerb] = useState<DialogVerb | null>(null);
  const navigate = useNavigate();
  const offered = OFFERED.filter((name) => (task.sheet.verbs as string[]).includes(name) && !isIdle(name, task));
  const [near, rest] = [offered.slice(0, SHOWN), offered.slice(SHOWN)];
  const close = () => setVerb(null);
  return (
    <>
      {near.map((name) => (
        <Button key={name} onClick={() => setVerb(name)}>
          {text.names[name]}
        </Button>
      ))}
      {rest.length > 0 && (
        <Dropdown
          trigger={["click"]}
          menu={{
            items: rest.map((name) => ({ key: name, label: text.names[name] })),
            onClick: ({ key }) => setVerb(key as DialogVerb),
          }}
        >
          <Button aria-label={text.moreLabel}>{text.more}</Button>
        </Dropdown>
      )}
      {verb && (
        <VerbDialog
          taskId={task.id}
          verb={verb}
          onClose={close}
          onDone={LEAVING.has(verb) ? () => void navigate("/tasks") : undefined}
        />
      )}
    </>
  );
}

/** Nobody need claim what only they can do. */
function isIdle(verb: DialogVerb, task: TaskDetail): boolean {
  return verb === "claim" && task.candidates.people.length < 2;
}
