/** What happened in a process instance, in the order of time: what people did first, the rest when asked for. */
import { Checkbox, Empty, Timeline } from "antd";
import { useState } from "react";
import { usePages } from "../../api/pages";
import type { HistoryEvent } from "../../api/types";
import { zh } from "../../messages/zh";
import { LoadMore } from "../LoadMore";
import { exactTime } from "../officeTime";
import { ProblemList } from "../ProblemList";

const text = zh.diagram;
/** A person's task tells of itself when it is opened and completed; what else it passes through says nothing more. */
const TOLD_AS_TASKS = new Set(["userTask", "manualTask", "exclusiveGateway", "parallelGateway"]);
/** What the product does by itself, and that a task lay with somebody before it was done. */
const FOLDED = new Set(["element.completed", "task.opened"]);
/** What follows by itself from what somebody did: it is not theirs. */
const BY_ITSELF = /^(ballot\.(opened|counted)|notice\.(published|ended)|cycle\.(sitting_closed|moved_up)|nomination\.checked)$/;

export function History({ instanceId }: { instanceId: number }) {
  const pages = usePages<HistoryEvent>(`/instances/${instanceId}/history`);
  const [whole, setWhole] = useState(false);
  const told = pages.items.filter(isTold);
  const shown = whole ? told : told.filter(({ type }) => !FOLDED.has(type));
  return (
    <>
      <ProblemList error={pages.error} />
      <Checkbox className="no-print history-whole" checked={whole} onChange={({ target }) => setWhole(target.checked)}>
        {text.historyWhole}
      </Checkbox>
      {shown.length === 0 && !pages.isPending && <Empty description={text.historyEmpty} />}
      <Timeline items={shown.map((event) => ({ key: event.seq, content: <Happening event={event} /> }))} />
      {pages.hasNextPage && <LoadMore pages={pages} />}
    </>
  );
}

/** The inner workings of the engine are recorded too, but say nothing to a person. */
function isTold({ type, name, data }: HistoryEvent): boolean {
  if (type === "element.completed" && (!name || TOLD_AS_TASKS.has(String(data.type)))) return false;
  return text.eventText(type) !== undefined;
}

function Happening({ event }: { event: HistoryEvent }) {
  const { type, name, at, actor, on_behalf_of, data } = event;
  const comment = data.comment;
  return (
    <div className="happening">
      <strong>{[text.eventText(type), text.eventAbout(type, data) ?? name].filter(Boolean).join(" · ")}</strong>
      <time dateTime={at}>{exactTime(at)}</time>
      {actor && !BY_ITSELF.test(type) && <span>{text.by(actor.name, on_behalf_of?.name)}</span>}
      {typeof comment === "string" && comment && <p className="prose">{text.comment(comment)}</p>}
    </div>
  );
}
