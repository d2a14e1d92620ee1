import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import type { NomineeToMark, TaskDetail } from "../../api/types";
import { renderAt } from "../../test/render";
import { serve } from "../../test/server";
import { MarksForm } from "./MarksForm";
import { answered, entered } from "./marks";

const CRITERIA = [
  { name: "工作实绩", points: 60, text: "按期办结" },
  { name: "群众公认", points: 40, text: "" },
];
const NOMINEE: NomineeToMark = {
  id: 4,
  number: "申报〔2026〕1号",
  name: "黄静",
  unit: { id: 2, name: "秘书一处" },
  category: "先进个人",
  criteria: CRITERIA,
  is_own: false,
  files: 0,
};
const OWN: NomineeToMark = { ...NOMINEE, id: 5, number: "申报〔2026〕2号", name: "何帆", is_own: true };
const WHOLE: NomineeToMark = { ...NOMINEE, id: 6, number: "申报〔2026〕3号", criteria: [{ name: "综合评价", points: 100, text: "" }] };

function open(draft: TaskDetail["sheet"]["draft"] = null) {
  serve({ "GET /tasks/t1/nominees": { body: { items: [NOMINEE, OWN], next: null } } });
  const onSubmit = vi.fn();
  const onKeep = vi.fn();
  const task = { id: "t1", sheet: { draft } } as TaskDetail;
  renderAt("/", "/", <MarksForm task={task} busy={false} submitText="提交" onSubmit={onSubmit} onKeep={onKeep} />);
  return { onSubmit, onKeep };
}

describe("marking nominees", () => {
  it("adds up the points of each criterion as they are entered, and sends them", async () => {
    const { onSubmit } = open();
    await userEvent.type(await screen.findByLabelText("黄静的工作实绩"), "55");
    expect(screen.getByText("已打 55 分")).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: /提\s*交/ }));
    expect(await screen.findByText("请打群众公认的分")).toBeTruthy();
    expect(onSubmit).not.toHaveBeenCalled();
    await userEvent.type(screen.getByLabelText("黄静的群众公认"), "30");
    expect(screen.getByText("合计 85 分")).toBeTruthy();
    expect(screen.getByText("已打分或者回避 1 个，共 1 个")).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: /提\s*交/ }));
    await vi.waitFor(() => expect(onSubmit).toHaveBeenCalled());
    expect(onSubmit.mock.calls[0]?.[0].variables).toEqual({ marks: [{ number: NOMINEE.number, points: [55, 30] }], aside: [] });
  });

  it("keeps what is half done as a draft and shows it again", async () => {
    const variables = { marks: [{ number: NOMINEE.number, points: [55, null] }], aside: [] };
    const { onKeep } = open({ variables, comment: null, saved_at: "2026-01-13T02:00:00Z" });
    expect(await screen.findByText("已打 55 分")).toBeTruthy();
    expect(screen.getByText("本单位，回避")).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "存草稿" }));
    expect(onKeep.mock.calls[0]?.[0].variables).toEqual(variables);
  });

  it("says one mark where there is one criterion, and no points of whom one stands aside for", () => {
    const entries = { 4: { points: [1, 2], aside: true, reason: " 亲属 " }, 6: { points: [95] } };
    const sent = answered([NOMINEE, OWN, WHOLE], entries);
    expect(sent).toEqual({
      marks: [{ number: WHOLE.number, mark: 95 }],
      aside: [{ number: NOMINEE.number, reason: "亲属" }],
    });
    expect(entered([NOMINEE, WHOLE], { ...sent })[6]?.points).toEqual([95]);
  });
});
