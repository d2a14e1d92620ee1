/** What the list shows of an absence. */
import { Button } from "antd";
import type { Absence, DefinitionRow } from "../../api/types";
import type { Column } from "../../components/ListOrCards";
import { zh } from "../../messages/zh";
import { boundInWords } from "./bounds";

const text = zh.absences;
const title = text.columns;

export type State = keyof typeof text.states;
const LOOKS: Record<State, string> = { now: "away", ahead: "whole", over: "whole muted" };

export function stateOf({ starts_at, ends_at }: Absence, now: Date): State {
  if (ends_at && new Date(ends_at) <= now) return "over";
  return starts_at && new Date(starts_at) > now ? "ahead" : "now";
}

interface Context {
  now: Date;
  processes: DefinitionRow[];
  onEnd: (absence: Absence) => void;
  onWork: (absence: Absence) => void;
}

export function columnsOf({ now, processes, onEnd, onWork }: Context): Column<Absence>[] {
  return [
    { key: "person", title: title.person, onCard: "heading", render: ({ person }) => person.name },
    { key: "state", title: title.state, onCard: "badge", render: (absence) => <StateTag state={stateOf(absence, now)} /> },
    { key: "from", title: title.from, render: ({ starts_at }) => (starts_at ? boundInWords(starts_at, "from") : zh.common.none) },
    { key: "to", title: title.to, render: ({ ends_at }) => (ends_at ? boundInWords(ends_at, "to") : zh.common.none) },
    { key: "scope", title: title.scope, wraps: true, render: (absence) => scopeOf(absence, processes) },
    { key: "third", title: title.third, render: ({ third }) => third?.name ?? zh.common.none },
    { key: "reason", title: title.reason, wraps: true, render: ({ reason }) => reason || zh.common.none },
    { key: "by", title: title.enteredBy, render: ({ entered_by }) => entered_by?.name ?? zh.common.none },
    {
      key: "action",
      title: title.action,
      onCard: "foot",
      render: (absence) => absence.may_end && <Actions absence={absence} state={stateOf(absence, now)} {...{ onEnd, onWork }} />,
    },
  ];
}

function StateTag({ state }: { state: State }) {
  return <span className={LOOKS[state]}>{text.states[state]}</span>;
}

function scopeOf({ process, unit }: Absence, processes: DefinitionRow[]): string {
  const name = processes.find(({ key }) => key === process)?.name ?? process;
  const parts = [name && text.scopeOfProcess(name), unit && text.scopeOfUnit(unit.name)];
  return parts.filter(Boolean).join(" ") || text.everything;
}

interface ActionProps extends Pick<Context, "onEnd" | "onWork"> {
  absence: Absence;
  state: State;
}

function Actions({ absence, state, onEnd, onWork }: ActionProps) {
  return (
    <span className="row-actions">
      {state !== "ahead" && (
        <Button size="small" onClick={() => onWork(absence)}>
          {text.work}
        </Button>
      )}
      {state !== "over" && (
        <Button size="small" onClick={() => onEnd(absence)}>
          {state === "now" ? text.comeBack : text.withdraw}
        </Button>
      )}
    </span>
  );
}
