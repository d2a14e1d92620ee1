/** The facts of an item: whose it is, until when, how far it has come. */
import { Descriptions, Progress } from "antd";
import { Link } from "react-router";
import type { ItemDetail, Named } from "../../api/types";
import { Due } from "../../components/Due";
import { exactTime } from "../../components/officeTime";
import { zh } from "../../messages/zh";
import { useRole } from "../session/SessionContext";
import { OVERSEERS } from "../shell/menu";

const text = zh.items;
const nameOf = (one: Named | null) => one?.name ?? zh.common.none;

export function ItemFacts({ item }: { item: ItemDetail }) {
  const { matter } = item;
  const matterName = zh.tasks.of(matter.number, matter.title);
  const seesMatter = useRole(...OVERSEERS);
  return (
    <Descriptions
      size="small"
      bordered
      column={{ xs: 1, md: 2, xl: 3 }}
      items={[
        {
          key: "matter",
          label: text.matter,
          span: "filled",
          children: seesMatter ? <Link to={`/matters/${matter.id}`}>{matterName}</Link> : matterName,
        },
        { key: "lead", label: text.leadUnit, children: nameOf(item.lead_unit) },
        { key: "co", label: text.coUnits, children: item.co_units.map(nameOf).join(zh.drafts.listSeparator) || zh.common.none },
        { key: "handler", label: text.handler, children: nameOf(item.handler) },
        { key: "substitute", label: text.substitute, children: nameOf(item.substitute) },
        { key: "officer", label: text.officer, children: nameOf(item.officer) },
        { key: "leader", label: text.leader, children: nameOf(item.leader) },
        { key: "urgency", label: text.urgency, children: item.urgency.text },
        ...(item.special ? [{ key: "special", label: text.special, children: text.yes }] : []),
        { key: "cadence", label: text.cadence, children: item.cadence.text },
        { key: "state", label: text.state, children: item.outcome?.text ?? item.state.text },
        { key: "due", label: text.due, children: <DueWithOriginal item={item} /> },
        { key: "progress", label: text.progress, children: <Progress percent={item.progress} size="small" /> },
        { key: "urged", label: text.timesUrged, children: text.times(item.times_urged) },
        { key: "missed", label: text.reportsMissed, children: text.times(item.reports_missed) },
        { key: "extended", label: text.timesExtended, children: text.times(item.times_extended) },
        { key: "rejected", label: text.timesRejected, children: text.times(item.times_rejected) },
        { key: "reopened", label: text.timesReopened, children: text.times(item.times_reopened) },
        { key: "evidence", label: text.evidence, children: item.evidence.join(zh.drafts.listSeparator) || zh.common.none },
        { key: "place", label: text.place, children: [item.section, item.place].filter(Boolean).join(" ") || zh.common.none },
        ...(item.closed_at ? [{ key: "closed", label: text.closed, children: <Closed item={item} at={item.closed_at} /> }] : []),
      ]}
    />
  );
}

function DueWithOriginal({ item }: { item: ItemDetail }) {
  return (
    <>
      <Due at={item.due_at} done={item.closed_at !== null} />
      {item.original_due_at && <div className="muted">{text.originalDue(exactTime(item.original_due_at))}</div>}
    </>
  );
}

function Closed({ item, at }: { item: ItemDetail; at: string }) {
  return (
    <>
      {exactTime(at)} {item.closed_late && <strong className="due-over">{text.closedLate}</strong>}
    </>
  );
}
