import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Form } from "antd";
import { describe, expect, it, vi } from "vitest";
import { renderAt } from "../../test/render";
import { CriteriaFields, FIRST } from "./CriteriaFields";

function open() {
  const onFinish = vi.fn();
  renderAt(
    "/",
    "/",
    <Form initialValues={{ categories: [{ criteria: [FIRST] }] }} onFinish={onFinish}>
      <Form.List name="categories">{() => <CriteriaFields at={0} />}</Form.List>
      <button type="submit">发布</button>
    </Form>,
  );
  return onFinish;
}

describe("the criteria of a category", () => {
  it("are one of a hundred points at first", async () => {
    const onFinish = open();
    await userEvent.click(screen.getByRole("button", { name: "发布" }));
    await vi.waitFor(() => expect(onFinish).toHaveBeenCalledWith({ categories: [{ criteria: [FIRST] }] }));
  });

  it("say what they make together, and are not sent unless that is a hundred", async () => {
    const onFinish = open();
    const first = screen.getByLabelText("类别 1 标准 1 满分");
    await userEvent.clear(first);
    await userEvent.type(first, "60");
    await userEvent.click(screen.getByRole("button", { name: "类别 1 再加一项标准" }));
    expect(screen.getByText("合计 100 分")).toBeTruthy();
    await userEvent.type(screen.getByLabelText("类别 1 标准 2 名称"), "群众公认");
    const second = screen.getByLabelText("类别 1 标准 2 满分");
    await userEvent.clear(second);
    await userEvent.type(second, "30");
    await userEvent.click(screen.getByRole("button", { name: "发布" }));
    expect(await screen.findByText("各项满分合计应为 100 分，现在是 90 分")).toBeTruthy();
    expect(onFinish).not.toHaveBeenCalled();
  });
});
