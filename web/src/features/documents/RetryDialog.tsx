/** Tries a failed document again, with the reason. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Form, Input, Modal } from "antd";
import type { ListedDocument } from "../../api/types";
import { ProblemList } from "../../components/ProblemList";
import { zh } from "../../messages/zh";
import { retry, WITH_DOCUMENTS } from "./documentsApi";
import { titleOf } from "./titleOf";

const text = zh.documents;
const LONGEST_REASON = 400;

export function RetryDialog({ document, onClose }: { document: ListedDocument; onClose: () => void }) {
  const [form] = Form.useForm<{ reason: string }>();
  const client = useQueryClient();
  const { message } = App.useApp();
  const retrying = useMutation({
    mutationFn: ({ reason }: { reason: string }) => retry(document.id, reason),
    onSuccess: () => {
      void message.success(text.retryDone);
      onClose();
    },
    onSettled: () => client.invalidateQueries(WITH_DOCUMENTS),
  });
  return (
    <Modal open title={text.retry} okText={text.retry} confirmLoading={retrying.isPending} onOk={form.submit} onCancel={onClose}>
      <p className="breaks">{text.retryLead(titleOf(document))}</p>
      <p className="muted breaks">{document.last_error}</p>
      <ProblemList error={retrying.error} placeOf={() => null} />
      <Form form={form} layout="vertical" onFinish={retrying.mutate}>
        <Form.Item name="reason" label={text.reason} rules={[{ required: true, whitespace: true, message: text.reasonNeeded }]}>
          <Input.TextArea maxLength={LONGEST_REASON} showCount autoFocus rows={3} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
