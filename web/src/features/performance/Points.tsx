/** Points with their sign; the colour never stands without it. */
import { zh } from "../../messages/zh";

export function Points({ value, cancelled = false }: { value: number; cancelled?: boolean }) {
  const tone = value > 0 ? "points-plus" : value < 0 ? "points-minus" : "muted";
  const shown = zh.performance.signed(value);
  return <span className={tone}>{cancelled ? <s>{shown}</s> : shown}</span>;
}
