/** One mail as its reader gets it; its HTML runs nothing and reaches nothing of this page. */
import { useQuery } from "@tanstack/react-query";
import { Button, Tabs } from "antd";
import { get } from "../../api/client";
import type { Mail } from "../../api/types";
import { Asked } from "../../components/Asked";
import { exactTime } from "../../components/officeTime";
import { zh } from "../../messages/zh";

const text = zh.mailbox;

export function MailView({ id, onBack }: { id: string; onBack?: () => void }) {
  const mail = useQuery({ queryKey: ["/mailbox", id], queryFn: () => get<Mail>(`/mailbox/${id}`) });
  return (
    <article className="mail-view">
      {onBack && <Button onClick={onBack}>{text.back}</Button>}
      <Asked query={mail}>{(answer) => <MailBody mail={answer} />}</Asked>
    </article>
  );
}

function MailBody({ mail }: { mail: Mail }) {
  const plain = { key: "text", label: text.text, children: <pre className="mail-text">{mail.text}</pre> };
  const page = {
    key: "html",
    label: text.html,
    children: <iframe className="mail-frame" title={text.frame(mail.subject)} sandbox="" srcDoc={mail.html ?? ""} />,
  };
  return (
    <>
      <h2>{mail.subject}</h2>
      <p>
        {text.to} {text.address(mail.to.name, mail.to.address)}
      </p>
      <p className="muted">
        {text.time} {exactTime(mail.sent_at ?? mail.created_at)}
      </p>
      <Tabs items={mail.html ? [page, plain] : [plain]} />
    </>
  );
}
