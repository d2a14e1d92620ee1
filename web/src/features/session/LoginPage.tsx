/** Signing in: the product's name, one line of what it is, and two fields. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Divider, Form, Input } from "antd";
import { Navigate, useSearchParams } from "react-router";
import { messageOf } from "../../api/problem";
import { zh } from "../../messages/zh";
import { DemoAccounts } from "./DemoAccounts";
import { changeOver, demoQuery, sessionQuery, signIn, throughProvider, waysQuery } from "./sessionApi";

const text = zh.session;

interface Credentials {
  username: string;
  password: string;
}

/** Only a path of this site: a link must not send a freshly signed-in person elsewhere. */
export function safeReturn(path: string | null): string {
  return path && /^\/(?![/\\])/.test(path) ? path : "/tasks";
}

export function LoginPage() {
  const [form] = Form.useForm<Credentials>();
  const [search] = useSearchParams();
  const client = useQueryClient();
  const session = useQuery(sessionQuery);
  const demo = useQuery(demoQuery);
  const ways = useQuery(waysQuery);
  const refused = text.refused[search.get("refused") ?? ""];
  const entry = useMutation({
    mutationFn: signIn,
    onSuccess: (signedIn) => changeOver(client, signedIn),
  });
  if (session.data) return <Navigate to={safeReturn(search.get("from"))} replace />;
  return (
    <main className="login">
      <section className="login-card">
        <h1>{text.title}</h1>
        <p className="login-purpose">{text.purpose}</p>
        {refused && !entry.error && <Alert type="warning" showIcon title={refused} role="alert" />}
        {entry.error && <Alert type="error" showIcon title={messageOf(entry.error)} role="alert" />}
        <Form form={form} layout="vertical" requiredMark={false} onFinish={(values) => entry.mutate(values)}>
          <Form.Item
            name="username"
            label={text.username}
            rules={[{ required: true, whitespace: true, message: text.usernameNeeded }]}
          >
            <Input autoComplete="username" autoFocus size="large" />
          </Form.Item>
          <Form.Item name="password" label={text.password} rules={[{ required: true, message: text.passwordNeeded }]}>
            <Input.Password autoComplete="current-password" size="large" />
          </Form.Item>
          <Button type="primary" htmlType="submit" size="large" block loading={entry.isPending}>
            {entry.isPending ? text.signingIn : text.signIn}
          </Button>
        </Form>
        {ways.data?.provider && (
          <>
            <Divider plain>{text.or}</Divider>
            <Button size="large" block href={throughProvider(safeReturn(search.get("from")))}>
              {text.through(ways.data.provider)}
            </Button>
          </>
        )}
        <DemoAccounts
          accounts={demo.data ?? []}
          onChoose={({ username, password }) => form.setFieldsValue({ username, password })}
        />
      </section>
    </main>
  );
}
