/** One cycle: how far it has come, its nominees by category, sittings, ballots, notices, awards, its rules. */
import { useQuery } from "@tanstack/react-query";
import { Alert, Button, Descriptions, Tag } from "antd";
import { useState } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { address } from "../../api/client";
import type { AwardCycle } from "../../api/types";
import { Asked } from "../../components/Asked";
import { History } from "../../components/diagram/History";
import { ExcelButton } from "../../components/ExcelButton";
import { exactDate, exactTime } from "../../components/officeTime";
import { PageHead } from "../../components/PageHead";
import { PrintButton } from "../../components/PrintButton";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";
import { ReasonButton } from "../ballots/ReasonButton";
import { useRole } from "../session/SessionContext";
import { Awards } from "./Awards";
import { CategoryView } from "./CategoryView";
import { cancelCycle, cycleQuery } from "./commendationApi";
import { Course } from "./Course";
import { CycleRules } from "./CycleRules";
import { Nominate } from "./Nominate";

const text = zh.commendation;
const STATES = ["nominating", "examining", "reviewing", "voting", "on_notice", "deciding", "awarded"] as const;

export function CyclePage() {
  const { id = "" } = useParams();
  return <Asked query={useQuery(cycleQuery(id))}>{(cycle) => <CycleView cycle={cycle} />}</Asked>;
}

function CycleView({ cycle }: { cycle: AwardCycle }) {
  return (
    <>
      <PageHead
        title={cycle.title}
        lead={
          <>
            <span className="number">{cycle.number}</span> {cycle.kind.text}{" "}
            <Tag color={text.colours[cycle.state.code]}>{cycle.state.text}</Tag>
          </>
        }
        actions={<Actions cycle={cycle} />}
      />
      {cycle.state.code === "cancelled" ? (
        <Alert type="warning" showIcon title={text.cancelled(cycle.reason)} />
      ) : (
        <Section title={text.course}>
          <CycleCourse cycle={cycle} />
        </Section>
      )}
      <Facts cycle={cycle} />
      {cycle.categories.map((category) => (
        <CategoryView key={category.id} category={category} cycle={cycle} />
      ))}
      {cycle.awards.length > 0 && (
        <Section title={text.awards}>
          <Awards awards={cycle.awards} />
        </Section>
      )}
      <Steps cycle={cycle} />
      <CycleRules rule={cycle.rule} />
      {cycle.instance_id !== null && (
        <Section title={text.history}>
          <History instanceId={cycle.instance_id} />
        </Section>
      )}
    </>
  );
}

function Actions({ cycle }: { cycle: AwardCycle }) {
  const [nominating, setNominating] = useState(false);
  const navigate = useNavigate();
  const mayTake = useRole("party_committee", "auditor");
  return (
    <>
      {(cycle.units.length > 0 || cycle.may_self) && (
        <Button type="primary" onClick={() => setNominating(true)}>
          {text.nominate}
        </Button>
      )}
      <PrintButton />
      {cycle.instance_id !== null && <ExcelButton path={`/commendation/cycles/${cycle.id}/results`} query={{}} />}
      {mayTake && <Button href={address(`/commendation/cycles/${cycle.id}/evidence`)}>{text.evidence}</Button>}
      {cycle.may_cancel && (
        <ReasonButton
          label={text.cancel}
          ask={text.cancelAsk}
          onDo={(reason, key) => cancelCycle(cycle.id, reason, key)}
        />
      )}
      {nominating && (
        <Nominate
          cycle={cycle}
          onClose={(id) => {
            setNominating(false);
            if (id) void navigate(`/commendation/nominations/${id}`);
          }}
        />
      )}
    </>
  );
}

function CycleCourse({ cycle }: { cycle: AwardCycle }) {
  const isAwarded = cycle.state.code === "awarded";
  const now = isAwarded ? STATES.length : STATES.findIndex((code) => code === cycle.state.code);
  const noVote = cycle.rule.ballot === false && now > STATES.indexOf("voting") && cycle.ballots.length === 0;
  const marks: Partial<Record<string, string>> = {
    nominating: text.until(exactDate(cycle.nominate_until)),
    ...(noVote ? { voting: text.noVote } : {}),
    ...(cycle.decided_at ? { deciding: exactDate(cycle.decided_at) } : {}),
  };
  const steps = STATES.map((code) => ({ code, name: text.steps[code], mark: marks[code] }));
  return <Course steps={steps} now={now} label={cycle.state.text} />;
}

function Facts({ cycle }: { cycle: AwardCycle }) {
  const items = [
    [text.fields.year, String(cycle.year)],
    [text.openedAt, exactTime(cycle.opened_at)],
    [text.fields.nominate_until, exactTime(cycle.nominate_until)],
    [text.fields.members, cycle.members.join("、")],
    [text.officer, cycle.officer?.name],
    [text.leader, cycle.leader],
    [text.fields.contact, cycle.contact],
    ...(cycle.decided_at ? [[text.decidedAt, exactTime(cycle.decided_at)]] : []),
  ].map(([label = "", children]) => ({ key: label, label, children }));
  return (
    <>
      <Descriptions className="facts" size="small" bordered column={{ xs: 1, md: 2 }} items={items} />
      {(cycle.text || cycle.decision) && (
        <Section title={cycle.decision ? text.decision : text.fields.text}>
          <p className="prose">{cycle.decision || cycle.text}</p>
        </Section>
      )}
    </>
  );
}

/** The sittings of the panel, its ballots and the public notices, each with the way to its page. */
function Steps({ cycle: { sittings, ballots, notices } }: { cycle: AwardCycle }) {
  if (sittings.length + ballots.length + notices.length === 0) return null;
  return (
    <Section title={text.meetings}>
      <ul className="open-tasks">
        {sittings.map(({ ordinal, state, closes_at, present, entitled, needed }) => (
          <li key={ordinal}>
            <strong>{text.sitting(ordinal)}</strong> <Tag>{state.text}</Tag>
            {present === null ? text.closesAt(exactTime(closes_at)) : text.attendance(present, entitled ?? 0, needed ?? 0)}
          </li>
        ))}
        {ballots.map(({ id, title, round, state }) => (
          <li key={id}>
            <Link to={`/ballots/${id}`}>{zh.ballots.title}：{round > 1 ? text.again(title, round) : title}</Link> <Tag>{state.text}</Tag>
          </li>
        ))}
        {notices.map(({ id, title, state, published_at, ends_at }) => (
          <li key={`notice ${id}`}>
            <Link to={`/public-notices/${id}`}>{title}</Link> <Tag>{state.text}</Tag>
            {text.noticeFrom(exactDate(published_at), ends_at && exactTime(ends_at))}
          </li>
        ))}
      </ul>
    </Section>
  );
}
