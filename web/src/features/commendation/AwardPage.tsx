/** One award: its documents, whether it stands, and what it is or was to be revoked for. */
import { useQuery } from "@tanstack/react-query";
import { Alert, Button, Descriptions } from "antd";
import { useState } from "react";
import { Link, useParams } from "react-router";
import type { AwardDetail, Revocation } from "../../api/types";
import { Asked } from "../../components/Asked";
import { History } from "../../components/diagram/History";
import { exactDate, exactTime } from "../../components/officeTime";
import { PageHead } from "../../components/PageHead";
import { PrintButton } from "../../components/PrintButton";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";
import { DocumentFiles } from "../documents/DocumentFiles";
import { ReasonButton } from "../ballots/ReasonButton";
import { AwardState } from "./Awards";
import { awardQuery, withdrawRevocation } from "./commendationApi";
import { Revoke } from "./Revoke";

const text = zh.commendation;

export function AwardPage() {
  const { id = "" } = useParams();
  return <Asked query={useQuery(awardQuery(id))}>{(award) => <AwardView award={award} />}</Asked>;
}

function AwardView({ award }: { award: AwardDetail }) {
  const [revoking, setRevoking] = useState(false);
  return (
    <>
      <PageHead
        title={award.name}
        lead={
          <>
            <span className="number">{award.number}</span> <AwardState award={award} />
          </>
        }
        actions={
          <>
            <PrintButton />
            {award.may_revoke && (
              <Button danger onClick={() => setRevoking(true)}>
                {text.revoke}
              </Button>
            )}
          </>
        }
      />
      {award.revocation_reason && <Alert type="warning" showIcon title={award.revocation_reason} />}
      <Facts award={award} />
      <Section title={text.documents}>
        {award.documents.length === 0 && <p className="muted">{text.noDocuments}</p>}
        <ul className="open-tasks">
          {award.documents.map((document) => (
            <li key={document.id}>
              <span className="breaks">{document.name}</span> <DocumentFiles document={document} />
            </li>
          ))}
        </ul>
      </Section>
      {award.revocations.map((one) => (
        <RevocationView key={one.id} revocation={one} />
      ))}
      {revoking && <Revoke award={award} onClose={() => setRevoking(false)} />}
    </>
  );
}

function Facts({ award: { cycle, category, unit, decided_at, nomination_id, published_at, subject } }: { award: AwardDetail }) {
  const year = String(cycle.year);
  const items = [
    { key: "cycle", label: text.cycleOf, children: <Link to={`/commendation/${cycle.id}`}>{cycle.title}</Link> },
    {
      key: "category",
      label: text.fields.category,
      children: text.categoryFor(category, subject.text),
    },
    { key: "unit", label: text.columns.unit, children: unit?.name },
    { key: "decided", label: text.columns.decided, children: exactDate(decided_at) },
    {
      key: "published",
      label: text.publishedAt,
      children: published_at ? <Link to={`/awards/${year}`}>{exactDate(published_at)}</Link> : text.inOffice,
    },
    {
      key: "nomination",
      label: zh.tasks.subjects.nomination,
      children: <Link to={`/commendation/nominations/${nomination_id}`}>{text.toNomination}</Link>,
    },
  ];
  return <Descriptions className="facts" size="small" bordered column={{ xs: 1, md: 2 }} items={items} />;
}

function RevocationView({ revocation: one }: { revocation: Revocation }) {
  const items = [
    [text.groundsOf, one.grounds.text],
    [text.columns.state, one.state.text],
    [text.raised, byAt(one.raised_by, one.raised_at)],
    [text.stateUntil, one.state_until && exactTime(one.state_until)],
    [text.factsOf, one.facts],
    [text.statement, one.statement || text.notStated],
    [text.decidedAt, byAt(one.decided_by, one.decided_at)],
    [text.opinionOf, one.opinion],
    [text.withdrawnAt, byAt(one.withdrawn_by, one.withdrawn_at)],
    [text.withdrawalReason, one.withdrawal_reason],
  ]
    .filter(([, children]) => children)
    .map(([label, children]) => ({ key: label ?? "", label, children: <span className="prose">{children}</span> }));
  return (
    <Section title={text.revocation(one.number)}>
      <Descriptions size="small" column={1} items={items} />
      {one.may_withdraw && (
        <ReasonButton
          label={text.withdrawRevocation}
          ask={text.withdrawRevocationAsk}
          onDo={(reason, key) => withdrawRevocation(one.id, reason, key)}
        />
      )}
      {one.instance_id !== null && <History instanceId={one.instance_id} />}
    </Section>
  );
}

function byAt(who: Revocation["raised_by"], at: string | null) {
  return at && `${who?.name ?? ""} ${exactTime(at)}`;
}
