/** The local mailbox: what was sent, to whom, and how it reads. */
import { Grid } from "antd";
import { useSearchParams } from "react-router";
import { usePages } from "../../api/pages";
import type { MailRow } from "../../api/types";
import { LoadMore } from "../../components/LoadMore";
import { PageHead } from "../../components/PageHead";
import { ProblemList } from "../../components/ProblemList";
import { zh } from "../../messages/zh";
import { MailList } from "./MailList";
import { MailView } from "./MailView";

const text = zh.mailbox;

export function MailboxPage() {
  const [search, setSearch] = useSearchParams();
  const pages = usePages<MailRow>("/mailbox");
  const wide = Grid.useBreakpoint().md ?? true;
  const open = search.get("mail");
  const choose = (id: string | null) => setSearch(id ? { mail: id } : {});
  const list = (
    <div>
      <ProblemList error={pages.error} />
      <MailList mails={pages.items} open={open} pending={pages.isPending} onChoose={choose} />
      <LoadMore pages={pages} />
    </div>
  );
  const reading = open ? (
    <MailView key={open} id={open} onBack={wide ? undefined : () => choose(null)} />
  ) : (
    <p className="muted">{text.choose}</p>
  );
  return (
    <>
      <PageHead title={text.title} lead={text.lead} />
      {wide ? (
        <div className="mailbox">
          {list}
          {reading}
        </div>
      ) : open ? (
        reading
      ) : (
        list
      )}
    </>
  );
}
