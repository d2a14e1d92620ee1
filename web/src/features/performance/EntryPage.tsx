/** One line of performance explained: the record, the row of the table, what was before, appeals. */
import { useQuery } from "@tanstack/react-query";
import { Button, Descriptions, Table } from "antd";
import { useState } from "react";
import { Link, useParams } from "react-router";
import type { PerformanceEntry } from "../../api/types";
import { Asked } from "../../components/Asked";
import { ListOrCards } from "../../components/ListOrCards";
import { exactDate, exactTime } from "../../components/officeTime";
import { PageHead } from "../../components/PageHead";
import { PrintButton } from "../../components/PrintButton";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";
import { AppealDialog } from "./AppealDialog";
import { whoseOf } from "./Lines";
import { entryQuery } from "./performanceApi";
import { Points } from "./Points";

const text = zh.performance;

export function EntryPage() {
  const { id = "" } = useParams();
  const query = useQuery(entryQuery(id));
  return <Asked query={query}>{(entry) => <EntryView entry={entry} />}</Asked>;
}

function EntryView({ entry }: { entry: PerformanceEntry }) {
  const [appealing, setAppealing] = useState(false);
  return (
    <>
      <PageHead
        title={entry.text}
        lead={`${text.yearOf(entry.year)} · ${whoseOf(entry)} · ${entry.state.text}`}
        actions={
          <>
            {entry.may_appeal && <Button onClick={() => setAppealing(true)}>{text.appeal}</Button>}
            <PrintButton />
          </>
        }
      />
      <Why entry={entry} />
      <Appeals entry={entry} />
      <Before entry={entry} />
      {appealing && <AppealDialog id={entry.id} onClose={() => setAppealing(false)} />}
    </>
  );
}

function Why({ entry }: { entry: PerformanceEntry }) {
  const { source, rule } = entry;
  const asked = rule.conditions.map(({ label, value }) => `${label} ${value}`).join("；");
  const told = source.title || source.text || source.kind;
  return (
    <Section title={text.why}>
      <Descriptions
        className="facts"
        size="small"
        bordered
        column={{ xs: 1, md: 2 }}
        items={[
          {
            key: "points",
            label: text.columns.points,
            children: <Points value={entry.points} cancelled={entry.state.code === "cancelled"} />,
          },
          { key: "at", label: text.happenedAt, children: exactDate(entry.occurred_at) },
          { key: "whose", label: text.whose, children: whoseOf(entry) },
          { key: "post", label: text.post, children: [entry.unit?.name, entry.post].filter(Boolean).join(" ") },
          {
            key: "source",
            label: text.source,
            span: "filled",
            children: (
              <>
                {source.kind}：{source.path ? <Link to={source.path}>{told}</Link> : told}
                {source.text && source.text !== told && <p className="prose">{source.text}</p>}
              </>
            ),
          },
          { key: "rule", label: text.rule, span: "filled", children: `${rule.name || rule.id}（${asked || zh.common.none}）` },
          {
            key: "facts",
            label: text.facts,
            span: "filled",
            children: entry.facts.map(({ label, value }) => `${label}：${value || zh.common.none}`).join("；"),
          },
          ...(entry.corrected_by && entry.corrected_at
            ? [
                {
                  key: "corrected",
                  label: text.correctedBy,
                  span: "filled" as const,
                  children: text.corrected(entry.corrected_by.name, exactTime(entry.corrected_at)),
                },
              ]
            : []),
          ...(entry.reason
            ? [{ key: "reason", label: text.reason, span: "filled" as const, children: entry.reason }]
            : []),
        ]}
      />
    </Section>
  );
}

function Appeals({ entry: { appeals } }: { entry: PerformanceEntry }) {
  const label = text.appealColumns;
  return (
    <Section title={text.appeals}>
      <ListOrCards
        label={text.appeals}
        emptyText={text.appealsEmpty}
        rows={appeals}
        columns={[
          { key: "text", title: label.text, onCard: "heading", wraps: true, render: (one) => one.text },
          { key: "outcome", title: label.outcome, onCard: "badge", render: (one) => one.outcome.text },
          { key: "who", title: label.who, render: (one) => one.person?.name },
          { key: "at", title: label.at, render: (one) => exactTime(one.raised_at) },
          { key: "answer", title: label.answer, wraps: true, render: (one) => one.answer || zh.common.none },
          { key: "by", title: label.by, render: (one) => one.answered_by?.name ?? zh.common.none },
        ]}
      />
    </Section>
  );
}

function Before({ entry: { history } }: { entry: PerformanceEntry }) {
  if (history.length === 0) return null;
  const label = text.before;
  return (
    <Section title={text.history}>
      <Table
        size="small"
        pagination={false}
        scroll={{ x: true }}
        rowKey="at"
        dataSource={history}
        columns={[
          { title: label.at, render: (_, one) => exactTime(one.at) },
          { title: label.by, render: (_, one) => one.by?.name ?? text.bySystem },
          { title: label.state, render: (_, one) => one.state.text },
          { title: label.points, render: (_, one) => <Points value={one.points} /> },
          { title: label.text, dataIndex: "text" },
          { title: label.reason, render: (_, one) => one.reason || zh.common.none },
        ]}
      />
    </Section>
  );
}
