/** What the list shows of a mail or a call: of each state what tells something about it. */
import { Button } from "antd";
import type { Delivery, DeliveryKind } from "../../api/types";
import type { Column } from "../../components/ListOrCards";
import { exactTime } from "../../components/officeTime";
import { zh } from "../../messages/zh";
import type { StateView } from "./useDeliveryView";

const text = zh.deliveries;
const title = text.columns;

type Columns = Column<Delivery>[];

const STATE: Column<Delivery> = {
  key: "state",
  title: title.state,
  onCard: "badge",
  render: ({ state }) => <span className={`whole ${state === "dead" ? "failed" : "muted"}`}>{text.states[state]}</span>,
};
const ATTEMPTS: Column<Delivery> = { key: "attempts", title: title.attempts, render: ({ attempts }) => text.times(attempts) };
const REASON: Column<Delivery> = {
  key: "reason",
  title: title.reason,
  wraps: true,
  render: ({ last_error }) => <span className="breaks">{last_error ?? zh.common.none}</span>,
};
const RESENT: Column<Delivery> = { key: "resent", title: title.resent, wraps: true, render: (row) => <Resent row={row} /> };
const CREATED: Column<Delivery> = { key: "created", title: title.created, render: ({ created_at }) => exactTime(created_at) };
const SENT: Column<Delivery> = {
  key: "sent",
  title: title.sent,
  render: ({ sent_at }) => (sent_at ? exactTime(sent_at) : zh.common.none),
};
const NEXT: Column<Delivery> = { key: "next", title: title.next, render: nextOf };

const TELLING: Record<StateView, Columns> = {
  dead: [ATTEMPTS, REASON, RESENT, CREATED],
  waiting: [ATTEMPTS, REASON, RESENT, NEXT],
  sent: [ATTEMPTS, RESENT, SENT],
  kept: [CREATED],
  gathered: [CREATED, NEXT],
  bundled: [CREATED],
  all: [STATE, ATTEMPTS, REASON, NEXT],
};

export function columnsFor(kind: DeliveryKind, state: StateView, onResend: (row: Delivery) => void): Columns {
  return [
    { key: "name", title: title.name[kind], wraps: true, onCard: "heading", render: ({ subject }) => subject },
    { key: "to", title: title.to[kind], wraps: true, render: ({ to }) => to },
    ...TELLING[state],
    ...(state === "dead" || state === "all" ? [resendColumn(onResend)] : []),
  ];
}

function resendColumn(onResend: (row: Delivery) => void): Column<Delivery> {
  return {
    key: "action",
    title: title.action,
    onCard: "foot",
    render: (row) => row.state === "dead" && <Button onClick={() => onResend(row)}>{text.resend}</Button>,
  };
}

function nextOf({ state, next_attempt_at }: Delivery): string {
  if (state === "waiting" || state === "gathered") return exactTime(next_attempt_at);
  return state === "dead" ? text.noMoreTries : zh.common.none;
}

function Resent({ row: { resent_at, resent_by, resend_reason } }: { row: Delivery }) {
  if (!resent_at) return zh.common.none;
  return (
    <>
      <div className="muted">{text.resentBy(exactTime(resent_at), resent_by?.name ?? "")}</div>
      <div className="breaks">{resend_reason}</div>
    </>
  );
}
