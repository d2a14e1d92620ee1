/** What a list of items shows of each. */
import type { ItemRow } from "../../api/types";
import { Due } from "../../components/Due";
import { Light } from "../../components/Light";
import { exactTime } from "../../components/officeTime";
import type { Column } from "../../components/ListOrCards";
import { zh } from "../../messages/zh";

const text = zh.ledger;
const title = text.columns;

export const ITEM_COLUMNS: Column<ItemRow>[] = [
  {
    key: "light",
    title: title.light,
    onCard: "badge",
    render: ({ light, missed_at }) => (
      <>
        <Light light={light} />
        {missed_at && light.code !== "red" && <div className="missed">{zh.items.missed}</div>}
      </>
    ),
  },
  { key: "number", title: title.number, render: ({ number }) => <span className="number">{number || text.noNumber}</span> },
  {
    key: "title",
    title: title.title,
    onCard: "heading",
    wraps: true,
    render: (item) => item.title,
  },
  {
    key: "lead",
    title: title.lead,
    render: ({ lead_unit, handler }) => (
      <>
        <div>{lead_unit?.name ?? zh.common.none}</div>
        <div className="muted">{handler?.name ?? text.vacant}</div>
      </>
    ),
  },
  { key: "urgency", title: title.urgency, render: ({ urgency }) => urgency.text },
  {
    key: "due",
    title: title.due,
    render: (item) => (
      <>
        <Due at={item.due_at} done={item.closed_at !== null} />
        {item.original_due_at && <div className="muted">{text.originalDue(exactTime(item.original_due_at))}</div>}
      </>
    ),
  },
  {
    key: "step",
    title: title.step,
    render: ({ step, times_urged, reports_missed }) => (
      <>
        <div>{step.text}</div>
        {times_urged > 0 && <div className="muted">{text.urged(times_urged)}</div>}
        {reports_missed > 0 && <div className="muted">{text.missed(reports_missed)}</div>}
      </>
    ),
  },
  { key: "state", title: title.state, render: ({ state, outcome }) => outcome?.text ?? state.text },
];
