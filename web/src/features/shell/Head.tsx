/** The head of every page: office, server time, who is signed in, signing out. */
import { LogoutOutlined, MenuOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Layout } from "antd";
import { Link, useNavigate } from "react-router";
import { messageOf } from "../../api/problem";
import { exactTime, weekday } from "../../components/officeTime";
import { zh } from "../../messages/zh";
import { Bell } from "../notices/Bell";
import { changeOver, leaveFor, signOut } from "../session/sessionApi";
import { useNow, useSession } from "../session/SessionContext";

export function Head({ onMenu }: { onMenu?: () => void }) {
  const { office, person } = useSession();
  const now = useNow();
  return (
    <Layout.Header className="head">
      {onMenu && <Button type="text" icon={<MenuOutlined />} aria-label={zh.shell.menuOpen} onClick={onMenu} />}
      <Link to="/tasks" className="head-product">
        {zh.common.product}
      </Link>
      <span className="head-office">{office.name}</span>
      <time className="head-time" dateTime={now.toISOString()} title={zh.shell.today}>
        {exactTime(now)} {weekday(now)}
      </time>
      <span className="head-person">
        {person.name}
        <span className="head-post">{[person.unit?.name, person.post].filter(Boolean).join(" ")}</span>
      </span>
      <Bell />
      <SignOutButton />
    </Layout.Header>
  );
}

function SignOutButton() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const leaving = useMutation({
    mutationFn: signOut,
    onSuccess: async (address) => {
      if (address) return leaveFor(address);
      await navigate("/login");
      changeOver(client, null);
    },
    onError: (error) => message.error(messageOf(error)),
  });
  return (
    <Button
      type="text"
      icon={<LogoutOutlined />}
      aria-label={zh.shell.signOut}
      title={zh.shell.signOut}
      loading={leaving.isPending}
      onClick={() => leaving.mutate()}
    />
  );
}
