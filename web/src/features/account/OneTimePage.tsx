/** What somebody sees who came in with a one-time password: its change, and nothing else. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { zh } from "../../messages/zh";
import { changeOver, sessionQuery, signOut } from "../session/sessionApi";
import { PasswordForm } from "./PasswordForm";

const text = zh.account;

export function OneTimePage() {
  const client = useQueryClient();
  const leaving = useMutation({ mutationFn: signOut, onSuccess: () => changeOver(client, null) });
  return (
    <main className="login">
      <section className="login-card">
        <h2>{text.oneTimeTitle}</h2>
        <p className="muted">{text.oneTimeLead}</p>
        <PasswordForm oldLabel={text.oneTimeOld} onChanged={() => client.invalidateQueries(sessionQuery)} />
        <Button type="link" block loading={leaving.isPending} onClick={() => leaving.mutate()}>
          {zh.shell.signOut}
        </Button>
      </section>
    </main>
  );
}
