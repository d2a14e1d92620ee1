/** The five steps 交办→催办→盯办→督办→通报 with the current one marked in words, shape and colour. */
import type { StepCode } from "../../api/types";
import { zh } from "../../messages/zh";

const text = zh.items;
const STEPS: StepCode[] = ["none", "urge", "watch", "supervise", "circular"];

export function Ladder({ current }: { current: StepCode }) {
  const reached = STEPS.indexOf(current);
  return (
    <ol className="ladder" aria-label={text.stepNow(text.ladder[current])}>
      {STEPS.map((step, index) => (
        <li
          key={step}
          className={index === reached ? "ladder-now" : index < reached ? "ladder-passed" : "ladder-ahead"}
          aria-current={index === reached ? "step" : undefined}
        >
          <span className="ladder-name">{text.ladder[step]}</span>
          <span className="ladder-mark">{index === reached ? text.now : index < reached ? text.passed : text.ahead}</span>
        </li>
      ))}
    </ol>
  );
}
