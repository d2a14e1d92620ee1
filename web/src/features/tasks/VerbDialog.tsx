/** One verb of a task: what it means, whom it goes to, why. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Form, Input, Modal, Radio, Select } from "antd";
import { useState } from "react";
import { freshKey } from "../../api/client";
import type { Named } from "../../api/types";
import { PeopleSelect } from "../../components/PeopleSelect";
import { ProblemList } from "../../components/ProblemList";
import { zh } from "../../messages/zh";
import { doVerb, earlierQuery } from "./tasksApi";
import { ASKED, type DialogVerb } from "./verbs";

const text = zh.taskVerbs;

interface Props {
  taskId: string;
  verb: DialogVerb;
  onClose: () => void;
  /** Where to go when the task is no longer the person's. */
  onDone?: () => void;
}

interface Answers {
  person?: number;
  people?: number[];
  position?: string;
  to?: string;
  words?: string;
}

export function VerbDialog({ taskId, verb, onClose, onDone }: Props) {
  const [key] = useState(freshKey);
  const [form] = Form.useForm<Answers>();
  const client = useQueryClient();
  const { message } = App.useApp();
  const name = text.names[verb];
  const doing = useMutation({
    mutationFn: (answers: Answers) => doVerb(taskId, ASKED[verb].path, bodyOf(verb, answers), key),
    onSuccess: async () => {
      void message.success(text.done(name));
      onClose();
      onDone?.();
      await client.invalidateQueries({ refetchType: onDone ? "none" : "active" });
    },
  });
  return (
    <Modal open title={name} okText={name} confirmLoading={doing.isPending} onOk={form.submit} onCancel={onClose}>
      <p>{text.leads[verb]}</p>
      <ProblemList error={doing.error} placeOf={() => null} />
      <Form form={form} layout="vertical" onFinish={doing.mutate} initialValues={{ position: "before" }}>
        <Fields taskId={taskId} verb={verb} />
      </Form>
    </Modal>
  );
}

function Fields({ taskId, verb }: { taskId: string; verb: DialogVerb }) {
  const { whom, words } = ASKED[verb];
  return (
    <>
      {verb === "return" && <TargetField taskId={taskId} />}
      {whom === "one" && (
        <Form.Item name="person" label={text.person} rules={[{ required: true, message: text.personNeeded }]}>
          <PeopleSelect />
        </Form.Item>
      )}
      {whom === "several" && (
        <Form.Item name="people" label={text.people} rules={[{ required: true, message: text.personNeeded }]}>
          <PeopleSelect several />
        </Form.Item>
      )}
      {verb === "add_signers" && (
        <Form.Item name="position" label={text.position}>
          <Radio.Group options={Object.entries(text.positions).map(([value, label]) => ({ value, label }))} />
        </Form.Item>
      )}
      {words && (
        <Form.Item
          name="words"
          label={words.label}
          rules={words.needed ? [{ required: true, whitespace: true, message: text.reasonNeeded }] : []}
        >
          <Input.TextArea maxLength={500} showCount autoSize={{ minRows: 3 }} />
        </Form.Item>
      )}
    </>
  );
}

function TargetField({ taskId }: { taskId: string }) {
  const earlier = useQuery(earlierQuery(taskId));
  const options = (earlier.data?.items ?? []).map((one) => ({
    value: one.task_id,
    label: text.targetOf(one.name, one.done_by ?? null),
  }));
  return (
    <>
      <ProblemList error={earlier.error} placeOf={() => null} />
      <Form.Item name="to" label={text.target} rules={[{ required: true, message: text.targetNeeded }]}>
        <Select options={options} loading={earlier.isPending} notFoundContent={text.noTarget} />
      </Form.Item>
    </>
  );
}

function bodyOf(verb: DialogVerb, { person, people, position, to, words }: Answers): object {
  const { whom, words: asked } = ASKED[verb];
  return {
    ...(whom === "one" && { to: person }),
    ...(whom === "several" && { people }),
    ...(verb === "add_signers" && { position }),
    ...(verb === "return" && { to }),
    ...(asked && { [asked.field]: words ?? "" }),
  };
}

export function namesOf(people: Named[]): string {
  return people.map(({ name }) => name).join(zh.drafts.listSeparator);
}
