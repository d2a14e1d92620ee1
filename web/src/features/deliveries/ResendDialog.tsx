/** Sends one again, with the reason; pressing twice sends once. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Form, Input, Modal } from "antd";
import { useState } from "react";
import { freshKey } from "../../api/client";
import type { Delivery, DeliveryKind } from "../../api/types";
import { ProblemList } from "../../components/ProblemList";
import { zh } from "../../messages/zh";
import { EVERY_DELIVERY, resend } from "./deliveriesApi";

const text = zh.deliveries;
const LONGEST_REASON = 400;

interface Props {
  kind: DeliveryKind;
  delivery: Delivery;
  onClose: () => void;
}

export function ResendDialog({ kind, delivery, onClose }: Props) {
  const [key] = useState(freshKey);
  const [form] = Form.useForm<{ reason: string }>();
  const client = useQueryClient();
  const { message } = App.useApp();
  const sending = useMutation({
    mutationFn: ({ reason }: { reason: string }) => resend(kind, delivery.id, reason, key),
    onSuccess: () => {
      void message.success(text.resent);
      onClose();
    },
    // Refused means most often that somebody else was faster: then too the list is no longer true.
    onSettled: () => client.invalidateQueries(EVERY_DELIVERY),
  });
  return (
    <Modal
      open
      title={text.resend}
      okText={text.resend}
      confirmLoading={sending.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <p className="breaks">{text.resendLead[kind](delivery.subject, delivery.to)}</p>
      <p className="muted">{text.resendThen}</p>
      <ProblemList error={sending.error} placeOf={() => null} />
      <Form form={form} layout="vertical" onFinish={sending.mutate}>
        <Form.Item
          name="reason"
          label={text.reason}
          rules={[{ required: true, whitespace: true, message: text.reasonNeeded }]}
        >
          <Input.TextArea maxLength={LONGEST_REASON} showCount autoFocus rows={3} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
