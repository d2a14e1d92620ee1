/** Something that needs a reason and is asked twice. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Form, Input, Modal } from "antd";
import { useState } from "react";
import { freshKey } from "../../api/client";
import { ProblemList } from "../../components/ProblemList";
import { zh } from "../../messages/zh";

const text = zh.ballots;

interface Props {
  label: string;
  ask: string;
  onDo: (reason: string, key: string) => Promise<unknown>;
  small?: boolean;
}

export function ReasonButton({ label, ask, onDo, small }: Props) {
  const [key, setKey] = useState<string | null>(null);
  const [form] = Form.useForm<{ reason: string }>();
  const client = useQueryClient();
  const doing = useMutation({
    mutationFn: ({ reason }: { reason: string }) => onDo(reason, key ?? ""),
    onSuccess: async () => {
      setKey(null);
      await client.invalidateQueries();
    },
  });
  return (
    <>
      <Button size={small ? "small" : undefined} onClick={() => setKey(freshKey())}>
        {label}
      </Button>
      <Modal
        open={key !== null}
        title={label}
        okText={label}
        confirmLoading={doing.isPending}
        onOk={form.submit}
        onCancel={() => setKey(null)}
      >
        <p>{ask}</p>
        <ProblemList error={doing.error} placeOf={() => null} />
        <Form form={form} layout="vertical" onFinish={doing.mutate}>
          <Form.Item name="reason" label={text.reason} rules={[{ required: true, message: text.reasonNeeded }]}>
            <Input.TextArea maxLength={400} rows={3} />
          </Form.Item>
        </Form>
      </Modal>
    </>
  );
}
