/** 通知送达与阅读: who was told of the item, by which way, whether it left the house, and when they read it. */
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import type { ToldOfItem } from "../../api/types";
import { Asked } from "../../components/Asked";
import { ListOrCards, type Column } from "../../components/ListOrCards";
import { exactTime } from "../../components/officeTime";
import { zh } from "../../messages/zh";
import { toldQuery } from "./itemsApi";

const text = zh.notices.ofItem;
type Row = ToldOfItem & { id: number };
/** An item of some months has told dozens of times; the newest come first and are what is looked for. */
const FIRST = 5;

export function ToldOfItemList({ id }: { id: number }) {
  const told = useQuery(toldQuery(id));
  return (
    <Asked query={told}>
      {({ items }) => (
        <Rows rows={items.map((one, index): Row => ({ ...one, id: index })).reverse()} />
      )}
    </Asked>
  );
}

function Rows({ rows }: { rows: Row[] }) {
  const [whole, setWhole] = useState(rows.length <= FIRST);
  return (
    <>
      <ListOrCards label={text.title} columns={COLUMNS} rows={whole ? rows : rows.slice(0, FIRST)} emptyText={text.empty} />
      {!whole && (
        <div className="load-more no-print">
          <Button onClick={() => setWhole(true)}>{text.whole(rows.length)}</Button>
        </div>
      )}
    </>
  );
}

const COLUMNS: Column<Row>[] = [
  { key: "to", title: text.to, onCard: "heading", render: ({ to }) => to },
  {
    key: "what",
    title: text.what,
    wraps: true,
    render: ({ at, title }) => (
      <>
        <time dateTime={at}>{exactTime(at)}</time>
        <div>{title}</div>
      </>
    ),
  },
  { key: "way", title: text.way, render: ({ way }) => text.ways[way] ?? way },
  { key: "sent", title: text.sent, wraps: true, render: (row) => <Sent row={row} /> },
  { key: "read", title: text.read, wraps: true, render: (row) => readOf(row) },
];

function Sent({ row: { state, sent_at, leaves_at, attempts, last_error } }: { row: Row }) {
  if (state === null) return text.inApp;
  const when = sent_at ? exactTime(sent_at) : leaves_at ? text.leaves(exactTime(leaves_at)) : "";
  return (
    <>
      <span className={state === "dead" ? "failed" : undefined}>{text.states[state] ?? state}</span> {when}
      {last_error && (
        <div className="muted breaks">
          {text.retried(attempts)}：{last_error}
        </div>
      )}
    </>
  );
}

/** Of a group nobody can say who has read it. */
function readOf({ way, read_at, read_via }: Row): string {
  if (!["app", "mail", "digest"].includes(way)) return text.group;
  return read_at ? `${exactTime(read_at)} ${text.via[read_via ?? ""] ?? ""}` : text.notRead;
}
