/** 群机器人与推送: which groups and programs outside are told of what. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { App, Button, Space, Tag } from "antd";
import { useState } from "react";
import { messageOf } from "../../api/problem";
import type { Channel } from "../../api/types";
import { Asked } from "../../components/Asked";
import { ListOrCards, type Column } from "../../components/ListOrCards";
import { PageHead } from "../../components/PageHead";
import { zh } from "../../messages/zh";
import { ChannelDialog } from "./ChannelDialog";
import { channelsQuery, kindsQuery, tryChannel } from "./channelsApi";

const text = zh.notices.channels;

export function ChannelsPage() {
  const [open, setOpen] = useState<Channel | "new" | null>(null);
  const channels = useQuery(channelsQuery);
  const kinds = useQuery(kindsQuery).data?.kinds ?? [];
  const labelOf = (code: string) => kinds.find(({ kind }) => kind === code)?.label ?? code;
  const trying = useTrying();
  return (
    <>
      <PageHead
        title={text.title}
        lead={text.lead}
        actions={
          <Button type="primary" onClick={() => setOpen("new")}>
            {text.enter}
          </Button>
        }
      />
      <Asked query={channels}>
        {({ items }) => (
          <ListOrCards
            label={text.title}
            columns={columnsOf(labelOf, setOpen, trying)}
            rows={items}
            emptyText={text.empty}
          />
        )}
      </Asked>
      {open && <ChannelDialog channel={open === "new" ? null : open} kinds={kinds} onClose={() => setOpen(null)} />}
    </>
  );
}

function columnsOf(
  labelOf: (code: string) => string,
  onChange: (channel: Channel) => void,
  onTry: (channel: Channel) => void,
): Column<Channel>[] {
  return [
    { key: "name", title: text.name, onCard: "heading", render: ({ name }) => name },
    { key: "kind", title: text.kind, render: ({ kind }) => text.kinds[kind] },
    {
      key: "host",
      title: text.host,
      render: ({ host, has_secret }) => (
        <>
          {host} <span className="muted">{has_secret ? text.hasSecret : text.noSecret}</span>
        </>
      ),
    },
    { key: "unit", title: text.unit, render: ({ unit }) => unit?.name ?? text.wholeOffice },
    { key: "events", title: text.events, wraps: true, render: ({ events }) => events.map(labelOf).join("、") },
    {
      key: "state",
      title: text.state,
      onCard: "badge",
      render: ({ is_on }) => <Tag color={is_on ? "green" : "default"}>{is_on ? text.on : text.off}</Tag>,
    },
    {
      key: "action",
      title: text.action,
      onCard: "foot",
      render: (channel) => (
        <Space>
          <Button onClick={() => onChange(channel)}>{text.change}</Button>
          {channel.is_on && <Button onClick={() => onTry(channel)}>{text.try}</Button>}
        </Space>
      ),
    },
  ];
}

function useTrying(): (channel: Channel) => void {
  const { message } = App.useApp();
  const trying = useMutation({
    mutationFn: ({ id }: Channel) => tryChannel(id),
    onSuccess: () => void message.success(text.tried),
    onError: (error) => void message.error(messageOf(error)),
  });
  return (channel) => trying.mutate(channel);
}
