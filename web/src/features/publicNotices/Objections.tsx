/** The objections to a notice; one that no task was made of is answered here. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Form, Input, Radio, Tag } from "antd";
import { useState } from "react";
import { freshKey } from "../../api/client";
import type { PublicNoticeDetail, Objection } from "../../api/types";
import { exactTime } from "../../components/officeTime";
import { ProblemList } from "../../components/ProblemList";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";
import { answerObjection } from "./publicNoticesApi";

const text = zh.publicNotices;
const FINDINGS = Object.entries(text.findings).map(([value, label]) => ({ value, label }));

export function Objections({ notice }: { notice: PublicNoticeDetail }) {
  if (notice.objections.length === 0) return null;
  return (
    <Section title={text.objections}>
      <ul className="cards">
        {notice.objections.map((objection) => (
          <li key={objection.id}>
            <Shown objection={objection} mayAnswer={notice.may_run} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Shown({ objection, mayAnswer }: { objection: Objection; mayAnswer: boolean }) {
  const isOpen = !objection.answered_at;
  return (
    <article className="card">
      <div className="card-head">
        <h3>{objection.name || text.anonymousName}</h3>
        <Tag>{objection.finding?.text ?? text.waiting}</Tag>
      </div>
      <p className="public-notice-text">{objection.text}</p>
      <p className="muted">
        {exactTime(objection.raised_at)} {objection.contact}
      </p>
      {objection.answer && (
        <p className="public-notice-text">
          {text.answer}：{objection.answer}
        </p>
      )}
      {isOpen && objection.in_task && <p className="muted">{text.inTask}</p>}
      {isOpen && !objection.in_task && mayAnswer && <AnswerForm objection={objection} />}
    </article>
  );
}

function AnswerForm({ objection }: { objection: Objection }) {
  const [key] = useState(freshKey);
  const client = useQueryClient();
  const answering = useMutation({
    mutationFn: ({ finding, answer }: { finding: string; answer: string }) =>
      answerObjection(objection.id, finding, answer, key),
    onSuccess: () => client.invalidateQueries(),
  });
  return (
    <Form layout="vertical" onFinish={answering.mutate}>
      <ProblemList error={answering.error} placeOf={() => null} />
      <Form.Item name="finding" label={text.finding} rules={[{ required: true, message: text.needed(text.finding) }]}>
        <Radio.Group options={FINDINGS} />
      </Form.Item>
      <Form.Item name="answer" label={text.answer} rules={[{ required: true, message: text.needed(text.answer) }]}>
        <Input.TextArea rows={3} maxLength={4000} />
      </Form.Item>
      <Button htmlType="submit" loading={answering.isPending}>
        {text.send}
      </Button>
    </Form>
  );
}
