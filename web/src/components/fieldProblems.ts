/** The problems of the server at the fields that they are about. */
import type { FormInstance } from "antd";
import { useEffect } from "react";
import { problemsOf, type Problem } from "../api/problem";

/** A field by its name, or one within a list by its path. */
export type FieldName = string | (string | number)[];

/** Answers the error, or null where each of its problems stands at a field. */
export function useFieldProblems(
  form: FormInstance,
  error: unknown,
  fieldOf: (problem: Problem) => FieldName | undefined,
): unknown {
  const problems = problemsOf(error);
  useEffect(() => {
    const said = new Map<string, { name: FieldName; errors: string[] }>();
    for (const problem of problemsOf(error)) {
      const name = fieldOf(problem);
      const key = JSON.stringify(name);
      if (name) said.set(key, { name, errors: [...(said.get(key)?.errors ?? []), problem.message] });
    }
    form.setFields([...said.values()]);
  }, [form, error, fieldOf]);
  return problems.length > 0 && problems.every((problem) => fieldOf(problem)) ? null : error;
}
