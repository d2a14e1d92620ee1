/** Orders the briefing of a month; of one that has it already, the next version. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, DatePicker, Form, Input, Modal } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { ProblemList } from "../../components/ProblemList";
import { plainDate } from "../../components/officeTime";
import { zh } from "../../messages/zh";
import { useNow } from "../session/SessionContext";
import { orderBriefing, WITH_DOCUMENTS } from "./documentsApi";

const text = zh.documents;
const LONGEST_REASON = 400;
const LONGEST_REMARKS = 4000;

interface Values {
  month: Dayjs;
  remarks?: string;
  reason?: string;
}

export function BriefingDialog({ onClose }: { onClose: () => void }) {
  const [form] = Form.useForm<Values>();
  const client = useQueryClient();
  const { message } = App.useApp();
  const today = dayjs(plainDate(useNow()));
  const ordering = useMutation({
    mutationFn: ({ month, remarks = "", reason = "" }: Values) => orderBriefing(month.format("YYYY-MM"), remarks, reason),
    onSuccess: async ({ number }) => {
      void message.success(text.ordered(number ?? ""));
      onClose();
      await client.invalidateQueries(WITH_DOCUMENTS);
    },
  });
  return (
    <Modal open title={text.briefing} okText={text.order} confirmLoading={ordering.isPending} onOk={form.submit} onCancel={onClose}>
      <p>{text.briefingLead}</p>
      <ProblemList error={ordering.error} placeOf={() => null} />
      <Form form={form} layout="vertical" onFinish={ordering.mutate} initialValues={{ month: today.subtract(1, "month") }}>
        <Form.Item name="month" label={text.month} rules={[{ required: true, message: text.monthNeeded }]}>
          <DatePicker picker="month" allowClear={false} disabledDate={(day) => day.isAfter(today, "month")} />
        </Form.Item>
        <Form.Item name="remarks" label={text.remarks}>
          <Input.TextArea maxLength={LONGEST_REMARKS} autoSize={{ minRows: 3 }} />
        </Form.Item>
        <Form.Item name="reason" label={text.briefingReason}>
          <Input maxLength={LONGEST_REASON} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
