/** How a gate stands: colour, shape and word together, so that it reads in black and white too. */
import type { LightCode, ReviewGateCell } from "../../api/types";
import { LightShape } from "../../components/Light";
import { exactDate } from "../../components/officeTime";
import { zh } from "../../messages/zh";

const text = zh.reviews;
const LIGHTS: Record<string, LightCode> = {
  waiting: "grey",
  preparing: "green",
  reviewing: "green",
  concluding: "green",
  preparing_late: "red",
  rectifying: "yellow",
  rectifying_late: "red",
  condition_open: "yellow",
};

export function GateMark({ cell }: { cell: ReviewGateCell | undefined }) {
  const code = cell ? (LIGHTS[cell.look.code] ?? "blue") : "grey";
  return (
    <span className={cell?.is_gap ? "light gate-gap" : "light"} title={cell && text.opens(exactDate(cell.opens_at))}>
      <LightShape code={code} />
      {cell ? cell.look.text : text.notYet}
    </span>
  );
}
