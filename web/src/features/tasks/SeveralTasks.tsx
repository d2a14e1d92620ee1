/** One verb for several tasks at once; what could not be done is said task by task. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button, Form, Input, Modal } from "antd";
import { useState } from "react";
import type { BulkResult, Task } from "../../api/types";
import { PeopleSelect } from "../../components/PeopleSelect";
import { ProblemList } from "../../components/ProblemList";
import { zh } from "../../messages/zh";
import type { View } from "./taskColumns";
import { doSeveral, type Bulk } from "./tasksApi";

const text = zh.taskVerbs;
type Verb = Bulk["verb"];

export const SEVERAL: Partial<Record<View, Verb[]>> = {
  todo: ["claim", "transfer"],
  copied: ["read"],
  watching: ["urge"],
  all: ["urge"],
};
const ASKS = new Set<Verb>(["transfer", "urge"]);

interface Props {
  verbs: Verb[];
  tasks: Task[];
  onDone: () => void;
}

export function SeveralTasks({ verbs, tasks, onDone }: Props) {
  const [asked, setAsked] = useState<Verb | null>(null);
  const [failed, setFailed] = useState<BulkResult[]>([]);
  const [names, setNames] = useState(new Map<string, string>());
  const client = useQueryClient();
  const { message } = App.useApp();
  const doing = useMutation({
    mutationFn: (more: Omit<Bulk, "tasks">) => doSeveral({ ...more, tasks: tasks.map(({ id }) => id) }),
    onSuccess: async (results) => {
      setNames(new Map(tasks.map(({ id, name }) => [id, name])));
      setFailed(results.filter(({ done }) => !done));
      void message.info(text.severalDone(results.filter(({ done }) => done).length, results.length));
      setAsked(null);
      onDone();
      await client.invalidateQueries();
    },
  });
  return (
    <>
      {failed.length > 0 && (
        <Alert
          type="warning"
          showIcon
          closable
          title={failed.map((one) => text.severalFailed(names.get(one.task_id) ?? "", one.message ?? "")).join(" ")}
        />
      )}
      <ProblemList error={doing.error} placeOf={() => null} />
      {tasks.length > 0 && (
        <div className="chosen no-print" role="group" aria-label={text.several}>
          <span>{text.chosen(tasks.length)}</span>
          {verbs.map((verb) => (
            <Button
              key={verb}
              loading={doing.isPending}
              onClick={() => (ASKS.has(verb) ? setAsked(verb) : doing.mutate({ verb }))}
            >
              {text.names[verb]}
            </Button>
          ))}
        </div>
      )}
      {asked && <Ask verb={asked} busy={doing.isPending} onClose={() => setAsked(null)} onDo={doing.mutate} />}
    </>
  );
}

interface AskProps {
  verb: Verb;
  busy: boolean;
  onClose: () => void;
  onDo: (more: Omit<Bulk, "tasks">) => void;
}

function Ask({ verb, busy, onClose, onDo }: AskProps) {
  const [form] = Form.useForm<{ to?: number; reason: string }>();
  return (
    <Modal open title={text.names[verb]} okText={text.names[verb]} confirmLoading={busy} onOk={form.submit} onCancel={onClose}>
      <Form form={form} layout="vertical" onFinish={(answers) => onDo({ verb, ...answers })}>
        {verb === "transfer" && (
          <Form.Item name="to" label={text.person} rules={[{ required: true, message: text.personNeeded }]}>
            <PeopleSelect />
          </Form.Item>
        )}
        <Form.Item
          name="reason"
          label={verb === "urge" ? text.reason.text : text.reason.needed}
          rules={[{ required: true, whitespace: true, message: text.reasonNeeded }]}
        >
          <Input.TextArea maxLength={500} showCount autoSize={{ minRows: 3 }} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
