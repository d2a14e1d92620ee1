/** The facts of a matter: title, source, who gave it, how urgent, when received. */
import { Button, Checkbox, DatePicker, Form, Input, Select } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useEffect } from "react";
import type { Problem } from "../../api/problem";
import type { MatterFacts } from "../../api/types";
import { plainDate } from "../../components/officeTime";
import { zh } from "../../messages/zh";
import { useNow } from "../session/SessionContext";

const text = zh.matters;
const choices = (values: string[]) => values.map((value) => ({ value, label: value }));

type Fields = Omit<MatterFacts, "received_on"> & { received_on: Dayjs };

interface Props {
  title?: string;
  problems: Problem[];
  busy: boolean;
  submitText: string;
  onSubmit: (facts: MatterFacts) => void;
}

export function MatterForm({ title = "", problems, busy, submitText, onSubmit }: Props) {
  const [form] = Form.useForm<Fields>();
  const today = dayjs(plainDate(useNow()));
  useEffect(() => {
    const known = problems.flatMap(({ field, message }) =>
      isFact(field) ? [{ name: field, errors: [message] }] : [],
    );
    form.setFields(known);
  }, [form, problems]);
  const rule = (name: keyof MatterFacts) => [{ required: true, message: text.needed(text.fields[name]) }];
  return (
    <Form
      form={form}
      layout="vertical"
      className="matter-form"
      scrollToFirstError={{ focus: true }}
      initialValues={{ title, ...text.usual, received_on: today }}
      onFinish={(fields) => onSubmit({ ...fields, received_on: fields.received_on.format("YYYY-MM-DD") })}
    >
      <Form.Item name="title" label={text.fields.title} rules={[...rule("title"), { max: 200, message: text.titleLong }]}>
        <Input />
      </Form.Item>
      <Form.Item name="source" label={text.fields.source} rules={rule("source")}>
        <Select options={choices(text.sources)} />
      </Form.Item>
      <Form.Item name="issuer" label={text.fields.issuer} rules={rule("issuer")}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="urgency" label={text.fields.urgency} rules={rule("urgency")}>
        <Select options={choices(text.urgencies)} />
      </Form.Item>
      <Form.Item name="received_on" label={text.fields.received_on} rules={rule("received_on")}>
        <DatePicker style={{ width: "100%" }} maxDate={today} />
      </Form.Item>
      <Form.Item name="special" valuePropName="checked" extra={text.specialHint}>
        <Checkbox>{text.fields.special}</Checkbox>
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={busy} className="no-print">
        {submitText}
      </Button>
    </Form>
  );
}

function isFact(field: string | null | undefined): field is keyof MatterFacts {
  return field !== null && field !== undefined && field in text.fields;
}
