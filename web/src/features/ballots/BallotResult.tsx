/** The count, the published record, and one's own vote in it. */
import { useQuery } from "@tanstack/react-query";
import { Alert, Button, Form, Input, Tag } from "antd";
import { useState } from "react";
import { address } from "../../api/client";
import type { Ballot } from "../../api/types";
import { ListOrCards, type Column } from "../../components/ListOrCards";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";
import { recordQuery } from "./ballotsApi";
import { commitmentOf } from "./receipt";

const text = zh.ballots;
type Result = NonNullable<Ballot["result"]>;
type Count = Result["options"][number] & { id: string; name: string };

export function BallotResult({ ballot, result }: { ballot: Ballot; result: Result }) {
  const names = new Map(ballot.options.map(({ code, name }) => [code, name]));
  const columns: Column<Count>[] = [
    { key: "name", title: text.option, onCard: "heading", wraps: true, render: ({ name }) => name },
    { key: "for", title: text.marks.for, render: ({ votes_for }) => votes_for },
    { key: "against", title: text.marks.against, render: ({ against }) => against },
    { key: "abstain", title: text.marks.abstain, render: ({ abstain }) => abstain },
    { key: "elected", title: text.elected, onCard: "badge", render: ({ code }) => <Outcome code={code} result={result} /> },
  ];
  const rows = result.options.map((one) => ({ ...one, id: one.code, name: names.get(one.code) ?? one.code }));
  const tied = result.tied.map((code) => names.get(code)).join("、");
  return (
    <>
      <Section title={text.result} extra={result.outcome.text}>
        {result.outcome.code === "no_quorum" ? (
          <Alert type="warning" showIcon title={text.noQuorum} />
        ) : (
          <ListOrCards label={text.result} columns={columns} rows={rows} emptyText="" />
        )}
        {tied && (
          <Alert type="warning" showIcon title={text.tiedNote(tied, result.seats_left, ballot.rule.tie.text)} />
        )}
      </Section>
      <Section title={text.record}>
        <p>{text.recordLead}</p>
        <p className="no-print">
          <Button href={address(`/ballots/${ballot.id}/record/package`)}>{text.download}</Button>
        </p>
        {result.outcome.code !== "no_quorum" && <Finding ballot={ballot} />}
      </Section>
    </>
  );
}

function Outcome({ code, result }: { code: string; result: Result }) {
  if (result.elected.includes(code)) return <Tag color="success">{text.elected}</Tag>;
  return result.tied.includes(code) ? <Tag color="warning">{text.tied}</Tag> : null;
}

/** The record is fetched whole and searched here: nobody learns which vote was looked for. */
function Finding({ ballot }: { ballot: Ballot }) {
  const [code, setCode] = useState("");
  const record = useQuery({ ...recordQuery(ballot.id), enabled: code !== "" });
  const commitment = code && commitmentOf(ballot.code, code.replace(/\s/g, ""));
  const own = record.data?.votes.find((vote) => vote.commitment === commitment);
  return (
    <>
      <Form layout="inline" className="no-print" onFinish={({ code: typed }: { code?: string }) => setCode(typed ?? "")}>
        <Form.Item name="code" label={text.code}>
          <Input autoComplete="off" maxLength={40} />
        </Form.Item>
        <Button htmlType="submit">{text.find}</Button>
      </Form>
      {record.data && code && !own && <Alert type="warning" showIcon title={text.notFound} />}
      {own && (
        <Alert
          type="success"
          showIcon
          title={text.found}
          description={ballot.options.map(({ code: option, name }, at) => (
            <div key={option}>
              {name}：{text.marks[own.marks[at] ?? "none"]}
            </div>
          ))}
        />
      )}
    </>
  );
}
