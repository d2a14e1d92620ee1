/** 党委办 has an award examined again, with the facts. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Form, Input, Modal, Radio } from "antd";
import { useState } from "react";
import { freshKey } from "../../api/client";
import type { Problem } from "../../api/problem";
import type { AwardDetail, NewRevocation } from "../../api/types";
import { useFieldProblems } from "../../components/fieldProblems";
import { ProblemList } from "../../components/ProblemList";
import { zh } from "../../messages/zh";
import { startRevocation } from "./commendationApi";

const text = zh.commendation;
const GROUNDS = Object.entries(text.grounds).map(([value, label]) => ({ value, label }));

export function Revoke({ award, onClose }: { award: AwardDetail; onClose: () => void }) {
  const [form] = Form.useForm<NewRevocation>();
  const [key, setKey] = useState(freshKey);
  const client = useQueryClient();
  const { message } = App.useApp();
  const starting = useMutation({
    mutationFn: (fields: NewRevocation) => startRevocation(award.id, fields, key),
    onSuccess: async ({ number }) => {
      void message.success(text.revokeStarted(number));
      onClose();
      await client.invalidateQueries();
    },
    onError: () => setKey(freshKey()),
  });
  const elsewhere = useFieldProblems(form, starting.error, fieldOf);
  return (
    <Modal
      open
      title={text.revoke}
      okText={text.revoke}
      confirmLoading={starting.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <p>{text.revokeLead}</p>
      <ProblemList error={elsewhere} placeOf={() => null} />
      <Form<NewRevocation> form={form} layout="vertical" onFinish={starting.mutate}>
        <Form.Item name="grounds" label={text.groundsOf} rules={[{ required: true, message: text.choose(text.groundsOf) }]}>
          <Radio.Group className="stacked" options={GROUNDS} />
        </Form.Item>
        <Form.Item
          name="facts"
          label={text.factsOf}
          rules={[{ required: true, whitespace: true, message: text.needed(text.factsOf) }]}
        >
          <Input.TextArea maxLength={8000} showCount autoSize={{ minRows: 4, maxRows: 12 }} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function fieldOf({ field }: Problem) {
  return field === "/grounds" || field === "/facts" ? field.slice(1) : undefined;
}
