import { describe, expect, it } from "vitest";
import { errorsAtFields, pathOf, titleOf } from "./formPaths";

const FORM = {
  properties: {
    reason: { title: "退回理由" },
    reports: { title: "反馈", items: { properties: { text: { title: "进展情况" } } } },
  },
};

describe("the place of a problem in a form", () => {
  it.each(["variables.reports.0.text", "/variables/reports/0/text", "reports[0].text", "$.reports[0].text"])(
    "is read from %s",
    (field) => expect(pathOf(field)).toEqual(["reports", "0", "text"]),
  );

  it("has the title a person reads there", () => {
    expect(titleOf(FORM, "variables.reason")).toBe("退回理由");
    expect(titleOf(FORM, "reports.0.text")).toBe("进展情况");
    expect(titleOf(FORM, "nowhere")).toBeNull();
  });

  it("carries the server's message", () => {
    const errors = errorsAtFields([{ code: "form.required", message: "请说明理由", field: "variables.reason" }]);
    expect(errors).toEqual({ reason: { __errors: ["请说明理由"] } });
  });
});
