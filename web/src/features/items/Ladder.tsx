/** The ladder of an item: how far it has come, each step with its cause, those told and its answer, and what is next. */
import type { ItemDetail, LadderStep, StepCode } from "../../api/types";
import { exactTime } from "../../components/officeTime";
import { zh } from "../../messages/zh";

const text = zh.items;
const STEPS: StepCode[] = ["none", "urge", "watch", "supervise", "circular", "talk"];

export function Ladder({ ladder }: { ladder: ItemDetail["ladder"] }) {
  const next = ladder.ahead[0];
  return (
    <>
      <Rail current={ladder.step.code} />
      {ladder.taken.length > 0 && (
        <ol className="ladder-taken">
          {[...ladder.taken].reverse().map((taken) => (
            <li key={`${taken.at} ${taken.step.code} ${taken.number}`} className={taken.withdrawn_at ? "ladder-withdrawn" : undefined}>
              <Taken taken={taken} />
            </li>
          ))}
        </ol>
      )}
      <p className="ladder-next">
        {next ? text.nextStep(exactTime(next.at), next.step.text, next.activity, next.rule_name) : text.nextNone}
      </p>
    </>
  );
}

function Rail({ current }: { current: StepCode }) {
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

function Taken({ taken }: { taken: LadderStep }) {
  const { withdrawn_at } = taken;
  return (
    <>
      <div className="happening">
        <strong>
          {taken.step.text}
          {taken.number && text.recordNumber(taken.number)}
        </strong>
        <time dateTime={taken.at}>{exactTime(taken.at)}</time>
        <span>{taken.by ? text.byPerson(taken.by) : text.byRule(taken.rule_name || taken.rule)}</span>
        {withdrawn_at && <strong>{text.withdrawn(exactTime(withdrawn_at))}</strong>}
      </div>
      <p className="prose">{taken.text}</p>
      {taken.told.length > 0 && <p className="muted">{text.toldWhom(taken.told.join(zh.drafts.listSeparator))}</p>}
      {!withdrawn_at && <Asked taken={taken} />}
    </>
  );
}

/** What the step wants and by when, and whether it has it. */
function Asked({ taken: { due_at, answered_at, rectify_due } }: { taken: LadderStep }) {
  return (
    <>
      {answered_at && <p className="muted">{text.answered(exactTime(answered_at))}</p>}
      {due_at && !answered_at && <p className="muted">{text.answerDue(exactTime(due_at))}</p>}
      {rectify_due && <p className="muted">{text.rectifyDue(exactTime(rectify_due))}</p>}
    </>
  );
}
