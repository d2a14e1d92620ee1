/** How far something has come, step by step. */
import { zh } from "../../messages/zh";

const text = zh.commendation;

export interface Step {
  code: string;
  name: string;
  /** What stands under a step: a date, or that it is left out. */
  mark?: string;
}

/** `now` is the step under way; behind the last one, everything is done. */
export function Course({ steps, now, label }: { steps: Step[]; now: number; label: string }) {
  return (
    <ol className="ladder course" aria-label={label}>
      {steps.map((step, index) => (
        <li
          key={step.code}
          className={index === now ? "ladder-now" : index < now ? "ladder-passed" : "ladder-ahead"}
          aria-current={index === now ? "step" : undefined}
        >
          <span className="ladder-name">{step.name}</span>
          <span className="ladder-mark">{step.mark ?? (index === now ? text.now : index < now ? text.passed : text.ahead)}</span>
        </li>
      ))}
    </ol>
  );
}
