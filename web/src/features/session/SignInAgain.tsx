/** The session ended under an open page: the same person signs in above it, and goes on where they were. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Form, Input, Modal } from "antd";
import { messageOf } from "../../api/problem";
import { zh } from "../../messages/zh";
import { changeOver, sessionQuery, signIn } from "./sessionApi";

const text = zh.session;

export function SignInAgain({ username }: { username: string }) {
  const client = useQueryClient();
  const entry = useMutation({
    mutationFn: ({ password }: { password: string }) => signIn({ username, password }),
    onSuccess: async (signedIn) => {
      client.setQueryData(sessionQuery.queryKey, signedIn);
      await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionQuery.queryKey[0] });
    },
  });
  const leave = () => {
    changeOver(client, null);
    window.location.assign("/login");
  };
  return (
    <Modal open title={text.again} closable={false} keyboard={false} footer={null}>
      <p>{text.againLead}</p>
      {entry.error && <Alert type="error" showIcon title={messageOf(entry.error)} role="alert" className="section" />}
      <Form layout="vertical" requiredMark={false} onFinish={entry.mutate}>
        <Form.Item label={text.username}>
          <Input value={username} readOnly autoComplete="username" aria-label={text.username} />
        </Form.Item>
        <Form.Item name="password" label={text.password} rules={[{ required: true, message: text.passwordNeeded }]}>
          <Input.Password autoComplete="current-password" autoFocus />
        </Form.Item>
        <div className="form-actions">
          <Button type="primary" htmlType="submit" loading={entry.isPending}>
            {text.signIn}
          </Button>
          <Button onClick={leave}>{text.asSomebodyElse}</Button>
        </div>
      </Form>
    </Modal>
  );
}
