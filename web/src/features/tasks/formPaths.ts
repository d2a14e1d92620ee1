/** The server names a field by a dotted path or a JSON pointer; the form knows it by a list of names. */
import { toErrorSchema, type ErrorSchema, type RJSFValidationError } from "@rjsf/utils";
import type { Problem } from "../../api/problem";

/** `variables.reports.0.text`, `/variables/reports/0/text` and `reports[0].text` all give [reports, 0, text]. */
export function pathOf(field: string): string[] {
  const names = field.startsWith("/")
    ? field.split("/").map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"))
    : field.replaceAll(/\[(\w+)\]/g, ".$1").split(".");
  const path = names.filter((name) => name !== "" && name !== "$");
  return path[0] === "variables" ? path.slice(1) : path;
}

export function errorsAtFields(problems: Problem[]): ErrorSchema {
  const errors = problems.flatMap(({ field, message }): RJSFValidationError[] =>
    field ? [{ property: `.${pathOf(field).join(".")}`, message, stack: message }] : [],
  );
  return toErrorSchema(errors);
}

interface Titled {
  title?: string;
  properties?: Record<string, Titled>;
  items?: Titled;
}

/** The title a person reads at the field, innermost first; null where the form does not have it. */
export function titleOf(form: unknown, field: string | null | undefined): string | null {
  if (!field) return null;
  let schema = form as Titled | undefined;
  let title: string | null = null;
  for (const name of pathOf(field)) {
    schema = /^\d+$/.test(name) ? schema?.items : schema?.properties?.[name];
    title = schema?.title ?? title;
  }
  return title;
}
