import { describe, expect, it } from "vitest";
import { inPlainWords } from "./formLanguage";
import { formValidator } from "./formValidator";

const SIGN = {
  type: "object" as const,
  properties: {
    decision: { oneOf: [{ const: "sign", title: "签收" }, { const: "return", title: "退回" }] },
    progress: { type: "integer" as const, maximum: 100 },
    reason: { type: "string" as const, minLength: 2 },
  },
  required: ["decision"],
  additionalProperties: false,
  if: { properties: { decision: { const: "return" } }, required: ["decision"] },
  then: { required: ["reason"] },
};

const problemsOf = (data: unknown) =>
  formValidator
    .validateFormData(data, SIGN, undefined, inPlainWords)
    .errors.map(({ property, message }) => `${property} ${message}`);

describe("what is filled in", () => {
  it("passes when it fits, whatever is left undefined", () => {
    expect(problemsOf({ decision: "sign", reason: undefined })).toEqual([]);
  });

  it("names each problem once, in plain words, at its field", () => {
    expect(problemsOf({ progress: 120, reason: "无" })).toEqual([
      ".decision 请填写此项",
      ".progress 不能大于 100",
      ".reason 至少填写 2 个字",
    ]);
    expect(problemsOf({ decision: "maybe" })).toEqual([".decision 请从所列选项中选择"]);
  });

  it("asks for what the answer given makes necessary", () => {
    expect(problemsOf({ decision: "return" })).toEqual([".reason 请填写此项"]);
  });

  it("finds the definitions of the whole form", () => {
    const root = { definitions: { short: { maxLength: 1 } } };
    expect(formValidator.isValid({ $ref: "#/definitions/short" }, "长了", root)).toBe(false);
    expect(formValidator.isValid({ $ref: "#/definitions/short" }, "短", root)).toBe(true);
  });
});
