/** One's notices, newest first: opened they are read, and lead to the very task. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Tabs, Tag } from "antd";
import { Link, useNavigate, useSearchParams } from "react-router";
import { usePages } from "../../api/pages";
import { messageOf } from "../../api/problem";
import type { Notice } from "../../api/types";
import { ListOrCards, type Column } from "../../components/ListOrCards";
import { LoadMore } from "../../components/LoadMore";
import { exactTime } from "../../components/officeTime";
import { PageHead } from "../../components/PageHead";
import { ProblemList } from "../../components/ProblemList";
import { zh } from "../../messages/zh";
import { markAllRead, openNotice } from "./noticesApi";

const text = zh.notices;
type View = "unread" | "all";
const VIEWS: View[] = ["unread", "all"];

export function NoticesPage() {
  const [search, setSearch] = useSearchParams();
  const view = VIEWS.find((known) => known === search.get("view")) ?? "unread";
  const pages = usePages<Notice>("/notices", { unread: view === "unread" ? "true" : undefined });
  const open = useOpening();
  return (
    <>
      <PageHead
        title={text.title}
        lead={text.lead}
        actions={
          <>
            <MarkAll />
            <Link to="/notices/settings">
              <Button>{text.settings}</Button>
            </Link>
          </>
        }
      />
      <Tabs
        activeKey={view}
        onChange={(chosen) => setSearch({ view: chosen }, { replace: true })}
        items={VIEWS.map((key) => ({ key, label: text[key] }))}
      />
      <ProblemList error={pages.error} />
      <ListOrCards
        label={text.title}
        columns={columnsOf(open)}
        rows={pages.items}
        loading={pages.isPending}
        emptyText={text.empty[view]}
      />
      <LoadMore pages={pages} />
    </>
  );
}

function columnsOf(onOpen: (notice: Notice) => void): Column<Notice>[] {
  return [
    {
      key: "title",
      title: text.columns.title,
      wraps: true,
      onCard: "heading",
      render: (notice) => (
        <>
          <Button type="link" className="notice-title" onClick={() => onOpen(notice)}>
            {notice.title}
          </Button>
          <div className="muted notice-text">{notice.text}</div>
        </>
      ),
    },
    { key: "time", title: text.columns.time, width: 170, render: ({ created_at }) => exactTime(created_at) },
    {
      key: "state",
      title: text.columns.state,
      width: 200,
      onCard: "badge",
      render: ({ read_at }) =>
        read_at ? <span className="muted">{text.isRead(exactTime(read_at))}</span> : <Tag color="red">{text.isUnread}</Tag>,
    },
  ];
}

function useOpening(): (notice: Notice) => void {
  const client = useQueryClient();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const opening = useMutation({
    mutationFn: ({ id }: Notice) => openNotice(id, "app"),
    onSuccess: async ({ place }) => {
      void client.invalidateQueries({ queryKey: ["/pulse"] });
      await navigate(place);
    },
    onError: (error) => void message.error(messageOf(error)),
  });
  return (notice) => opening.mutate(notice);
}

function MarkAll() {
  const client = useQueryClient();
  const { message } = App.useApp();
  const marking = useMutation({
    mutationFn: markAllRead,
    onSuccess: ({ marked }) => void message.success(text.marked(marked)),
    onError: (error) => void message.error(messageOf(error)),
    onSettled: () => client.invalidateQueries({ predicate: ({ queryKey: [path] }) => path === "/notices" || path === "/pulse" }),
  });
  return (
    <Button loading={marking.isPending} onClick={() => marking.mutate()}>
      {text.markAll}
    </Button>
  );
}
