/** Why the item has its light: what holds now, what is to come, what would change it, and who was told when. */
import { useQuery } from "@tanstack/react-query";
import { Collapse } from "antd";
import type { Explanation } from "../../api/types";
import { Asked } from "../../components/Asked";
import { Light } from "../../components/Light";
import { exactTime } from "../../components/officeTime";
import { zh } from "../../messages/zh";
import { explainQuery } from "./itemsApi";

const text = zh.items;

export function WhyThisLight({ id }: { id: number }) {
  const explanation = useQuery(explainQuery(id));
  return <Asked query={explanation}>{(answer) => <Reasons explanation={answer} />}</Asked>;
}

function Reasons({ explanation }: { explanation: Explanation }) {
  return (
    <>
      <p className="why">
        <Light light={explanation.light} />
        <span className="muted">{text.asOf(exactTime(explanation.at))}</span>
      </p>
      <Sentences sentences={explanation.reasons.map((reason) => reason.text)} />
      {explanation.change.length > 0 && <Titled title={text.whatHelps} sentences={explanation.change} />}
      {explanation.ahead.length > 0 && (
        <Titled
          title={text.whatComes}
          sentences={explanation.ahead.map((one) => text.willTurn(one.text, one.since ? exactTime(one.since) : ""))}
        />
      )}
      <Collapse
        ghost
        items={[{ key: "told", label: text.told(explanation.told.length), children: <Told mails={explanation.told} /> }]}
      />
    </>
  );
}

function Titled({ title, sentences }: { title: string; sentences: string[] }) {
  return (
    <>
      <h3 className="why-title">{title}</h3>
      <Sentences sentences={sentences} />
    </>
  );
}

function Sentences({ sentences }: { sentences: string[] }) {
  return (
    <ul className="why-list">
      {sentences.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}

function Told({ mails }: { mails: Explanation["told"] }) {
  return (
    <ul className="why-list">
      {mails.map((mail) => (
        <li key={`${mail.at} ${mail.to} ${mail.way} ${mail.title}`}>
          <time dateTime={mail.at}>{exactTime(mail.at)}</time> {mail.to}：{mail.title}
          <span className="muted">{readOf(mail)}</span>
        </li>
      ))}
    </ul>
  );
}

/** When they read it; of a group nobody can say. */
function readOf({ read_at, state, sent_at, way }: Explanation["told"][number]): string {
  if (read_at) return text.readAt(exactTime(read_at));
  if (state !== null && sent_at === null) return text.notSentYet;
  return ["app", "mail", "digest"].includes(way) ? text.notReadYet : "";
}
