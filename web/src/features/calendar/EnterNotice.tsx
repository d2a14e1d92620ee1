/** The text of the State Council's notice, pasted. */
import { useMutation } from "@tanstack/react-query";
import { Button, Form, Input } from "antd";
import type { CalendarProposal } from "../../api/types";
import { ProblemList } from "../../components/ProblemList";
import { zh } from "../../messages/zh";
import { readNotice } from "./calendarApi";

const text = zh.calendar;
const LONGEST = 20_000;

export function EnterNotice({ onRead }: { onRead: (proposal: CalendarProposal) => void }) {
  const reading = useMutation({ mutationFn: ({ notice }: { notice: string }) => readNotice(notice), onSuccess: onRead });
  return (
    <Form layout="vertical" onFinish={reading.mutate}>
      <ProblemList error={reading.error} />
      <Form.Item
        name="notice"
        label={text.noticeText}
        extra={text.noticeLead}
        rules={[{ required: true, whitespace: true, message: text.noticeNeeded }]}
      >
        <Input.TextArea rows={8} maxLength={LONGEST} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={reading.isPending}>
        {text.read}
      </Button>
    </Form>
  );
}
