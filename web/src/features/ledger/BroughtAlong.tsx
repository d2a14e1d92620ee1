/** What a figure brought along when it was opened: said in words, and taken off one by one. */
import { Tag } from "antd";
import { usePeople } from "../../api/directory";
import { zh } from "../../messages/zh";
import { BROUGHT, type Filter, type FilterName } from "./useLedgerFilter";

const text = zh.ledger;

interface Props {
  filter: Filter;
  onNarrow: (change: Filter) => void;
}

export function BroughtAlong({ filter, onNarrow }: Props) {
  const people = usePeople();
  const brought = BROUGHT.filter((name) => filter[name]);
  if (brought.length === 0) return null;
  const nameOf = (id: string) => people.find((person) => String(person.id) === id)?.name ?? (id === "0" ? text.vacant : id);
  return (
    <div className="filters">
      <span className="muted">{text.narrowedTo}</span>
      {brought.map((name) => (
        <Tag key={name} closable onClose={() => onNarrow({ [name]: undefined })}>
          {text.narrowings[name](said(name, filter[name] ?? "", nameOf))}
        </Tag>
      ))}
    </div>
  );
}

function said(name: FilterName, value: string, nameOf: (id: string) => string): string {
  if (name === "figure") return text.figures[value as keyof typeof text.figures] ?? value;
  return name === "person_id" || name === "leader_id" ? nameOf(value) : value;
}
