/** The rules that hold for a cycle, as the table of rules gave them when it was opened. */
import { Descriptions } from "antd";
import type { AwardCycle } from "../../api/types";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";

const text = zh.commendation.rule;

export function CycleRules({ rule }: { rule: AwardCycle["rule"] }) {
  if (Object.keys(rule).length === 0) return null;
  const said = (name: string) => String(rule[name] ?? "");
  const number = (name: string) => Number(rule[name] ?? 0);
  const share = (name: string) => text.shareOf(said(name));
  const items = [
    [text.bodies, text.bodiesOf(said("bodies").replaceAll(",", "、"), said("opinion_months"))],
    [text.recommend, text.voteOf(said("recommend_days"), share("recommend_quorum"), share("recommend_majority"))],
    [text.unitNotice, text.unitNoticeOf(said("unit_notice_days") || "0", text.objections[said("objection")] ?? "", Boolean(rule.anonymous))],
    [text.sit, text.daysOf(said("sit_days"))],
    [text.shortlist, text.percentOf(said("shortlist_percent"))],
    [
      text.ballot,
      rule.ballot
        ? text.ballotOf(Boolean(rule.secret), said("ballot_days"), share("ballot_quorum"), share("ballot_majority"))
        : text.noBallot,
    ],
    [text.tie, text.ties[said("tie")]],
    [text.notice, text.noticeOf(said("notice_days"), text.objections[said("objection")] ?? "", Boolean(rule.publish), Boolean(rule.anonymous))],
    [text.limits, text.limitsOf(number("most_units"), number("most_persons"), number("heads_percent"))],
    [text.repeats, text.repeatsOf(said("repeats"))],
  ].map(([label = "", children]) => ({ key: label, label, children }));
  return (
    <Section title={text.title}>
      <Descriptions size="small" column={{ xs: 1, lg: 2 }} items={items} />
    </Section>
  );
}
