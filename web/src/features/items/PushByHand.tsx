/** 催办、盯办、督办 by hand, each with a reason. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Form, Input, Modal } from "antd";
import { useState } from "react";
import { problemsOf } from "../../api/problem";
import type { ItemDetail } from "../../api/types";
import { ProblemList } from "../../components/ProblemList";
import { zh } from "../../messages/zh";
import { pushByHand, type ByHand } from "./itemsApi";

const text = zh.items;
const STEPS: ByHand[] = ["urge", "watch", "supervise"];

export function PushByHand({ item }: { item: ItemDetail }) {
  const [step, setStep] = useState<ByHand | null>(null);
  return (
    <>
      {STEPS.map((name) => (
        <Button key={name} danger={name === "supervise"} onClick={() => setStep(name)}>
          {text.byHand[name].name}
        </Button>
      ))}
      {step && <ReasonDialog item={item} step={step} onClose={() => setStep(null)} />}
    </>
  );
}

interface Fields {
  reason: string;
  overCap?: string;
}

function ReasonDialog({ item, step, onClose }: { item: ItemDetail; step: ByHand; onClose: () => void }) {
  const [form] = Form.useForm<Fields>();
  const client = useQueryClient();
  const { message } = App.useApp();
  const { name, lead } = text.byHand[step];
  const pushing = useMutation({
    mutationFn: ({ reason, overCap }: Fields) => pushByHand(item.id, step, reason, overCap),
    onSuccess: async () => {
      void message.success(text.done(name));
      onClose();
      await client.invalidateQueries();
    },
  });
  return (
    <Modal
      open
      title={`${name} ${item.number ?? ""}`}
      okText={name}
      confirmLoading={pushing.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <p>{lead}</p>
      <ProblemList error={pushing.error} placeOf={() => null} />
      <Form form={form} layout="vertical" onFinish={pushing.mutate}>
        <Form.Item
          name="reason"
          label={text.reason}
          rules={[{ required: true, whitespace: true, message: text.reasonNeeded }]}
        >
          <Input.TextArea maxLength={500} showCount autoFocus autoSize={{ minRows: 3 }} />
        </Form.Item>
        {problemsOf(pushing.error).some(({ field }) => field === "over_cap_reason") && (
          <Form.Item name="overCap" label={zh.course.overCap} rules={[{ required: true, whitespace: true, message: text.reasonNeeded }]}>
            <Input maxLength={500} />
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}
