/** The facts of a matter: title, source, who gave it, how urgent, when received. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { Alert, Button, Checkbox, DatePicker, Form, Input, Select } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useEffect } from "react";
import { Link } from "react-router";
import type { Problem } from "../../api/problem";
import type { DuplicatesFound, MatterFacts } from "../../api/types";
import { plainDate } from "../../components/officeTime";
import { zh } from "../../messages/zh";
import { useNow } from "../session/SessionContext";
import { matterTwins, numberingQuery } from "./mattersApi";

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
  const numbering = useQuery(numberingQuery);
  const sources = (numbering.data?.sources ?? []).filter(({ is_offered }) => is_offered).map(({ name }) => name);
  const twins = useMutation({ mutationFn: (fields: Fields) => matterTwins({ ...fields, received_on: undefined }) });
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
      onBlur={() => twins.mutate(form.getFieldsValue())}
      initialValues={{ title, ...text.usual, received_on: today }}
      onFinish={(fields) => onSubmit({ ...fields, received_on: fields.received_on.format("YYYY-MM-DD") })}
    >
      <Form.Item name="title" label={text.fields.title} rules={[...rule("title"), { max: 200, message: text.titleLong }]}>
        <Input />
      </Form.Item>
      <Form.Item name="source" label={text.fields.source} rules={rule("source")}>
        <Select options={choices(sources)} />
      </Form.Item>
      <Form.Item name="issuer" label={text.fields.issuer} rules={rule("issuer")}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="reference" label={text.fields.reference}>
        <Input maxLength={120} />
      </Form.Item>
      {twins.data && twins.data.matters.length > 0 && <Twins found={twins.data.matters} />}
      {(problems.some(({ field }) => field === "reference") || twins.data?.matters.length) && (
        <Form.Item name="duplicate_reason" label={text.fields.duplicate_reason}>
          <Input maxLength={500} />
        </Form.Item>
      )}
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

function Twins({ found }: { found: DuplicatesFound["matters"] }) {
  return (
    <Alert
      type="warning"
      showIcon
      title={text.twins(found.length)}
      description={found.map(({ id, number, title, state }) => (
        <div key={id}>
          <Link to={`/matters/${id}`}>{`${number} ${title}`}</Link> {state.text}
        </div>
      ))}
    />
  );
}

function isFact(field: string | null | undefined): field is keyof MatterFacts {
  return field !== null && field !== undefined && field in text.fields;
}
