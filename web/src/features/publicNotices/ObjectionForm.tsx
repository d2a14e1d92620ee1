/** 提出异议: from inside in one's name, or from the page without sign-in. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Form, Input, Typography } from "antd";
import { useState } from "react";
import { ProblemList } from "../../components/ProblemList";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";
import { newReceipt } from "../ballots/receipt";
import { raiseObjection, type ObjectionEntry } from "./publicNoticesApi";

const text = zh.publicNotices;
type Fields = Omit<ObjectionEntry, "code">;

interface Props {
  place: string;
  anonymous: boolean;
  /** Who is signed in, to begin with. */
  name?: string;
}

export function ObjectionForm({ place, anonymous, name }: Props) {
  const [code] = useState(newReceipt);
  const client = useQueryClient();
  const sending = useMutation({
    mutationFn: (fields: Fields) => raiseObjection(place, { code, ...fields }),
    onSuccess: () => client.invalidateQueries(),
  });
  if (sending.isSuccess) return <Taken code={code} />;
  const needed = (label: string) => (anonymous ? [] : [{ required: true, message: text.needed(label) }]);
  return (
    <Section title={text.object}>
      <p>{anonymous ? text.objectLead.anonymous : text.objectLead.named}</p>
      <ProblemList error={sending.error} placeOf={() => null} />
      <Form<Fields> layout="vertical" onFinish={sending.mutate} initialValues={{ name }}>
        <Form.Item name="text" label={text.text} rules={[{ required: true, min: 5, message: text.textNeeded }]}>
          <Input.TextArea rows={5} maxLength={4000} showCount />
        </Form.Item>
        <Form.Item name="name" label={text.name} rules={needed(text.name)}>
          <Input maxLength={60} autoComplete="name" />
        </Form.Item>
        <Form.Item name="contact" label={text.contactOf} rules={needed(text.contactOf)}>
          <Input maxLength={120} autoComplete="tel" />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={sending.isPending}>
          {text.send}
        </Button>
      </Form>
    </Section>
  );
}

function Taken({ code }: { code: string }) {
  return (
    <Alert
      type="success"
      showIcon
      className="section"
      title={text.received}
      description={
        <>
          <p>{text.receivedNote}</p>
          <Typography.Paragraph className="receipt" copyable={{ text: code }}>
            {code.replace(/(.{5})(?=.)/g, "$1 ")}
          </Typography.Paragraph>
        </>
      }
    />
  );
}
