/** The ballots one takes part in; for who oversees, all. */
import { Tag } from "antd";
import { usePages } from "../../api/pages";
import type { BallotRow } from "../../api/types";
import { ListOrCards, type Column } from "../../components/ListOrCards";
import { LoadMore } from "../../components/LoadMore";
import { exactTime } from "../../components/officeTime";
import { PageHead } from "../../components/PageHead";
import { ProblemList } from "../../components/ProblemList";
import { zh } from "../../messages/zh";

const text = zh.ballots;

export function ownState({ own, state }: BallotRow): string {
  if (!own) return text.own.none;
  if (own.struck) return text.own.struck;
  if (own.has_voted) return text.own.voted;
  return state.code === "open" ? text.own.may : text.own.missed;
}

const COLUMNS: Column<BallotRow>[] = [
  {
    key: "title",
    title: text.columns.title,
    onCard: "heading",
    wraps: true,
    render: ({ title, round }) => (round > 1 ? `${title}（${text.round(round)}）` : title),
  },
  { key: "state", title: text.columns.state, onCard: "badge", render: ({ state }) => state.text },
  { key: "closes", title: text.columns.closes, render: ({ closes_at }) => exactTime(closes_at) },
  { key: "turnout", title: text.columns.turnout, render: ({ cast, roll }) => text.turnout(cast, roll) },
  {
    key: "own",
    title: text.columns.own,
    render: (row) => <Tag color={row.own?.may_vote ? "processing" : undefined}>{ownState(row)}</Tag>,
  },
];

export function BallotsPage() {
  const pages = usePages<BallotRow>("/ballots");
  return (
    <>
      <PageHead title={text.title} lead={text.lead} />
      <ProblemList error={pages.error} />
      <ListOrCards
        label={text.title}
        columns={COLUMNS}
        rows={pages.items}
        loading={pages.isPending}
        emptyText={text.empty}
        to={({ id }) => `/ballots/${id}`}
      />
      <LoadMore pages={pages} />
    </>
  );
}
