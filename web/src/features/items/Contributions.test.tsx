import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { renderAt } from "../../test/render";
import { Contributions } from "./Connections";

const silent = { unit: "信息处", text: "", at: null };
const show = (code: string, outcome: { code: string; text: string } | null = null) =>
  renderAt(
    "/items/1",
    "/items/:id",
    <Contributions item={{ contributions: [silent], state: { code, text: "" }, outcome }} />,
  );

describe("a co-organising unit that fed nothing", () => {
  it("is still asked for it while the item is open", () => {
    show("running");
    expect(screen.getByText("尚未反馈").className).toBe("due-over");
  });

  it.each([
    ["submitted", null, "没有反馈，牵头单位已报送结果"],
    ["closed", null, "没有反馈，任务已由牵头单位报送结果并销号"],
    ["closed", { code: "merged", text: "并入" }, "没有反馈，任务已拆分或并入其他任务"],
    ["cancelled", null, "没有反馈，任务已撤销"],
  ])("is told of plainly once nobody waits for it (%s)", (code, outcome, told) => {
    show(code, outcome);
    expect(screen.getByText(told).className).toBe("muted");
  });
});
