/** 负面清单: what stands against units and people, entered by itself or by hand, withdrawn with a reason. */
import { useQuery } from "@tanstack/react-query";
import { Button, Select } from "antd";
import { useState } from "react";
import { Link, useSearchParams } from "react-router";
import type { NegativeEntry } from "../../api/types";
import { Asked } from "../../components/Asked";
import { ListOrCards, type Column } from "../../components/ListOrCards";
import { exactDate } from "../../components/officeTime";
import { PageHead } from "../../components/PageHead";
import { PrintButton } from "../../components/PrintButton";
import { zh } from "../../messages/zh";
import { EnterNegative } from "./EnterNegative";
import { negativesQuery } from "./performanceApi";
import { WithdrawNegative } from "./WithdrawNegative";

const text = zh.negativeList;
const KINDS = Object.entries(text.kinds).map(([value, label]) => ({ value, label }));
const STATES = Object.entries(text.states).map(([value, label]) => ({ value, label }));
const ALL = "all";

export function NegativeListPage() {
  const [search, setSearch] = useSearchParams();
  const [entering, setEntering] = useState(false);
  const [withdrawing, setWithdrawing] = useState<NegativeEntry | null>(null);
  const kind = search.get("kind") ?? undefined;
  const state = search.get("state") ?? "stands";
  const query = useQuery(negativesQuery({ kind, state: state === ALL ? undefined : state }));
  const choose = (changed: Record<string, string>) => {
    const given = Object.entries({ kind: kind ?? "", state, ...changed }).filter(([, value]) => value !== "");
    setSearch(Object.fromEntries(given));
  };
  return (
    <>
      <PageHead
        title={text.title}
        lead={text.lead}
        actions={
          <>
            {(query.data?.may_enter.length ?? 0) > 0 && (
              <Button type="primary" onClick={() => setEntering(true)}>
                {text.enter}
              </Button>
            )}
            <PrintButton />
          </>
        }
      />
      <div className="filters no-print">
        <Select
          aria-label={text.kind}
          value={kind ?? ""}
          onChange={(value) => choose({ kind: value })}
          style={{ minWidth: 140 }}
          options={[{ value: "", label: text.everyKind }, ...KINDS]}
        />
        <Select
          aria-label={text.state}
          value={state}
          onChange={(value) => choose({ state: value })}
          style={{ minWidth: 140 }}
          options={STATES}
        />
      </div>
      <Asked query={query}>
        {({ items, may_enter }) => (
          <>
            <ListOrCards
              label={text.title}
              columns={columnsOf(setWithdrawing)}
              rows={items}
              emptyText={text.empty}
            />
            {entering && <EnterNegative kinds={may_enter} onClose={() => setEntering(false)} />}
          </>
        )}
      </Asked>
      {withdrawing && <WithdrawNegative entry={withdrawing} onClose={() => setWithdrawing(null)} />}
    </>
  );
}

function columnsOf(onWithdraw: (entry: NegativeEntry) => void): Column<NegativeEntry>[] {
  const label = text.columns;
  return [
    { key: "text", title: label.text, onCard: "heading", wraps: true, render: (entry) => <Told entry={entry} /> },
    { key: "state", title: label.state, onCard: "badge", render: ({ state }) => state.text },
    { key: "kind", title: label.kind, render: ({ kind }) => kind.text },
    {
      key: "who",
      title: label.who,
      render: ({ person, unit }) => [unit?.name, person?.name].filter(Boolean).join(" "),
    },
    { key: "day", title: label.day, render: ({ occurred_on }) => exactDate(occurred_on) },
    { key: "until", title: label.until, render: ({ expires_on }) => (expires_on ? exactDate(expires_on) : text.noEnd) },
    { key: "by", title: label.by, render: ({ entered_by }) => entered_by?.name ?? text.bySystem },
    {
      key: "withdraw",
      title: "",
      onCard: "foot",
      render: (entry) =>
        entry.may_withdraw && (
          <Button size="small" className="no-print" onClick={() => onWithdraw(entry)}>
            {text.withdraw}
          </Button>
        ),
    },
  ];
}

function Told({ entry }: { entry: NegativeEntry }) {
  const more = [
    entry.cause && text.cause(entry.cause),
    entry.correction && text.correction(entry.correction),
    entry.state.code === "withdrawn" && text.withdrawnFor(entry.reason),
  ].filter(Boolean);
  return (
    <>
      {[entry.document, entry.text].filter(Boolean).join(" ")}
      {more.map((line) => (
        <div key={String(line)} className="muted">
          {line}
        </div>
      ))}
      {entry.item && (
        <div>
          <Link to={`/items/${entry.item.id}`}>{`${entry.item.number} ${entry.item.title}`}</Link>
        </div>
      )}
    </>
  );
}
