/** A signer's opinion on somebody else's task. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Form, Input, Radio } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";
import { freshKey } from "../../api/client";
import type { TaskDetail } from "../../api/types";
import { ProblemList } from "../../components/ProblemList";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";
import { doVerb } from "./tasksApi";

const text = zh.taskVerbs;

interface Opinion {
  agree: boolean;
  text?: string;
}

export function SignForm({ task }: { task: TaskDetail }) {
  const [key] = useState(freshKey);
  const [form] = Form.useForm<Opinion>();
  const agree = Form.useWatch("agree", form);
  const client = useQueryClient();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const signing = useMutation({
    mutationFn: (opinion: Opinion) => doVerb(task.id, "sign", { text: "", ...opinion }, key),
    onSuccess: async () => {
      void message.success(text.signed);
      await navigate("/tasks");
      await client.invalidateQueries({ refetchType: "none" });
    },
  });
  return (
    <Section title={text.sign}>
      <ProblemList error={signing.error} placeOf={() => null} />
      <Form form={form} layout="vertical" onFinish={signing.mutate} disabled={signing.isPending}>
        <Form.Item name="agree" rules={[{ required: true, message: text.reasonNeeded }]}>
          <Radio.Group
            options={[
              { value: true, label: text.agree },
              { value: false, label: text.refuse },
            ]}
          />
        </Form.Item>
        <Form.Item
          name="text"
          label={text.opinion}
          rules={agree === false ? [{ required: true, whitespace: true, message: text.opinionNeeded }] : []}
        >
          <Input.TextArea maxLength={2000} autoSize={{ minRows: 3 }} />
        </Form.Item>
        <Button type="primary" htmlType="submit" size="large" loading={signing.isPending}>
          {zh.tasks.complete}
        </Button>
      </Form>
    </Section>
  );
}
