/** The answer to an objection, by the code that only the objector has. */
import { useMutation } from "@tanstack/react-query";
import { Alert, Button, Form, Input } from "antd";
import { ProblemList } from "../../components/ProblemList";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";
import { readAnswer } from "./publicNoticesApi";

const text = zh.publicNotices;

export function ReadAnswer() {
  const reading = useMutation({ mutationFn: ({ code }: { code: string }) => readAnswer(code) });
  const said = reading.data;
  return (
    <Section title={text.readAnswer}>
      <ProblemList error={reading.error} placeOf={() => null} />
      <Form layout="inline" onFinish={reading.mutate}>
        <Form.Item name="code" label={text.code} rules={[{ required: true, message: text.needed(text.code) }]}>
          <Input maxLength={40} autoComplete="off" />
        </Form.Item>
        <Button htmlType="submit" loading={reading.isPending}>
          {text.read}
        </Button>
      </Form>
      {said && (
        <Alert
          type={said.finding ? "success" : "info"}
          title={said.finding ? text.answered(said.finding.text) : text.waiting}
          description={said.answer}
        />
      )}
    </Section>
  );
}
