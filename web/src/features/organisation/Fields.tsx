/** The fields of the organisation's dialogs. */
import { Form, Input, Select } from "antd";
import { zh } from "../../messages/zh";

const text = zh.organisation;

interface FieldProps {
  name: string;
  label: string;
  needed?: boolean;
  hint?: string;
  /** What tells it from others and stays as it is. */
  fixed?: boolean;
}

const rulesOf = ({ needed, label }: FieldProps) =>
  needed ? [{ required: true, whitespace: true, message: text.needed(label) }] : [];

export function TextField({ longest = 60, ...field }: FieldProps & { longest?: number }) {
  return (
    <Form.Item name={field.name} label={field.label} extra={field.hint} rules={rulesOf(field)}>
      <Input maxLength={longest} disabled={field.fixed} />
    </Form.Item>
  );
}

type Choice = { value: string; label: string };

export function ChoiceField({ choices, several, ...field }: FieldProps & { choices: Choice[]; several?: boolean }) {
  const rules = field.needed ? [{ required: true, message: text.needed(field.label) }] : [];
  return (
    <Form.Item name={field.name} label={field.label} extra={field.hint} rules={rules}>
      <Select
        mode={several ? "multiple" : undefined}
        options={choices}
        disabled={field.fixed}
        allowClear={!field.needed}
        showSearch={{ optionFilterProp: "label" }}
      />
    </Form.Item>
  );
}

export function choicesOf(words: Record<string, string>): Choice[] {
  return Object.entries(words).map(([value, label]) => ({ value, label }));
}
