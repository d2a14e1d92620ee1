import { expect, it } from "vitest";
import { commendation } from "./commendation";

it.each([
  [">=2/3", "不少于 2/3"],
  [">1/2", "超过 1/2"],
])("says %s in words", (bound, words) => expect(commendation.rule.shareOf(bound)).toBe(words));
