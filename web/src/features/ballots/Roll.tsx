/** 名册: who votes, who has, and who is struck off and why. */
import type { Ballot } from "../../api/types";
import { ListOrCards, type Column } from "../../components/ListOrCards";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";
import { strikeVoter } from "./ballotsApi";
import { ReasonButton } from "./ReasonButton";

const text = zh.ballots;
type Voter = Ballot["voters"][number] & { id: number };

export function Roll({ ballot }: { ballot: Ballot }) {
  const columns: Column<Voter>[] = [
    { key: "name", title: text.voter, onCard: "heading", render: ({ name }) => name },
    { key: "unit", title: text.unit, render: ({ unit }) => unit || zh.common.none },
    { key: "state", title: text.hasVoted, wraps: true, render: stateOf },
  ];
  if (ballot.may_run && ballot.state.code === "open")
    columns.push({
      key: "strike",
      title: text.strike,
      onCard: "foot",
      render: (voter) =>
        voter.has_voted || voter.struck ? null : (
          <ReasonButton
            small
            label={text.strike}
            ask={text.recuseAsk}
            onDo={(reason, key) => strikeVoter(ballot.id, voter.person_id, reason, key)}
          />
        ),
    });
  const rows = ballot.voters.map((voter) => ({ ...voter, id: voter.person_id }));
  return (
    <Section title={text.roll} extra={text.turnout(ballot.cast, ballot.roll)}>
      <ListOrCards label={text.roll} columns={columns} rows={rows} emptyText="" />
    </Section>
  );
}

function stateOf({ has_voted, struck }: Voter): string {
  if (struck) return text.states.struck(struck);
  return has_voted ? text.states.voted : text.states.waiting;
}
