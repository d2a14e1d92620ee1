/** 资格审查: every line of every check, the last check first; behind it the facts, for who may see them. */
import { Descriptions, Tag } from "antd";
import type { Nomination } from "../../api/types";
import { exactTime } from "../../components/officeTime";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";

const text = zh.commendation;
type Check = Nomination["checks"][number];

export function Checks({ checks }: { checks: Check[] }) {
  const moments = [...new Set(checks.map(({ checked_at }) => checked_at))].toReversed();
  return (
    <Section title={text.checks}>
      {moments.length === 0 && <p className="muted">{text.notChecked}</p>}
      {moments.map((moment) => (
        <OneCheck key={moment} at={moment} lines={checks.filter(({ checked_at }) => checked_at === moment)} />
      ))}
    </Section>
  );
}

function OneCheck({ at, lines }: { at: string; lines: Check[] }) {
  const failed = lines.filter(({ passed }) => !passed).length;
  return (
    <>
      <h3 className="why-title">{text.checkedAt(exactTime(at), lines.length, failed)}</h3>
      <ul className="open-tasks">
        {lines.map(({ rule, passed, text: said }) => (
          <li key={rule}>
            <Tag color={passed ? "green" : "red"}>{passed ? text.passes : text.fails}</Tag>
            {said}
          </li>
        ))}
      </ul>
      {lines[0]?.facts && <Facts facts={lines[0].facts} />}
    </>
  );
}

function Facts({ facts }: { facts: NonNullable<Check["facts"]> }) {
  const items = Object.entries(text.facts)
    .filter(([name]) => name in facts)
    .map(([name, label]) => ({ key: name, label, children: factOf(name, facts[name]) }));
  return <Descriptions size="small" title={text.factsTitle} column={{ xs: 1, sm: 2, lg: 3 }} items={items} />;
}

/** Where there is no record of a date, the facts hold a number that no office reaches. */
function factOf(name: string, value: unknown): string {
  if (name === "years_since_award" && value === 99) return text.neverAwarded;
  if (name === "months_in_post" && value === 1200) return text.sinceEver;
  return String(value);
}
