/** A due moment, exact, with what remains of the time. */
import { useNow } from "../features/session/SessionContext";
import { zh } from "../messages/zh";
import { exactTime, remaining } from "./officeTime";

interface Props {
  at: string | null;
  /** What is done no longer runs out of time. */
  done?: boolean;
}

export function Due({ at, done = false }: Props) {
  const now = useNow();
  if (!at) return <span className="muted">{zh.common.noDue}</span>;
  const left = remaining(at, now);
  return (
    <span className="due">
      <time dateTime={at}>{exactTime(at)}</time>
      {!done && <span className={left.overdue ? "due-over" : "due-left"}>{left.text}</span>}
    </span>
  );
}
