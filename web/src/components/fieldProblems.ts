/** The problems of the server at the fields that they are about. */
import type { FormInstance } from "antd";
import { useEffect } from "react";
import { problemsOf, type Problem } from "../api/problem";

/** Answers the error, or null where each of its problems stands at a field. */
export function useFieldProblems(
  form: FormInstance,
  error: unknown,
  fieldOf: (problem: Problem) => string | undefined,
): unknown {
  const problems = problemsOf(error);
  useEffect(() => {
    const said = new Map<string, string[]>();
    for (const problem of problemsOf(error)) {
      const name = fieldOf(problem);
      if (name) said.set(name, [...(said.get(name) ?? []), problem.message]);
    }
    form.setFields([...said].map(([name, errors]) => ({ name, errors })));
  }, [form, error, fieldOf]);
  return problems.length > 0 && problems.every((problem) => fieldOf(problem)) ? null : error;
}
