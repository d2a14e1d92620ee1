/** 减负: what each unit was asked for in a week, beside the caps; designers change the caps. */
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import dayjs from "dayjs";
import { useState } from "react";
import { get } from "../../api/client";
import type { AskedUnit, AskedWeek } from "../../api/types";
import { Asked } from "../../components/Asked";
import { ListOrCards, type Column } from "../../components/ListOrCards";
import { exactDate } from "../../components/officeTime";
import { PageHead } from "../../components/PageHead";
import { PrintButton } from "../../components/PrintButton";
import { zh } from "../../messages/zh";
import { useRole } from "../session/SessionContext";
import { DESIGNERS } from "../shell/menu";
import { Caps } from "./Caps";

const text = zh.asking;

const COLUMNS: Column<AskedUnit & { id: number }>[] = [
  { key: "unit", title: text.unit, onCard: "heading", render: ({ unit }) => unit.name },
  { key: "line", title: text.line, render: ({ line }) => line || zh.common.none },
  { key: "urges", title: text.urges, render: ({ urges, urges_cap }) => text.ofCap(urges, urges_cap) },
  { key: "bundled", title: text.bundled, render: ({ bundled }) => bundled },
  { key: "reports", title: text.reports, render: ({ reports, reports_cap }) => text.ofCap(reports, reports_cap) },
  { key: "total", title: text.total, render: ({ urges, bundled, reports }) => urges + bundled + reports },
  {
    key: "over",
    title: text.over,
    onCard: "badge",
    render: ({ is_over }) => (is_over ? <strong className="due-over">{text.over}</strong> : zh.common.none),
  },
];

export function AskingPage() {
  const [day, setDay] = useState<string>();
  const week = useQuery({ queryKey: ["/asking", day ?? ""], queryFn: () => get<AskedWeek>("/asking", { day }) });
  const mayChange = useRole(...DESIGNERS);
  return (
    <Asked query={week}>
      {(found) => (
        <>
          <PageHead title={text.title} lead={text.lead} actions={<PrintButton />} />
          <nav className="no-print week-choice" aria-label={text.title}>
            <Button onClick={() => setDay(dayjs(found.starts_on).subtract(1, "day").format("YYYY-MM-DD"))}>{text.before}</Button>
            <strong>{text.week(exactDate(found.starts_on), exactDate(found.ends_on))}</strong>
            <Button onClick={() => setDay(dayjs(found.ends_on).add(1, "day").format("YYYY-MM-DD"))}>{text.after}</Button>
          </nav>
          <ListOrCards
            label={text.title}
            columns={COLUMNS}
            rows={found.units.map((one) => ({ ...one, id: one.unit.id }))}
            emptyText={text.empty}
          />
          {mayChange && <Caps caps={found.caps} />}
        </>
      )}
    </Asked>
  );
}
