/** The form's own voice: validation in plain Chinese instead of the words of JSON Schema. */
import { replaceStringParameters, type RJSFValidationError, type TranslatableString } from "@rjsf/utils";
import { zh } from "../../messages/zh";
import { formWords } from "../../messages/zh/forms";

const text = zh.forms;

export function translate(string: TranslatableString, parameters?: string[]): string {
  return replaceStringParameters(formWords[string] ?? string, parameters);
}

type Limits = Record<string, number>;
const SENTENCES: Record<string, (limits: Limits) => string> = {
  required: () => text.neededHere,
  minLength: ({ limit = 1 }) => (limit === 1 ? text.neededHere : text.tooShort(limit)),
  maxLength: ({ limit = 0 }) => text.tooLong(limit),
  minimum: ({ limit = 0 }) => text.tooSmall(limit),
  maximum: ({ limit = 0 }) => text.tooLarge(limit),
  minItems: ({ limit = 0 }) => text.tooFew(limit),
  maxItems: ({ limit = 0 }) => text.tooMany(limit),
  enum: () => text.notAChoice,
  oneOf: () => text.notAChoice,
  anyOf: () => text.notAChoice,
  const: () => text.notAChoice,
  format: () => text.notADate,
  pattern: () => text.notAForm,
  uniqueItems: () => text.duplicate,
  type: () => text.neededHere,
};

/** A choice is refused once for each of its options and once as a whole: one sentence is enough. */
export function inPlainWords(errors: RJSFValidationError[]): RJSFValidationError[] {
  const seen = new Set<string>();
  return errors
    .map((error) => {
      const message = SENTENCES[error.name ?? ""]?.(error.params as Limits) ?? text.unknown;
      return { ...error, message, stack: message };
    })
    .filter((error) => {
      const line = `${error.property}: ${error.message}`;
      return !seen.has(line) && seen.add(line);
    });
}
