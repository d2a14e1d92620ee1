/** The page that everybody may open without signing in. */
import { useQuery } from "@tanstack/react-query";
import { Alert } from "antd";
import { useParams } from "react-router";
import type { PublicNotice } from "../../api/types";
import { Asked } from "../../components/Asked";
import { PageHead } from "../../components/PageHead";
import { PrintButton } from "../../components/PrintButton";
import { zh } from "../../messages/zh";
import { NoticeBody } from "./NoticeBody";
import { publicNoticeQuery } from "./publicNoticesApi";
import { ObjectionForm } from "./ObjectionForm";
import { ReadAnswer } from "./ReadAnswer";

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
        <ReadAnswer />
      </div>
    </>
  );
}
