/** The mails, newest first: time, to whom, subject, whether it is sent. */
import { Empty } from "antd";
import type { MailRow } from "../../api/types";
import { exactTime } from "../../components/officeTime";
import { Loading } from "../../components/Loading";
import { zh } from "../../messages/zh";

const text = zh.mailbox;

interface Props {
  mails: MailRow[];
  open: string | null;
  pending: boolean;
  onChoose: (id: string) => void;
}

export function MailList({ mails, open, pending, onChoose }: Props) {
  if (pending) return <Loading />;
  if (mails.length === 0) return <Empty description={text.empty} />;
  return (
    <ul className="mail-list" aria-label={text.title}>
      {mails.map((mail) => (
        <li key={mail.id}>
          <button
            type="button"
            className="mail"
            aria-current={String(mail.id) === open || undefined}
            onClick={() => onChoose(String(mail.id))}
          >
            <strong>{mail.subject}</strong>
            <span>{mail.to.name || mail.to.address}</span>
            <span className="muted">
              {exactTime(mail.created_at)} · {text.states[mail.state] ?? mail.state}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
