import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import type { SignInLine } from "../../api/types";
import { renderAt } from "../../test/render";
import { serve } from "../../test/server";
import { SignInsPage } from "./SignInsPage";

const OPENED: SignInLine = {
  id: 3,
  at: "2026-11-23T01:00:00Z",
  last_at: "2026-11-23T01:00:00Z",
  times: 1,
  result: "opened",
  way: "provider",
  person: { id: 7, name: "陈璐" },
  by: null,
  name: "",
  address: "10.1.2.3",
  device: "Chrome，Windows",
};
const UNKNOWN: SignInLine = {
  ...OPENED,
  id: 2,
  last_at: "2026-11-23T01:01:10Z",
  times: 4,
  result: "unknown",
  way: "password",
  person: null,
  name: "ad…",
  address: "",
  device: "",
};
const GIVEN: SignInLine = { ...OPENED, id: 1, result: "password_given", way: "console", address: "", device: "" };

describe("the record of signing in", () => {
  it("tells who came from where and what was refused, in the office's time", async () => {
    serve({ "GET /sign-ins": { body: { items: [OPENED, UNKNOWN, GIVEN], next: null } } });
    renderAt("/sign-ins", "/sign-ins", <SignInsPage />);
    const row = (await screen.findByText("登录成功")).closest("tr") as HTMLElement;
    expect(within(row).getByText("2026年11月23日 09:00")).toBeTruthy();
    expect(within(row).getByText("统一身份认证")).toBeTruthy();
    const refused = screen.getByText("用户名不存在 4 次").closest("tr") as HTMLElement;
    expect(within(refused).getByText("未知用户（ad…）")).toBeTruthy();
    expect(within(refused).getByText("2026年11月23日 09:00 至 2026年11月23日 09:01")).toBeTruthy();
    expect(within(refused).getByText("多个地址")).toBeTruthy();
    expect(screen.getByText("服务器命令行")).toBeTruthy();
  });

  it("narrows by result, keeps it in the address, and takes along what is shown", async () => {
    const log = serve({ "GET /sign-ins": { body: { items: [], next: null } } });
    const { router } = renderAt("/sign-ins?from=2026-11-01&to=2026-11-23", "/sign-ins", <SignInsPage />);
    await userEvent.click(screen.getByLabelText("结果"));
    await userEvent.click(await screen.findByText("全部未成功的"));
    await waitFor(() => expect(router.state.location.search).toContain("result=failed"));
    expect(log.at(-1)?.path).toContain("/sign-ins");
    const link = screen.getByRole("link", { name: /导出 Excel/ });
    expect(link.getAttribute("href")).toBe("/api/v1/sign-ins/sheet?result=failed&from=2026-11-01&to=2026-11-23");
  });
});
