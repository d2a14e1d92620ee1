/** When one signed in last, whether somebody else has failed to since, and one's own latest lines. */
import { useQuery } from "@tanstack/react-query";
import { Alert } from "antd";
import type { OwnSignIns } from "../../api/types";
import { ListOrCards } from "../../components/ListOrCards";
import { exactTime } from "../../components/officeTime";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";
import { addressOf, AT, BY, FROM, RESULT } from "../signIns/signInLine";
import { ownSignInsQuery } from "./accountApi";

const text = zh.signIns;
const COLUMNS = [{ ...RESULT, onCard: "heading" as const }, AT, ...FROM, BY];

export function SignInsSection() {
  const own = useQuery(ownSignInsQuery);
  if (!own.data) return null;
  return (
    <Section title={text.own}>
      <Last own={own.data} />
      <ListOrCards label={text.own} columns={COLUMNS} rows={own.data.items} emptyText={text.empty} />
    </Section>
  );
}

function Last({ own: { last, failures } }: { own: OwnSignIns }) {
  const said = last
    ? text.last(exactTime(last.at), text.ways[last.way], addressOf(last), last.device || text.unknownDevice)
    : text.first;
  return failures ? (
    <Alert type="warning" showIcon className="problems" title={said} description={text.failuresSince(failures)} />
  ) : (
    <p className="muted">{last ? said + text.noFailures : said}</p>
  );
}
