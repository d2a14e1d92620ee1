/** One day of the office's own; several gather before they are saved. */
import { Button, Form, Input, Select } from "antd";
import type { CalendarProposal, OwnDayKind } from "../../api/types";
import { zh } from "../../messages/zh";

const text = zh.calendar;
const KINDS: OwnDayKind[] = ["off", "open", "hours", "usual"];
const LONGEST_REASON = 120;

interface Fields {
  date: string;
  kind: OwnDayKind;
  reason?: string;
  start?: string;
  end?: string;
}

export function EnterDay({ onAdd }: { onAdd: (proposal: CalendarProposal) => void }) {
  const [form] = Form.useForm<Fields>();
  const kind = Form.useWatch("kind", form);
  const add = ({ date, kind: chosen, reason = "", start = "", end = "" }: Fields) => {
    const hours = chosen === "hours" ? [{ start, end }] : [];
    onAdd({ days: [{ date, kind: chosen, reason, hours }], notice: null });
    form.resetFields(["date"]);
  };
  return (
    <Form form={form} layout="vertical" onFinish={add} className="calendar-entry">
      <Form.Item name="date" label={text.date} rules={[{ required: true, message: text.dateNeeded }]}>
        <Input type="date" />
      </Form.Item>
      <Form.Item name="kind" label={text.kind} rules={[{ required: true, message: text.kindNeeded }]}>
        <Select options={KINDS.map((value) => ({ value, label: text.ownKinds[value] }))} />
      </Form.Item>
      {kind === "hours" && (
        <>
          <Form.Item name="start" label={text.start} rules={[{ required: true, message: text.start }]}>
            <Input type="time" />
          </Form.Item>
          <Form.Item name="end" label={text.end} rules={[{ required: true, message: text.end }]}>
            <Input type="time" />
          </Form.Item>
        </>
      )}
      <Form.Item name="reason" label={text.reason}>
        <Input maxLength={LONGEST_REASON} />
      </Form.Item>
      <Button htmlType="submit">{text.add}</Button>
    </Form>
  );
}
