/** Beside a task of a cycle, nomination or revocation: whom it is about, and what was alleged and said. */
import { useQuery } from "@tanstack/react-query";
import { Descriptions, Tag } from "antd";
import { Link } from "react-router";
import type { NominationRow, TaskDetail } from "../../api/types";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";
import { awardQuery, cycleQuery, nominationQuery } from "./commendationApi";

const text = zh.commendation;
const STANDING = ["elected", "reserve"];

export function TaskNominees({ task: { subject, page } }: { task: TaskDetail }) {
  if (subject?.kind === "nomination") return <OfNomination id={subject.id} />;
  if (subject?.kind === "award") return <OfAward id={subject.id} />;
  return subject?.kind === "award_cycle" && page !== "marks" ? <OfCycle id={subject.id} /> : null;
}

function OfCycle({ id }: { id: number }) {
  const { data: cycle } = useQuery(cycleQuery(String(id)));
  const standing = cycle?.nominations.filter(({ state }) => STANDING.includes(state.code)) ?? [];
  if (standing.length === 0) return null;
  return (
    <Section title={text.candidates}>
      <ul className="open-tasks">
        {standing.map((one) => (
          <li key={one.id}>
            <Named nominee={one} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function OfNomination({ id }: { id: number }) {
  const { data: nomination } = useQuery(nominationQuery(String(id)));
  if (!nomination) return null;
  return (
    <Section title={text.candidates}>
      <p>
        <Named nominee={nomination} />
      </p>
      <Descriptions
        size="small"
        column={1}
        items={[
          { key: "category", label: text.fields.categories, children: nomination.category },
          {
            key: "bodies",
            label: text.opinions,
            children: text.bodiesWanted(nomination.bodies.join("、"), nomination.opinion_months ?? 0),
          },
        ]}
      />
    </Section>
  );
}

function OfAward({ id }: { id: number }) {
  const { data: award } = useQuery(awardQuery(String(id)));
  const open = award?.revocations.find(({ state }) => state.code === "open");
  if (!award || !open) return null;
  const items = [
    [text.columns.name, <Link key="award" to={`/commendation/awards/${id}`}>{award.name}</Link>],
    [text.columns.certificate, award.number],
    [text.groundsOf, open.grounds.text],
    [text.factsOf, open.facts],
    ...(open.stated_at ? [[text.statement, open.statement]] : []),
  ].map(([label, children]) => ({ key: String(label), label, children: <span className="prose">{children}</span> }));
  return (
    <Section title={text.revocation(open.number)}>
      <Descriptions size="small" column={1} items={items} />
    </Section>
  );
}

function Named({ nominee: { id, name, number, unit, state } }: { nominee: NominationRow }) {
  return (
    <>
      <Link to={`/commendation/nominations/${id}`} target="_blank">
        {name}
      </Link>{" "}
      <span className="number">{number}</span> <span className="muted">{unit?.name}</span> <Tag>{state.text}</Tag>
    </>
  );
}
