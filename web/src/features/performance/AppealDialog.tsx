/** 申诉: why a line is wrong. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Form, Input, Modal } from "antd";
import { useState } from "react";
import { freshKey } from "../../api/client";
import { ProblemList } from "../../components/ProblemList";
import { zh } from "../../messages/zh";
import { raiseAppeal } from "./performanceApi";

const text = zh.performance;

export function AppealDialog({ id, onClose }: { id: number; onClose: () => void }) {
  const [form] = Form.useForm<{ text: string }>();
  const [key, setKey] = useState(freshKey);
  const client = useQueryClient();
  const { message } = App.useApp();
  const appealing = useMutation({
    mutationFn: (fields: { text: string }) => raiseAppeal(id, fields.text, key),
    onSuccess: async () => {
      void message.success(text.appealed);
      onClose();
      await client.invalidateQueries();
    },
    onError: () => setKey(freshKey()),
  });
  return (
    <Modal
      open
      title={text.appeal}
      okText={text.appeal}
      confirmLoading={appealing.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <p>{text.appealLead}</p>
      <ProblemList error={appealing.error} placeOf={() => null} />
      <Form form={form} layout="vertical" onFinish={appealing.mutate}>
        <Form.Item
          name="text"
          label={text.appealText}
          rules={[{ required: true, whitespace: true, message: text.appealNeeded }]}
        >
          <Input.TextArea maxLength={2000} showCount autoFocus autoSize={{ minRows: 4 }} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
