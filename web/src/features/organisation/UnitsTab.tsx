/** The tree of units, and of the chosen one its posts and people. */
import { Button, Descriptions, Empty, Tree } from "antd";
import { useSearchParams } from "react-router";
import type { Office, OfficeUnit } from "../../api/types";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";
import { People, Posts } from "./lists";
import { useViewed } from "./Viewed";

const text = zh.organisation;
const NO_UNIT = "none";

interface Node {
  key: string;
  title: string;
  children: Node[];
}

export function UnitsTab() {
  const { office } = useViewed();
  const [search, setSearch] = useSearchParams();
  const wanted = search.get("unit");
  const unit = office.units.find(({ code }) => code === wanted) ?? (wanted === NO_UNIT ? undefined : office.units[0]);
  const choose = (code: string) => {
    const next = new URLSearchParams(search);
    next.set("unit", code);
    setSearch(next, { replace: true });
  };
  const nodes = treeOf(office);
  return (
    <div className="organisation">
      <Section title={text.unitTree}>
        {office.units.length === 0 && <Empty description={text.noUnits} />}
        <Tree
          blockNode
          defaultExpandAll
          aria-label={text.unitTree}
          className="unit-tree"
          treeData={[...nodes, { key: NO_UNIT, title: text.withoutUnit, children: [] }]}
          selectedKeys={[unit?.code ?? NO_UNIT]}
          onSelect={(_, { node }) => choose(String(node.key))}
        />
      </Section>
      <div>{unit ? <UnitPanel unit={unit} /> : <WithoutUnit />}</div>
    </div>
  );
}

/** Units whose parent is not there stand at the top. */
export function treeOf({ units }: Office): Node[] {
  const known = new Set(units.map(({ id }) => id));
  const below = (parent: number | null): Node[] =>
    units
      .filter((unit) => (unit.parent && known.has(unit.parent.id) ? unit.parent.id : null) === parent)
      .map(({ id, code, name }) => ({ key: code, title: name, children: below(id) }));
  return below(null);
}

function UnitPanel({ unit }: { unit: OfficeUnit }) {
  const { office, mayChange, ask } = useViewed();
  const posts = office.posts.filter((post) => post.unit?.id === unit.id);
  const people = office.people.filter((person) => person.unit?.id === unit.id);
  const actions = mayChange && (
    <span className="row-actions">
      <Button size="small" onClick={() => ask({ kind: "unit", unit })}>
        {text.edit}
      </Button>
      <Button size="small" onClick={() => ask({ kind: "unit", parent: unit.code })}>
        {text.addBelow}
      </Button>
      <Button size="small" danger onClick={() => ask({ kind: "end-unit", unit })}>
        {text.endUnit}
      </Button>
    </span>
  );
  return (
    <>
      <Section title={unit.name} extra={actions}>
        <Descriptions
          size="small"
          column={{ xs: 1, sm: 2 }}
          items={[
            { key: "leader", label: text.facts.leader, children: unit.leader?.name ?? zh.common.none },
            { key: "partner", label: text.facts.partner, children: unit.partner?.name ?? zh.common.none },
            { key: "parent", label: text.facts.parent, children: unit.parent?.name ?? zh.common.none },
            { key: "line", label: text.facts.line, children: unit.line || zh.common.none },
            { key: "code", label: text.facts.code, children: unit.code },
          ]}
        />
      </Section>
      <Section
        title={text.posts}
        extra={mayChange && <Button onClick={() => ask({ kind: "post", unit: unit.code })}>{text.addPost}</Button>}
      >
        <Posts posts={posts} />
      </Section>
      <Section
        title={text.people}
        extra={mayChange && <Button onClick={() => ask({ kind: "person", unit: unit.code })}>{text.addPerson}</Button>}
      >
        <People people={people} />
      </Section>
    </>
  );
}

function WithoutUnit() {
  const { office } = useViewed();
  return (
    <>
      <Section title={text.posts}>
        <Posts posts={office.posts.filter(({ unit }) => !unit)} />
      </Section>
      <Section title={text.people}>
        <People people={office.people.filter(({ unit }) => !unit)} />
      </Section>
    </>
  );
}
