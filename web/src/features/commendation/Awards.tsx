/** Awards with their certificate numbers; those revoked stay and say so. */
import { Tag } from "antd";
import type { Award } from "../../api/types";
import { ListOrCards, type Column } from "../../components/ListOrCards";
import { exactDate } from "../../components/officeTime";
import { zh } from "../../messages/zh";

const text = zh.commendation;

const COLUMNS: Column<Award>[] = [
  { key: "name", title: text.columns.name, onCard: "heading", render: ({ name }) => name },
  { key: "state", title: text.columns.state, onCard: "badge", render: (award) => <AwardState award={award} /> },
  { key: "unit", title: text.columns.unit, render: ({ unit }) => unit?.name },
  { key: "number", title: text.columns.certificate, render: ({ number }) => <span className="number">{number}</span> },
  { key: "decided", title: text.columns.decided, render: ({ decided_at }) => exactDate(decided_at) },
];

export function Awards({ awards }: { awards: Award[] }) {
  return (
    <ListOrCards
      label={text.awards}
      columns={COLUMNS}
      rows={awards}
      emptyText={text.noAwards}
      to={({ id }) => `/commendation/awards/${id}`}
    />
  );
}

export function AwardState({ award: { state, revoked_at } }: { award: Pick<Award, "state" | "revoked_at"> }) {
  return <Tag color={text.colours[state.code]}>{revoked_at ? text.revokedOn(state.text, exactDate(revoked_at)) : state.text}</Tag>;
}
