/** Posts of one kind beside each other; fewer than three are listed without places. */
import { useQuery } from "@tanstack/react-query";
import type { LikePostsGroup } from "../../api/types";
import { Asked } from "../../components/Asked";
import { ListOrCards, type Column } from "../../components/ListOrCards";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";
import { comparisonQuery } from "./performanceApi";
import { Points } from "./Points";

const text = zh.performance;
type Row = LikePostsGroup["peers"][number] & { id: number };

const PEER: Column<Row>[] = [
  { key: "name", title: text.columns.name, onCard: "heading", render: ({ person }) => person?.name },
  { key: "points", title: text.columns.points, onCard: "badge", render: ({ points }) => <Points value={points} /> },
  { key: "unit", title: text.columns.unit, render: ({ unit }) => unit?.name },
  { key: "post", title: text.peer.post, render: ({ post }) => post },
  { key: "lines", title: text.columns.lines, render: ({ lines }) => text.count(lines) },
];
const RANK: Column<Row> = {
  key: "rank",
  title: text.peer.rank,
  render: ({ rank }) => (rank === null ? zh.common.none : text.rank(rank)),
};

export function LikePosts({ year }: { year: number }) {
  const query = useQuery(comparisonQuery(year));
  return (
    <Asked query={query}>
      {({ groups }) =>
        groups.map((group) => (
          <Section key={group.kind.code} title={`${text.compared}：${group.kind.text}`}>
            <p className="muted">{group.is_ranked ? text.comparedLead : text.notRanked}</p>
            <ListOrCards
              label={group.kind.text}
              columns={group.is_ranked ? [RANK, ...PEER] : PEER}
              rows={group.peers.map((peer) => ({ ...peer, id: peer.person?.id ?? 0 }))}
              emptyText={text.sumsEmpty}
              to={({ id }) => `/performance?year=${year}&person=${id}`}
            />
          </Section>
        ))
      }
    </Asked>
  );
}
