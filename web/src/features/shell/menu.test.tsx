import { describe, expect, it } from "vitest";
import { entriesFor } from "./menu";

const paths = (role: Parameters<typeof entriesFor>[0][number]) => entriesFor([role]).map(({ path }) => path);

describe("the menu", () => {
  it("offers what leaves the house to administrators only", () => {
    expect(paths("administrator")).toContain("/deliveries");
    expect(paths("officer")).not.toContain("/deliveries");
    expect(paths("designer")).not.toContain("/deliveries");
  });

  it("offers the organisation and absences to everybody", () => {
    expect(paths("handler")).toEqual(expect.arrayContaining(["/absences", "/organisation"]));
  });
});
