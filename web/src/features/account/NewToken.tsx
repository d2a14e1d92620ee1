/** Makes a token with a purpose, a scope and an end, and shows it once. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Checkbox, Form, Input, Modal, Radio } from "antd";
import type { Scope, TokenWanted } from "../../api/types";
import { ProblemList } from "../../components/ProblemList";
import { zh } from "../../messages/zh";
import { createToken, tokensQuery } from "./accountApi";
import { ShownOnce } from "./ShownOnce";

const text = zh.account;
const LONGEST_LABEL = 60;
const DAYS = [30, 90, 365];
const SCOPES = Object.keys(text.scopes) as Scope[];

export function NewToken({ onClose }: { onClose: () => void }) {
  const [form] = Form.useForm<TokenWanted>();
  const client = useQueryClient();
  const creating = useMutation({
    mutationFn: createToken,
    onSuccess: () => client.invalidateQueries(tokensQuery),
  });
  const secret = creating.data?.secret;
  return (
    <Modal
      open
      title={text.newToken}
      okText={secret ? text.close : text.create}
      confirmLoading={creating.isPending}
      mask={{ closable: !secret }}
      cancelButtonProps={secret ? { style: { display: "none" } } : undefined}
      onOk={secret ? onClose : form.submit}
      onCancel={onClose}
    >
      {secret ? (
        <ShownOnce lead={text.shownOnce} secret={secret} />
      ) : (
        <>
          <ProblemList error={creating.error} placeOf={({ field }) => text.fields[field ?? ""]} />
          <Form
            form={form}
            layout="vertical"
            initialValues={{ scopes: ["read"], days: DAYS[1] }}
            onFinish={(wanted) => creating.mutate(wanted)}
          >
            <Form.Item
              name="label"
              label={text.label}
              rules={[{ required: true, whitespace: true, message: text.labelNeeded }]}
            >
              <Input maxLength={LONGEST_LABEL} autoFocus />
            </Form.Item>
            <Form.Item name="scopes" label={text.scope} rules={[{ required: true, message: text.scopeNeeded }]}>
              <Checkbox.Group options={SCOPES.map((value) => ({ value, label: text.scopes[value] }))} />
            </Form.Item>
            <Form.Item name="days" label={text.days}>
              <Radio.Group options={DAYS.map((value) => ({ value, label: text.dayOptions(value) }))} />
            </Form.Item>
          </Form>
        </>
      )}
    </Modal>
  );
}
