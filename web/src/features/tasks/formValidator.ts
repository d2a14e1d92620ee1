/** Checks what is filled in against the form's JSON Schema, by walking it: the office's pages may not build code at run time. */
import { Validator, type OutputUnit, type Schema } from "@cfworker/json-schema";
import { toErrorSchema, type RJSFSchema, type RJSFValidationError, type ValidatorType } from "@rjsf/utils";

const DRAFT = "2020-12";
/** These only say that something inside them is wrong, which is then said itself. */
const CONTAINERS = new Set(["properties", "items", "prefixItems", "allOf", "if", "then", "else", "$ref", "dependentSchemas"]);

type Pure = { errors: RJSFValidationError[] };

export const formValidator: ValidatorType = {
  validateFormData: (data, schema, _custom, transformErrors, uiSchema) => {
    const found = check(schema, data).errors;
    const errors = transformErrors ? transformErrors(found, uiSchema) : found;
    return { errors, errorSchema: toErrorSchema(errors) };
  },
  isValid: (schema, data, { definitions, $defs }) => check({ ...schema, definitions, $defs }, data).errors.length === 0,
  rawValidation: <Result>(schema: RJSFSchema, data: unknown) => ({ errors: check(schema, data).errors as Result[] }),
};

/** The library writes into the schema it is given and knows no undefined: both get a copy as JSON would have it. */
function check(schema: RJSFSchema, data: unknown): Pure {
  const validator = new Validator(asJson(schema) as Schema, DRAFT, false);
  const { errors } = validator.validate(asJson(data));
  return { errors: errors.filter(({ keyword }) => !CONTAINERS.has(keyword)).map((unit) => asError(unit, schema)) };
}

function asJson(value: unknown): unknown {
  return value === undefined ? null : JSON.parse(JSON.stringify(value));
}

function asError(unit: OutputUnit, schema: RJSFSchema): RJSFValidationError {
  const missing = unit.keyword === "required" ? /"(.+)"/.exec(unit.error)?.[1] : undefined;
  const path = [...namesIn(unit.instanceLocation), ...(missing ? [missing] : [])];
  return {
    name: unit.keyword,
    property: path.map((name) => `.${name}`).join(""),
    message: unit.error,
    stack: unit.error,
    params: { limit: valueAt(schema, namesIn(unit.keywordLocation)) },
  };
}

function namesIn(pointer: string): string[] {
  const names = pointer.split("/").slice(1);
  return names.map((name) => decodeURIComponent(name).replaceAll("~1", "/").replaceAll("~0", "~"));
}

function valueAt(schema: unknown, path: string[]): unknown {
  return path.reduce<unknown>((inner, name) => (inner as Record<string, unknown> | undefined)?.[name], schema);
}
