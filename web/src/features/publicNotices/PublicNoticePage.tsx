/** The page that everybody may open without signing in. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { Alert, Button, Form, Input } from "antd";
import { useParams } from "react-router";
import type { PublicNotice } from "../../api/types";
import { Asked } from "../../components/Asked";
import { PageHead } from "../../components/PageHead";
import { PrintButton } from "../../components/PrintButton";
import { ProblemList } from "../../components/ProblemList";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";
import { NoticeBody } from "./NoticeBody";
import { publicNoticeQuery, readAnswer } from "./publicNoticesApi";
import { ObjectionForm } from "./ObjectionForm";

const text = zh.publicNotices;

export function PublicNoticePage() {
  const { slug = "" } = useParams();
  return (
    <main className="public-page">
      <Asked query={useQuery(publicNoticeQuery(slug))}>{(notice) => <Shown notice={notice} />}</Asked>
    </main>
  );
}

function Shown({ notice }: { notice: PublicNotice }) {
  const ended = notice.state.code === "ended" ? text.over : notice.state.code === "withdrawn" ? text.withdrawn : "";
  return (
    <>
      <PageHead title={notice.title} lead={notice.office} actions={<PrintButton />} />
      {ended && <Alert type="info" showIcon title={ended} className="section" />}
      <NoticeBody notice={notice} />
      <div className="no-print">
        {notice.takes_objections ? (
          <ObjectionForm place={`/public/notices/${notice.slug}`} anonymous={notice.anonymous} />
        ) : (
          !ended && <Alert type="info" showIcon title={text.objectLead.closed} className="section" />
        )}
        <Answer />
      </div>
    </>
  );
}

function Answer() {
  const reading = useMutation({ mutationFn: ({ code }: { code: string }) => readAnswer(code) });
  const said = reading.data;
  return (
    <Section title={text.readAnswer}>
      <ProblemList error={reading.error} placeOf={() => null} />
      <Form layout="inline" onFinish={reading.mutate}>
        <Form.Item name="code" label={text.code} rules={[{ required: true, message: text.needed(text.code) }]}>
          <Input maxLength={40} autoComplete="off" />
        </Form.Item>
        <Button htmlType="submit" loading={reading.isPending}>
          {text.read}
        </Button>
      </Form>
      {said && (
        <Alert
          type={said.finding ? "success" : "info"}
          title={said.finding ? text.answered(said.finding.text) : text.waiting}
          description={said.answer}
        />
      )}
    </Section>
  );
}
