/** 表彰: the cycles, newest first; the party committee office opens one. */
import { useQuery } from "@tanstack/react-query";
import { Button, Tag } from "antd";
import { useState } from "react";
import { Link, useNavigate } from "react-router";
import type { AwardCycleRow } from "../../api/types";
import { Asked } from "../../components/Asked";
import { ListOrCards, type Column } from "../../components/ListOrCards";
import { exactDate, exactTime } from "../../components/officeTime";
import { PageHead } from "../../components/PageHead";
import { zh } from "../../messages/zh";
import { cyclesQuery } from "./commendationApi";
import { OpenCycle } from "./OpenCycle";

const text = zh.commendation;

const COLUMNS: Column<AwardCycleRow>[] = [
  { key: "title", title: text.columns.title, onCard: "heading", wraps: true, render: ({ title }) => title },
  {
    key: "state",
    title: text.columns.state,
    onCard: "badge",
    render: ({ state }) => <Tag color={text.colours[state.code]}>{state.text}</Tag>,
  },
  { key: "number", title: text.columns.number, render: ({ number }) => <span className="number">{number}</span> },
  { key: "kind", title: text.columns.kind, render: ({ kind }) => kind.text },
  { key: "until", title: text.columns.until, render: ({ nominate_until }) => exactTime(nominate_until) },
  {
    key: "decided",
    title: text.columns.decided,
    render: ({ decided_at }) => (decided_at ? exactDate(decided_at) : zh.common.none),
  },
];

export function CyclesPage() {
  const [opening, setOpening] = useState(false);
  const navigate = useNavigate();
  const cycles = useQuery(cyclesQuery);
  const mayOpen = cycles.data?.may_open ?? false;
  return (
    <>
      <PageHead
        title={text.title}
        lead={text.lead}
        actions={
          <>
            <Link to="/commendation/awards">
              <Button>{text.awards}</Button>
            </Link>
            {mayOpen && (
              <Button type="primary" onClick={() => setOpening(true)}>
                {text.open}
              </Button>
            )}
          </>
        }
      />
      <Asked query={cycles}>
        {({ items }) => (
          <ListOrCards
            label={text.title}
            columns={COLUMNS}
            rows={items}
            emptyText={text.empty}
            to={({ id }) => `/commendation/${id}`}
          />
        )}
      </Asked>
      {opening && (
        <OpenCycle
          onClose={(id) => {
            setOpening(false);
            if (id) void navigate(`/commendation/${id}`);
          }}
        />
      )}
    </>
  );
}
