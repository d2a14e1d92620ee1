/** Beside a task of a cycle or nomination: whom it is about, with the numbers that its form asks for. */
import { useQuery } from "@tanstack/react-query";
import { Descriptions, Tag } from "antd";
import { Link } from "react-router";
import type { NominationRow, TaskDetail } from "../../api/types";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";
import { cycleQuery, nominationQuery } from "./commendationApi";

const text = zh.commendation;
const STANDING = ["elected", "reserve"];

export function TaskNominees({ task: { subject, page } }: { task: TaskDetail }) {
  if (subject?.kind === "nomination") return <OfNomination id={subject.id} />;
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
