/** A notice inside the office: the same as outside, with its objections for those who may know of them. */
import { useQuery } from "@tanstack/react-query";
import { Alert, Tag } from "antd";
import { useParams } from "react-router";
import type { PublicNoticeDetail } from "../../api/types";
import { Asked } from "../../components/Asked";
import { PageHead } from "../../components/PageHead";
import { PrintButton } from "../../components/PrintButton";
import { zh } from "../../messages/zh";
import { ReasonButton } from "../ballots/ReasonButton";
import { useSession } from "../session/SessionContext";
import { NoticeBody } from "./NoticeBody";
import { noticeQuery, withdrawNotice } from "./publicNoticesApi";
import { ObjectionForm } from "./ObjectionForm";
import { Objections } from "./Objections";
import { ReadAnswer } from "./ReadAnswer";

const text = zh.publicNotices;

export function NoticePage() {
  const { id = "" } = useParams();
  return <Asked query={useQuery(noticeQuery(id))}>{(notice) => <Shown notice={notice} />}</Asked>;
}

function Shown({ notice }: { notice: PublicNoticeDetail }) {
  const name = useSession().person.name;
  const underWay = ["running", "paused"].includes(notice.state.code);
  return (
    <>
      <PageHead
        title={notice.title}
        lead={<Tag>{notice.state.text}</Tag>}
        actions={
          <>
            <PrintButton />
            {notice.may_run && underWay && (
              <ReasonButton
                label={text.withdraw}
                ask={text.withdrawAsk}
                onDo={(reason, key) => withdrawNotice(notice.id, reason, key)}
              />
            )}
          </>
        }
      />
      {notice.reason && <Alert type="warning" showIcon title={text.withdrawnFor(notice.reason)} className="section" />}
      <NoticeBody notice={notice} />
      <p className="muted">
        {text.effect}：{notice.objection_rule.text}
        <br />
        {notice.unit ? (
          text.within(notice.unit.name)
        ) : (
          <>
            {text.publicAddress}：<a href={`/notice/${notice.slug}`}>{`/notice/${notice.slug}`}</a>
          </>
        )}
      </p>
      <Objections notice={notice} />
      <div className="no-print">
        {notice.takes_objections && (
          <ObjectionForm place={`/public-notices/${notice.id}`} anonymous={notice.anonymous} name={name} />
        )}
        <ReadAnswer />
      </div>
    </>
  );
}
