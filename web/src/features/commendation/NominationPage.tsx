/** One nominee: deeds, every check with its facts, opinions and until when they hold, the vote, every point, the award. */
import { useQuery } from "@tanstack/react-query";
import { Alert, Descriptions, Tag } from "antd";
import { Link, useParams } from "react-router";
import type { Nomination } from "../../api/types";
import { Asked } from "../../components/Asked";
import { History } from "../../components/diagram/History";
import { exactDate, exactTime } from "../../components/officeTime";
import { PageHead } from "../../components/PageHead";
import { PrintButton } from "../../components/PrintButton";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";
import { Attachments } from "../attachments/Attachments";
import { ReasonButton } from "../ballots/ReasonButton";
import { AwardState } from "./Awards";
import { Checks } from "./Checks";
import { filesOf, keepUnposted, nominationQuery, withdraw } from "./commendationApi";
import { Course } from "./Course";
import { Opinions } from "./Opinions";
import { ScoreLines } from "./ScoreLines";

const text = zh.commendation;
const STATES = ["checking", "recommending", "unit_notice", "recommended", "shortlisted", "elected", "awarded"] as const;

export function NominationPage() {
  const { id = "" } = useParams();
  return <Asked query={useQuery(nominationQuery(id))}>{(one) => <NominationView nomination={one} />}</Asked>;
}

function NominationView({ nomination }: { nomination: Nomination }) {
  const { id, name, number, category, cycle, state, reason } = nomination;
  const stages = STATES.filter((code) => code !== "unit_notice" || nomination.unit_notice_days > 0);
  const place = stages.findIndex((code) => code === (state.code === "reserve" ? "elected" : state.code));
  return (
    <>
      <PageHead
        title={name}
        lead={
          <>
            <span className="number">{number}</span> <Link to={`/commendation/${cycle.id}`}>{cycle.title}</Link> {category}{" "}
            <Tag color={text.colours[state.code]}>{state.text}</Tag>
          </>
        }
        actions={
          <>
            <PrintButton />
            {nomination.may_keep_unposted && (
              <ReasonButton label={text.unposted} ask={text.unpostedAsk} onDo={(why, key) => keepUnposted(id, why, key)} />
            )}
            {nomination.may_withdraw && (
              <ReasonButton label={text.withdraw} ask={text.withdrawAsk} onDo={(why, key) => withdraw(id, why, key)} />
            )}
          </>
        }
      />
      {place < 0 ? (
        <Alert type="warning" showIcon title={reason ? text.ended(state.text, reason) : state.text} />
      ) : (
        <Section title={text.stands}>
          <Course
            label={state.text}
            now={state.code === "awarded" ? stages.length : place}
            steps={stages.map((code) => ({ code, name: text.stages[code] }))}
          />
          {state.code === "reserve" && <p className="muted">{text.reserveNote}</p>}
        </Section>
      )}
      {nomination.unposted_reason && (
        <Alert type="info" showIcon className="section" title={text.unpostedFor(nomination.unposted_reason)} />
      )}
      <Facts nomination={nomination} />
      <Section title={text.fields.deeds}>
        <p className="prose">{nomination.deeds}</p>
      </Section>
      {nomination.sees_files && (
        <Attachments place={filesOf(id)} title={text.files} lead={(addable) => (addable ? text.filesOpen : text.filesShut)} />
      )}
      <Checks checks={nomination.checks} />
      <Opinions nomination={nomination} />
      <Votes nomination={nomination} />
      <UnitNotices nomination={nomination} />
      <ScoreLines nomination={nomination} />
      {nomination.instance_id !== null && (
        <Section title={text.history}>
          <History instanceId={nomination.instance_id} />
        </Section>
      )}
    </>
  );
}

function Facts({ nomination: { unit, person, nominated_by: by, nominated_at, by_self, award } }: { nomination: Nomination }) {
  const items = [
    { key: "unit", label: text.columns.unit, children: unit?.name },
    ...(person ? [{ key: "person", label: text.fields.person, children: person.name }] : []),
    { key: "by", label: text.nominatedBy, children: by_self ? text.selfBy(by?.name ?? "") : by?.name },
    { key: "at", label: text.nominatedAt, children: exactTime(nominated_at) },
    ...(award
      ? [
          {
            key: "award",
            label: text.columns.certificate,
            children: (
              <>
                <Link to={`/commendation/awards/${award.id}`}>{award.number}</Link> <AwardState award={award} />
              </>
            ),
          },
        ]
      : []),
  ];
  return <Descriptions className="facts" size="small" bordered column={{ xs: 1, md: 2 }} items={items} />;
}

function Votes({ nomination: { ballots, state, votes } }: { nomination: Nomination }) {
  if (ballots.length === 0 && votes === null) return null;
  return (
    <Section title={text.recommendation}>
      <ul className="open-tasks">
        {ballots.map(({ id, title, round, state: ballot, roll, cast, in_favour, against }) => (
          <li key={id}>
            <Link to={`/ballots/${id}`}>{round > 1 ? text.again(title, round) : title}</Link> <Tag>{ballot.text}</Tag>
            {cast !== null && text.counted(roll ?? 0, cast, in_favour, against)}
          </li>
        ))}
        {votes !== null && <li>{text.panelVotes(votes)}</li>}
      </ul>
      {!["checking", "recommending", "unit_notice", "not_qualified", "not_recommended", "withdrawn", "cancelled"].includes(state.code) && (
        <p>{text.recommended}</p>
      )}
    </Section>
  );
}

function UnitNotices({ nomination: { unit_notices } }: { nomination: Nomination }) {
  if (unit_notices.length === 0) return null;
  return (
    <Section title={text.unitNotice}>
      <ul className="open-tasks">
        {unit_notices.map(({ id, title, state, published_at, ends_at }) => (
          <li key={id}>
            <Link to={`/public-notices/${id}`}>{title}</Link> <Tag>{state.text}</Tag>{" "}
            {text.noticeFrom(exactDate(published_at), ends_at && exactTime(ends_at))}
          </li>
        ))}
      </ul>
    </Section>
  );
}
