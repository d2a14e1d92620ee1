/** One ballot: its rule, voting, who has voted, and after the count the result with its published record. */
import { useQuery } from "@tanstack/react-query";
import { Alert, Descriptions, Tag } from "antd";
import { useParams } from "react-router";
import type { Ballot } from "../../api/types";
import { Asked } from "../../components/Asked";
import { exactTime } from "../../components/officeTime";
import { PageHead } from "../../components/PageHead";
import { PrintButton } from "../../components/PrintButton";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";
import { ballotQuery, cancelBallot } from "./ballotsApi";
import { BallotResult } from "./BallotResult";
import { ReasonButton } from "./ReasonButton";
import { Roll } from "./Roll";
import { VoteForm } from "./VoteForm";

const text = zh.ballots;

export function BallotPage() {
  const { id = "" } = useParams();
  return <Asked query={useQuery(ballotQuery(id))}>{(ballot) => <Shown ballot={ballot} />}</Asked>;
}

function Shown({ ballot }: { ballot: Ballot }) {
  const mayCancel = ballot.may_run && ["open", "closed"].includes(ballot.state.code);
  return (
    <>
      <PageHead
        title={ballot.title}
        lead={
          <>
            <Tag>{ballot.state.text}</Tag>
            <Tag>{text.round(ballot.round)}</Tag>
            <Tag>{ballot.secret ? text.secret : text.open}</Tag>
          </>
        }
        actions={
          <>
            <PrintButton />
            {mayCancel && (
              <ReasonButton
                label={text.cancel}
                ask={text.cancelAsk}
                onDo={(reason, key) => cancelBallot(ballot.id, reason, key)}
              />
            )}
          </>
        }
      />
      {ballot.reason && <Alert type="warning" showIcon title={text.cancelled(ballot.reason)} className="section" />}
      <OwnPart ballot={ballot} />
      {ballot.result && <BallotResult ballot={ballot} result={ballot.result} />}
      <Rules ballot={ballot} />
      <Roll ballot={ballot} />
    </>
  );
}

function OwnPart({ ballot }: { ballot: Ballot }) {
  const { own } = ballot;
  if (!own) return null;
  if (own.struck) return <Alert type="info" showIcon title={text.struckOf(own.struck)} className="section" />;
  if (own.has_voted && !ballot.result)
    return <Alert type="success" showIcon title={text.votedNote} className="section" />;
  return own.may_vote ? <VoteForm ballot={ballot} /> : null;
}

function Rules({ ballot }: { ballot: Ballot }) {
  const { rule } = ballot;
  const kind = rule.kind.code === "choose" ? text.chooseOf(rule.least, rule.most) : rule.kind.text;
  const items = [
    [text.window, text.windowOf(exactTime(ballot.opened_at), exactTime(ballot.closes_at))],
    [text.kind, kind],
    [text.seats, text.seatsOf(rule.seats)],
    [text.quorum, text.bound(rule.quorum, text.rollWord)],
    [text.majority, text.bound(rule.majority, rule.of.text)],
    [text.tie, rule.tie.text],
  ].map(([label, children]) => ({ key: label ?? "", label, children }));
  return (
    <Section title={text.rules}>
      <Descriptions column={{ xs: 1, md: 2 }} items={items} />
      <p className="muted">{rule.early ? `${text.early}。${text.noPartial}` : text.noPartial}</p>
    </Section>
  );
}
