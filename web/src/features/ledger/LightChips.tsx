/** How many items show which light; a press narrows the ledger down to one. */
import { useQuery } from "@tanstack/react-query";
import { get } from "../../api/client";
import type { LightCode, LightCounts } from "../../api/types";
import { LightShape } from "../../components/Light";
import { zh } from "../../messages/zh";
import { useLightWords } from "../session/useLights";
import type { Filter } from "./useLedgerFilter";

const text = zh.ledger;
const ORDER: LightCode[] = ["red", "yellow", "green", "grey", "blue"];

interface Props {
  filter: Filter;
  onChoose: (light: LightCode | undefined) => void;
}

export function LightChips({ filter, onChoose }: Props) {
  const { light, ...others } = filter;
  const counts = useQuery({
    queryKey: ["/items/summary", others],
    queryFn: ({ signal }) => get<LightCounts>("/items/summary", others, signal),
    placeholderData: (before) => before,
  });
  const words = useLightWords();
  const count = (code: LightCode) => counts.data?.[code] ?? 0;
  const total = ORDER.reduce((sum, code) => sum + count(code), 0);
  return (
    <div className="chips" role="group" aria-label={text.lightFilter}>
      <button type="button" className="chip" aria-pressed={!light} onClick={() => onChoose(undefined)}>
        {text.all(total)}
      </button>
      {ORDER.map((code) => (
        <button
          key={code}
          type="button"
          className="chip"
          aria-pressed={light === code}
          onClick={() => onChoose(light === code ? undefined : code)}
        >
          <LightShape code={code} />
          {text.lightCount(words[code], count(code))}
        </button>
      ))}
    </div>
  );
}
