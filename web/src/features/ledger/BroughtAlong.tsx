/** What a figure brought along when it was opened: said in words, and taken off one by one. */
import { useQuery } from "@tanstack/react-query";
import { Tag } from "antd";
import { usePeople } from "../../api/directory";
import { zh } from "../../messages/zh";
import { numberingQuery } from "../matters/mattersApi";
import { BROUGHT, type Filter, type FilterName } from "./useLedgerFilter";

const text = zh.ledger;

interface Props {
  filter: Filter;
  onNarrow: (change: Filter) => void;
}

export function BroughtAlong({ filter, onNarrow }: Props) {
  const people = usePeople();
  const brought = BROUGHT.filter((name) => filter[name]);
  const numbering = useQuery({ ...numberingQuery, enabled: Boolean(filter.kind) });
  if (brought.length === 0) return null;
  const labelOf = (kind: string) => numbering.data?.formats.find((one) => one.kind === kind)?.label ?? kind;
  const nameOf = (id: string) => people.find((person) => String(person.id) === id)?.name ?? (id === "0" ? text.vacant : id);
  return (
    <div className="filters">
      <span className="muted">{text.narrowedTo}</span>
      {brought.map((name) => (
        <Tag key={name} closable onClose={() => onNarrow({ [name]: undefined })}>
          {text.narrowings[name](said(name, filter[name] ?? "", nameOf, labelOf))}
        </Tag>
      ))}
    </div>
  );
}

type Name = (value: string) => string;

function said(name: FilterName, value: string, nameOf: Name, labelOf: Name): string {
  if (name === "kind") return labelOf(value);
  if (name === "figure") return text.figures[value as keyof typeof text.figures] ?? value;
  return name === "person_id" || name === "leader_id" ? nameOf(value) : value;
}
