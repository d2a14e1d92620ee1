/** Everything that is wrong, at once, each with its place; a press leads there where the page knows the way. */
import { Alert, Button } from "antd";
import { messageOf, problemsOf, type Problem } from "../api/problem";
import { zh } from "../messages/zh";

interface Props {
  error: unknown;
  /** The name a person knows the place by, e.g. a form field's title. */
  placeOf?: (problem: Problem) => string | null | undefined;
  onChoose?: (problem: Problem) => void;
}

export function ProblemList({ error, placeOf = placeInFile, onChoose }: Props) {
  if (!error) return null;
  const problems = problemsOf(error);
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      className="problems"
      title={titleFor(error, problems)}
      description={problems.length > 0 && <Problems problems={problems} placeOf={placeOf} onChoose={onChoose} />}
    />
  );
}

/** Where the error's own sentence is that of its problems, it need not be read twice. */
function titleFor(error: unknown, problems: Problem[]): string {
  const message = messageOf(error);
  const said = problems.map((problem) => problem.message);
  return said.includes(message) || (said.length > 0 && said.join("；") === message) ? zh.common.problemsTitle(problems.length) : message;
}

type ListProps = { problems: Problem[]; placeOf: NonNullable<Props["placeOf"]>; onChoose: Props["onChoose"] };

function Problems({ problems, placeOf, onChoose }: ListProps) {
  return (
    <ol>
      {problems.map((problem, index) => (
        <li key={`${problem.code}-${index}`}>
          <Place text={placeOf(problem)} />
          {onChoose && problem.element ? (
            <Button type="link" size="small" onClick={() => onChoose(problem)}>
              {problem.message}
            </Button>
          ) : (
            problem.message
          )}
        </li>
      ))}
    </ol>
  );
}

function Place({ text }: { text: string | null | undefined }) {
  return text ? <strong>{zh.common.problemPlace(text)}</strong> : null;
}

export function placeInFile({ file, line }: Problem): string | null {
  const parts = [file, line && zh.common.line(line)].filter(Boolean);
  return parts.length ? parts.join(" ") : null;
}
