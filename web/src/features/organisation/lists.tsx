/** Posts with A and B, and people with roles and whether they are here. */
import { Button } from "antd";
import type { Named, Office, OfficePerson, OfficePost } from "../../api/types";
import { ListOrCards, type Column } from "../../components/ListOrCards";
import { zh } from "../../messages/zh";
import { useViewed, type Viewed } from "./Viewed";

const text = zh.organisation;

export function Presence({ present }: { present: boolean }) {
  return <span className={present ? "present" : "away"}>{present ? text.present : text.away}</span>;
}

export function Posts({ posts }: { posts: OfficePost[] }) {
  const viewed = useViewed();
  return <ListOrCards label={text.posts} columns={postColumns(viewed)} rows={posts} emptyText={text.noPosts} />;
}

function postColumns({ office, mayChange, ask }: Viewed): Column<OfficePost>[] {
  const title = text.postColumns;
  const columns: Column<OfficePost>[] = [
    { key: "title", title: title.title, onCard: "heading", wraps: true, render: (post) => post.title },
    { key: "kind", title: title.kind, onCard: "badge", render: ({ kind }) => <span className="muted">{text.postKinds[kind]}</span> },
    { key: "a", title: title.a, render: ({ a }) => <Holder office={office} person={a} /> },
    { key: "b", title: title.b, render: ({ b }) => <Holder office={office} person={b} /> },
    { key: "both", title: title.both, wraps: true, render: ({ both_absent }) => text.bothAbsent[both_absent] },
  ];
  if (!mayChange) return columns;
  const actions: Column<OfficePost> = {
    key: "action",
    title: title.action,
    onCard: "foot",
    render: (post) => (
      <span className="row-actions">
        <Button size="small" onClick={() => ask({ kind: "post", post })}>
          {text.edit}
        </Button>
        <Button size="small" danger onClick={() => ask({ kind: "end-post", post })}>
          {text.endPost}
        </Button>
      </span>
    ),
  };
  return [...columns, actions];
}

function Holder({ office, person }: { office: Office; person: Named | null }) {
  if (!person) return zh.common.none;
  const isAway = office.people.some(({ id, present }) => id === person.id && !present);
  return (
    <span className="holder">
      {person.name} {isAway && <Presence present={false} />}
    </span>
  );
}

export function People({ people, withUnit }: { people: OfficePerson[]; withUnit?: boolean }) {
  const viewed = useViewed();
  const columns = peopleColumns(viewed).filter(({ key }) => withUnit || key !== "unit");
  return <ListOrCards label={text.people} columns={columns} rows={people} emptyText={text.noPeople} />;
}

function peopleColumns({ mayChange, ask }: Viewed): Column<OfficePerson>[] {
  const title = text.peopleColumns;
  const columns: Column<OfficePerson>[] = [
    { key: "name", title: title.name, onCard: "heading", render: ({ name }) => name },
    { key: "present", title: title.present, onCard: "badge", render: ({ present }) => <Presence present={present} /> },
    { key: "unit", title: title.unit, wraps: true, render: ({ unit }) => unit?.name ?? zh.common.none },
    { key: "title", title: title.title, wraps: true, render: (person) => person.title || zh.common.none },
    { key: "roles", title: title.roles, wraps: true, render: ({ roles }) => rolesInWords(roles) || zh.common.none },
  ];
  if (!mayChange) return columns;
  const actions: Column<OfficePerson> = {
    key: "action",
    title: title.action,
    onCard: "foot",
    render: (person) => (
      <span className="row-actions">
        <Button size="small" onClick={() => ask({ kind: "person", person })}>
          {text.edit}
        </Button>
        <Button size="small" danger onClick={() => ask({ kind: "leave", person })}>
          {text.leave}
        </Button>
      </span>
    ),
  };
  const username: Column<OfficePerson> = { key: "username", title: title.username, render: (person) => person.username };
  return [...columns, username, actions];
}

export function rolesInWords(roles: OfficePerson["roles"]): string {
  return roles.map((role) => text.roles[role]).join(text.listBreak);
}
