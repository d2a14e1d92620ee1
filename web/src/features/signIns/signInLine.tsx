/** One line of the record of signing in, in words. */
import { Typography } from "antd";
import type { SignInLine } from "../../api/types";
import type { Column } from "../../components/ListOrCards";
import { exactTime } from "../../components/officeTime";
import { zh } from "../../messages/zh";

const text = zh.signIns;
const title = text.columns;
const FAILED = new Set<SignInLine["result"]>(["wrong", "waiting", "unknown", "left", "refused", "old_wrong"]);

export function whoOf({ person, name, result }: SignInLine): string {
  if (person) return person.name;
  return result === "refused" ? text.nobody : text.typed(name);
}

export function addressOf({ address, way }: SignInLine): string {
  return address || (way === "console" ? text.console : text.manyAddresses);
}

export const RESULT: Column<SignInLine> = {
  key: "result",
  title: title.result,
  render: ({ result, times }) => (
    <Typography.Text type={FAILED.has(result) ? "danger" : undefined}>
      {text.results[result]}
      {times > 1 && ` ${text.times(times)}`}
    </Typography.Text>
  ),
};

export const AT: Column<SignInLine> = {
  key: "at",
  title: title.at,
  render: ({ at, last_at }) => text.until(exactTime(at), exactTime(last_at)),
};

export const FROM: Column<SignInLine>[] = [
  { key: "way", title: title.way, render: ({ way }) => text.ways[way] },
  { key: "address", title: title.address, render: addressOf },
  {
    key: "device",
    title: title.device,
    render: ({ device, way }) => (way === "console" ? zh.common.none : device || text.unknownDevice),
  },
];

export const BY: Column<SignInLine> = { key: "by", title: title.by, render: ({ by }) => by?.name ?? zh.common.none };
