/** 通知文字: what mails, notices and group robots say, kind by kind. */
import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useSearchParams } from "react-router";
import { Asked } from "../../components/Asked";
import { PageHead } from "../../components/PageHead";
import { zh } from "../../messages/zh";
import { textQuery, textsQuery } from "./noticeTextsApi";
import { TextsForm } from "./TextsForm";

const text = zh.notices.texts;

export function NoticeTextsPage() {
  const [search, setSearch] = useSearchParams();
  const kinds = useQuery(textsQuery);
  return (
    <>
      <PageHead title={text.title} lead={text.lead} />
      <Asked query={kinds}>
        {({ items }) => {
          const kind = search.get("kind") ?? items[0]?.kind ?? "";
          return (
            <>
              <Select
                className="text-kinds"
                aria-label={text.kinds}
                showSearch={{ optionFilterProp: "label" }}
                value={kind}
                onChange={(chosen) => setSearch({ kind: chosen }, { replace: true })}
                options={items.map((one) => ({
                  value: one.kind,
                  label: `${one.label}（${one.is_shipped ? text.shipped : text.changed(one.version)}）`,
                }))}
              />
              <TextsOfKind key={kind} kind={kind} />
            </>
          );
        }}
      </Asked>
    </>
  );
}

function TextsOfKind({ kind }: { kind: string }) {
  const detail = useQuery(textQuery(kind));
  return <Asked query={detail}>{(answer) => <TextsForm key={answer.version} detail={answer} />}</Asked>;
}
