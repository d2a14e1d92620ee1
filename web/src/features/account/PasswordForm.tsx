/** Three fields and the rules: the old password, the new one twice. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Form, Input } from "antd";
import { ProblemList } from "../../components/ProblemList";
import { zh } from "../../messages/zh";
import { changePassword, sessionsQuery } from "./accountApi";

const text = zh.account;
const SHORTEST = 10;

interface Fields {
  old: string;
  fresh: string;
  again: string;
}

export function PasswordForm({ oldLabel, onChanged }: { oldLabel: string; onChanged?: () => Promise<unknown> }) {
  const [form] = Form.useForm<Fields>();
  const client = useQueryClient();
  const { message } = App.useApp();
  const change = useMutation({
    mutationFn: ({ old, fresh }: Fields) => changePassword({ old, new: fresh }),
    onSuccess: async () => {
      void message.success(text.changed);
      form.resetFields();
      await client.invalidateQueries(sessionsQuery);
      await onChanged?.();
    },
  });
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      className="narrow-form"
      onFinish={(fields) => change.mutate(fields)}
    >
      <ProblemList error={change.error} placeOf={({ field }) => text.fields[field ?? ""]} />
      <Form.Item name="old" label={oldLabel} rules={[{ required: true, message: text.oldNeeded }]}>
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <Form.Item
        name="fresh"
        label={text.fresh}
        extra={text.passwordRules}
        rules={[
          { required: true, message: text.freshNeeded },
          { min: SHORTEST, message: text.tooShort },
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name="again"
        label={text.again}
        dependencies={["fresh"]}
        rules={[
          ({ getFieldValue }) => ({
            validator: (_, value) =>
              value === getFieldValue("fresh") ? Promise.resolve() : Promise.reject(new Error(text.notTheSame)),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={change.isPending}>
        {text.change}
      </Button>
    </Form>
  );
}
