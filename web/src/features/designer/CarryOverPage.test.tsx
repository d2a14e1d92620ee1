import { fireEvent, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { CarriedOver } from "../../api/types";
import { renderAt } from "../../test/render";
import { serve } from "../../test/server";
import { CarryOverPage } from "./CarryOverPage";

const DEFINITION = {
  key: "supervision-item",
  name: "督办任务",
  version: 2,
  executable: true,
  digest: "d",
  file_name: "item.bpmn",
  open_before: 2,
  versions: [],
  files: [],
};
const ANSWER: CarriedOver = {
  version: 2,
  moved: 1,
  left: 1,
  changes: [
    {
      item_id: 5,
      number: "督〔2026〕1号-1",
      title: "修订办事指南",
      light_before: "green",
      light_after: "yellow",
      next_asked_before: "2026-11-30T01:00:00Z",
      next_asked_after: null,
    },
  ],
  refused: [{ instance_id: 9, number: "督〔2026〕1号-2", problems: [{ code: "bpmn.gone", message: "新版本没有环节“盯办反馈”" }] }],
};

it("carries over only after a rehearsal that says what changes and which cannot go", async () => {
  const asked = serve({
    "GET /definitions/supervision-item": { body: DEFINITION },
    "POST /definitions/supervision-item/carry-over": { body: ANSWER },
  });
  renderAt("/designer/supervision-item/carry-over", "/designer/:key/carry-over", <CarryOverPage />, ["administrator"]);
  fireEvent.change(await screen.findByLabelText("理由"), { target: { value: "按新规则" } });
  const carry = () => screen.getByRole<HTMLButtonElement>("button", { name: "正式转换" });
  expect(carry().disabled).toBe(true);
  await userEvent.click(screen.getByRole("button", { name: /试\s*转/ }));
  expect(await screen.findByText("可以转到第 2 版的有 1 项。")).toBeTruthy();
  expect(screen.getByText(/黄灯/)).toBeTruthy();
  expect(screen.getByText("新版本没有环节“盯办反馈”")).toBeTruthy();
  await userEvent.click(carry());
  await userEvent.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "正式转换" }));
  expect(await screen.findByText("已转到第 2 版 1 项。")).toBeTruthy();
  const sent = asked.filter(({ method }) => method === "POST").map(({ body }) => body);
  expect(sent).toEqual([
    { reason: "按新规则", dry_run: true },
    { reason: "按新规则", dry_run: false },
  ]);
});
