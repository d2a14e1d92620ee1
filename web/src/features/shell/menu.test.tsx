import { describe, expect, it } from "vitest";
import type { Role } from "../../api/types";
import { entryOf, groupsFor } from "./menu";

const paths = (role: Role) => groupsFor([role]).flatMap(({ entries }) => entries.map(({ path }) => path));

describe("the menu", () => {
  it("offers what leaves the house to administrators only", () => {
    expect(paths("administrator")).toContain("/deliveries");
    expect(paths("officer")).not.toContain("/deliveries");
    expect(paths("designer")).not.toContain("/deliveries");
  });

  it("offers the organisation and absences to everybody", () => {
    expect(paths("handler")).toEqual(expect.arrayContaining(["/absences", "/organisation"]));
  });

  it("has no group of which somebody may see nothing", () => {
    expect(groupsFor(["handler"]).every(({ entries }) => entries.length > 0)).toBe(true);
    expect(groupsFor(["handler"]).length).toBeLessThan(groupsFor(["administrator"]).length);
  });

  it("says where one is, on pages below an entry too", () => {
    const all = groupsFor(["administrator"]);
    const where = (path: string) => entryOf(all, path)?.path;
    expect(where("/items/7")).toBe("/ledger");
    expect(where("/reviews/tasks/1")).toBe("/reviews");
    expect(where("/notice-texts")).toBe("/notice-texts");
    expect(where("/notices/settings")).toBe("/notices");
    expect(where("/nowhere")).toBeUndefined();
  });
});
