/** 有关部门意见, each with the day until which it holds. */
import { Tag } from "antd";
import type { Nomination } from "../../api/types";
import { ListOrCards, type Column } from "../../components/ListOrCards";
import { exactDate, plainDate } from "../../components/officeTime";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";
import { useNow } from "../session/SessionContext";

const text = zh.commendation;
type Opinion = Nomination["opinions"][number] & { id: number };

export function Opinions({ nomination: { opinions, bodies, opinion_months: months } }: { nomination: Nomination }) {
  const today = plainDate(useNow());
  if (bodies.length === 0) return null;
  const columns: Column<Opinion>[] = [
    { key: "body", title: text.columns.body, onCard: "heading", render: ({ body }) => body },
    {
      key: "opinion",
      title: text.columns.opinion,
      onCard: "badge",
      render: ({ opinion }) => <Tag color={opinion.code === "object" ? "red" : "green"}>{opinion.text}</Tag>,
    },
    { key: "given", title: text.columns.given, render: ({ given_on }) => exactDate(given_on) },
    {
      key: "expires",
      title: text.columns.expires,
      render: ({ expires_on }) => (
        <>
          {exactDate(expires_on)} {expires_on < today && <Tag color="red">{text.expired}</Tag>}
        </>
      ),
    },
    { key: "text", title: text.columns.text, wraps: true, render: (one) => one.text || zh.common.none },
  ];
  const rows = opinions.map((one, id) => ({ ...one, id })).toReversed();
  return (
    <Section title={text.opinions}>
      <p className="muted">{text.bodiesWanted(bodies.join("、"), months ?? 0)}</p>
      <ListOrCards label={text.opinions} columns={columns} rows={rows} emptyText={text.noOpinions} />
    </Section>
  );
}
