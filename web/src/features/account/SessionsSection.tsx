/** Where one is signed in; each of the others can be ended, or all of them. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { messageOf } from "../../api/problem";
import type { SignedInAt } from "../../api/types";
import { ListOrCards, type Column } from "../../components/ListOrCards";
import { exactTime } from "../../components/officeTime";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";
import { endOtherSessions, endSession, sessionsQuery } from "./accountApi";

const text = zh.account;

export function SessionsSection() {
  const sessions = useQuery(sessionsQuery);
  const client = useQueryClient();
  const { message } = App.useApp();
  const ending = useMutation({
    mutationFn: (id: number | "others") => (id === "others" ? endOtherSessions() : endSession(id)),
    onSuccess: () => message.success(text.ended),
    onError: (error) => message.error(messageOf(error)),
    onSettled: () => client.invalidateQueries(sessionsQuery),
  });
  const rows = sessions.data ?? [];
  const others = rows.some((row) => !row.is_current);
  return (
    <Section
      title={text.sessions}
      extra={others && <Button onClick={() => ending.mutate("others")}>{text.endOthers}</Button>}
    >
      <p className="muted">{text.sessionsLead}</p>
      <ListOrCards
        label={text.sessions}
        columns={columns((id) => ending.mutate(id))}
        rows={rows}
        loading={sessions.isPending}
        emptyText={sessions.error ? messageOf(sessions.error) : text.noSessions}
      />
    </Section>
  );
}

function columns(onEnd: (id: number) => void): Column<SignedInAt>[] {
  return [
    { key: "device", title: text.device, onCard: "heading", render: ({ device }) => device || text.unknownDevice },
    { key: "address", title: text.address, render: ({ address }) => address },
    { key: "way", title: text.way, render: ({ way }) => text.ways[way] },
    { key: "since", title: text.since, render: ({ opened_at }) => exactTime(opened_at) },
    { key: "seen", title: text.seen, render: ({ seen_at }) => exactTime(seen_at) },
    {
      key: "action",
      title: text.action,
      onCard: "foot",
      render: ({ id, is_current }) =>
        is_current ? <strong>{text.here}</strong> : <Button onClick={() => onEnd(id)}>{text.end}</Button>,
    },
  ];
}
