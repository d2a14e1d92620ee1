/** An entry of the negative list is withdrawn with a reason. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Form, Input, Modal } from "antd";
import type { NegativeEntry } from "../../api/types";
import { ProblemList } from "../../components/ProblemList";
import { zh } from "../../messages/zh";
import { withdrawNegative } from "./performanceApi";

const text = zh.negativeList;

export function WithdrawNegative({ entry, onClose }: { entry: NegativeEntry; onClose: () => void }) {
  const [form] = Form.useForm<{ reason: string }>();
  const client = useQueryClient();
  const { message } = App.useApp();
  const withdrawing = useMutation({
    mutationFn: ({ reason }: { reason: string }) => withdrawNegative(entry.id, reason),
    onSuccess: async () => {
      void message.success(text.withdrawn);
      onClose();
      await client.invalidateQueries();
    },
  });
  return (
    <Modal
      open
      title={text.withdrawTitle}
      okText={text.withdraw}
      confirmLoading={withdrawing.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <p>{entry.text}</p>
      <ProblemList error={withdrawing.error} placeOf={() => null} />
      <Form form={form} layout="vertical" onFinish={withdrawing.mutate}>
        <Form.Item
          name="reason"
          label={text.withdrawReason}
          rules={[{ required: true, whitespace: true, message: text.needed(text.withdrawReason) }]}
        >
          <Input.TextArea maxLength={2000} autoFocus autoSize={{ minRows: 3 }} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
