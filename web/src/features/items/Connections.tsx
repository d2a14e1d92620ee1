/** Where an item comes from and goes on, the courses before it, and what co-organising units have fed. */
import { Collapse } from "antd";
import { Link } from "react-router";
import type { ItemDetail } from "../../api/types";
import { exactTime } from "../../components/officeTime";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";
import { Records } from "./Records";

const text = zh.course;

export function Connections({ item }: { item: ItemDetail }) {
  if (item.links.length === 0) return null;
  const earlier = item.earlier.map((one, place) => ({
    key: place,
    label: text.earlier(one.number ?? "", one.title),
    children: <Records records={one.records} />,
  }));
  return (
    <Section title={text.links.title}>
      <ul className="open-tasks">
        {item.links.map((link, place) => (
          <li key={place}>
            <span>{(link.is_from ? text.links.from : text.links.to)[link.kind.code] ?? link.kind.text}</span>
            <Link to={`/items/${link.item_id}`}>{[link.number, link.title].filter(Boolean).join(" ")}</Link>
            {link.reason && <span className="muted">{link.reason}</span>}
          </li>
        ))}
      </ul>
      {earlier.length > 0 && <Collapse items={earlier} />}
    </Section>
  );
}

/** What a unit that fed nothing is told of: still asked for it, or what happened instead, where nobody waits any more. */
function Silent({ item }: { item: Contributing }) {
  const { submitted, closed, cancelled, gone } = text.contributions.silent;
  if (item.state.code === "submitted") return <span className="muted">{submitted}</span>;
  if (item.state.code === "cancelled") return <span className="muted">{cancelled}</span>;
  if (item.state.code === "closed") return <span className="muted">{item.outcome ? gone : closed}</span>;
  return <span className="due-over">{text.contributions.none}</span>;
}

type Contributing = Pick<ItemDetail, "contributions" | "state" | "outcome">;

export function Contributions({ item }: { item: Contributing }) {
  if (item.contributions.length === 0) return null;
  return (
    <Section title={text.contributions.title}>
      <ul className="open-tasks">
        {item.contributions.map((one) => (
          <li key={one.unit}>
            <strong>{one.unit}</strong>
            {one.at ? (
              <>
                <time dateTime={one.at}>{exactTime(one.at)}</time>
                <span className="prose">{one.text}</span>
              </>
            ) : (
              <Silent item={item} />
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
