/** The lists of the page: a few lines each, and the number that opens all of it. */
import type { ReactNode } from "react";
import { Link } from "react-router";
import type { ItemRow, Overview, OverviewList } from "../../api/types";
import { LightShape } from "../../components/Light";
import { Section } from "../../components/Section";
import { exactTime } from "../../components/officeTime";
import { zh } from "../../messages/zh";
import { LedgerLink } from "../statistics/LedgerLink";

const text = zh.overview;

interface Props {
  title: string;
  list: OverviewList;
  empty: string;
  note: (item: ItemRow) => string;
}

export function ItemList({ title, list, empty, note }: Props) {
  return (
    <Section
      title={title}
      extra={
        list.count > 0 && (
          <LedgerLink query={list.query} label={`${title} ${text.seeAll(list.count)}`}>
            {text.count(list.count)}
          </LedgerLink>
        )
      }
    >
      <Lines empty={empty}>
        {list.items.map((item) => (
          <li key={item.id}>
            <LightShape code={item.light.code} />
            <Link to={`/items/${item.id}`}>{item.title}</Link>
            <span className="muted">{item.lead_unit?.name}</span>
            <span className={item.light.code === "red" ? "due-over" : "muted"}>{note(item)}</span>
          </li>
        ))}
      </Lines>
    </Section>
  );
}

export function NeedsList({ needs }: { needs: Overview["needs"] }) {
  return (
    <Section title={text.needs} extra={needs.more && <Link to="/tasks">{text.needsMore}</Link>}>
      <Lines empty={text.needsEmpty}>
        {needs.tasks.map((task) => (
          <li key={task.id}>
            <LightShape code={task.light.code} />
            <Link to={`/tasks/${task.id}`}>{task.name}</Link>
            <span className="muted">{task.subject?.title}</span>
            <span className={task.light.code === "red" ? "due-over" : "muted"}>{task.due_at ? exactTime(task.due_at) : ""}</span>
          </li>
        ))}
      </Lines>
    </Section>
  );
}

function Lines({ empty, children }: { empty: string; children: ReactNode[] }) {
  return children.length ? <ul className="overview-lines">{children}</ul> : <p className="muted">{empty}</p>;
}
