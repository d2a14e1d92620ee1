import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { renderAt } from "../../test/render";
import { serve } from "../../test/server";
import { AccountPage } from "./AccountPage";
import { OneTimePage } from "./OneTimePage";

const HERE = {
  id: 5,
  device: "Chrome，Windows",
  address: "10.1.2.3",
  way: "password",
  opened_at: "2026-11-23T01:00:00Z",
  seen_at: "2026-11-23T01:30:00Z",
  expires_at: "2026-11-23T13:00:00Z",
  is_current: true,
};
const THERE = { ...HERE, id: 6, device: "", address: "10.9.9.9", way: "provider", is_current: false };
const OLD = { id: 3, label: "旧系统", scopes: null, created_at: null, expires_at: null };
const LINE = {
  id: 9,
  at: "2026-11-22T01:00:00Z",
  last_at: "2026-11-22T01:00:00Z",
  times: 1,
  result: "opened",
  way: "password",
  person: { id: 1, name: "周明" },
  by: null,
  name: "",
  address: "10.1.2.3",
  device: "Chrome，Windows",
};
const FAILURE = { ...LINE, id: 10, at: "2026-11-22T02:00:00Z", last_at: "2026-11-22T02:00:30Z", times: 3, result: "wrong" };
const ANSWERS = {
  "GET /account/sign-ins": { body: { last: null, failures: 0, items: [] } },
  "GET /account/password": { body: { kept_here: true } },
  "GET /account/sessions": { body: { items: [HERE, THERE] } },
  "GET /account/tokens": { body: { items: [OLD] } },
};

describe("one's own account", () => {
  it("shows where one is signed in and ends another session, never the present one", async () => {
    const log = serve({ ...ANSWERS, "DELETE /account/sessions/6": { status: 204 } });
    renderAt("/account", "/account", <AccountPage />);
    const row = (await screen.findByText("未知设备")).closest("tr") as HTMLElement;
    expect(within(row).getByText("统一身份认证")).toBeTruthy();
    const here = screen.getByText("Chrome，Windows").closest("tr") as HTMLElement;
    expect(within(here).queryByRole("button")).toBeNull();
    await userEvent.click(within(row).getByRole("button", { name: /退\s*出/ }));
    await waitFor(() => expect(log.some(({ method, path }) => method === "DELETE" && path.endsWith("/6"))).toBe(true));
  });

  it("says when one signed in last and how often somebody has failed to since", async () => {
    serve({ ...ANSWERS, "GET /account/sign-ins": { body: { last: LINE, failures: 3, items: [FAILURE, LINE] } } });
    renderAt("/account", "/account", <AccountPage />);
    expect(await screen.findByText("上次登录：2026年11月22日 09:00，密码，10.1.2.3，Chrome，Windows。")).toBeTruthy();
    expect(screen.getByText(/有 3 次没有成功的登录/)).toBeTruthy();
    expect(screen.getByText("密码不正确 3 次")).toBeTruthy();
  });

  it("lets an administrator end somebody's sessions", async () => {
    const log = serve({
      ...ANSWERS,
      "GET /people": { body: { items: [{ id: 7, username: "chenlu", name: "陈璐", unit: null, post: "", roles: [] }] } },
      "DELETE /people/7/sessions": { body: { count: 2 } },
    });
    renderAt("/account", "/account", <AccountPage />, ["administrator"]);
    await userEvent.click(await screen.findByLabelText("人员"));
    await userEvent.click(await screen.findByText("陈璐"));
    await userEvent.click(screen.getByRole("button", { name: "结束其全部登录" }));
    await userEvent.click(await screen.findByRole("button", { name: /确\s*定/ }));
    expect(await screen.findByText("已结束 2 处登录。")).toBeTruthy();
    expect(log.some(({ method, path }) => method === "DELETE" && path.endsWith("/people/7/sessions"))).toBe(true);
  });

  it("refuses two new passwords that differ before the server is asked, and shows all the server finds", async () => {
    const problems = [
      { code: "people.password_wrong", message: "原密码不正确", field: "/old" },
      { code: "people.password_common", message: "这个密码太常见", field: "/new" },
    ];
    const log = serve({ ...ANSWERS, "PUT /account/password": { status: 422, body: { detail: "有误", problems } } });
    renderAt("/account", "/account", <AccountPage />);
    await userEvent.type(await screen.findByLabelText("原密码"), "wrong");
    await userEvent.type(screen.getByLabelText("新密码"), "password123");
    await userEvent.type(screen.getByLabelText("再输一遍新密码"), "password124");
    await userEvent.click(screen.getByRole("button", { name: "修改密码" }));
    expect(await screen.findByText("两遍输入的新密码不一致")).toBeTruthy();
    expect(log.some(({ method }) => method === "PUT")).toBe(false);
    await userEvent.type(screen.getByLabelText("再输一遍新密码"), "{Backspace}3");
    await userEvent.click(screen.getByRole("button", { name: "修改密码" }));
    expect(await screen.findByText(/这个密码太常见/)).toBeTruthy();
    expect(screen.getByText("【原密码】")).toBeTruthy();
    expect(log.find(({ method }) => method === "PUT")?.body).toEqual({ old: "wrong", new: "password123" });
  });

  it("says who keeps the password where it is not kept here", async () => {
    serve({ ...ANSWERS, "GET /account/password": { body: { kept_here: false } } });
    renderAt("/account", "/account", <AccountPage />);
    expect(await screen.findByText(/由单位统一管理/)).toBeTruthy();
    expect(screen.queryByLabelText("原密码")).toBeNull();
  });

  it("makes a token with a scope and an end and shows it once", async () => {
    const token = { ...OLD, id: 4, label: "同步", scopes: ["read"], expires_at: "2030-01-01T00:00:00Z" };
    const log = serve({ ...ANSWERS, "POST /account/tokens": { status: 201, body: { secret: "duban_x", token } } });
    renderAt("/account", "/account", <AccountPage />);
    await userEvent.click(await screen.findByRole("button", { name: "新建令牌" }));
    const dialog = await screen.findByRole("dialog");
    await userEvent.type(within(dialog).getByLabelText("用途"), "同步");
    await userEvent.click(within(dialog).getByRole("button", { name: /^新\s*建$/ }));
    expect(await screen.findByText("duban_x")).toBeTruthy();
    expect(log.find(({ method }) => method === "POST")?.body).toEqual({ label: "同步", scopes: ["read"], days: 90 });
  });

  it("offers the passwords of others to administrators only", async () => {
    serve(ANSWERS);
    renderAt("/account", "/account", <AccountPage />);
    await screen.findByLabelText("原密码");
    expect(screen.queryByText("他人的密码和登录")).toBeNull();
  });

  it("lets somebody with a one-time password do nothing but change it or leave", async () => {
    const log = serve({ "PUT /account/password": { status: 204 }, "GET /account/sessions": { body: { items: [] } } });
    renderAt("/tasks", "/tasks", <OneTimePage />);
    await userEvent.type(screen.getByLabelText("一次性密码"), "abcd-efgh");
    await userEvent.type(screen.getByLabelText("新密码"), "violet-kettle-9");
    await userEvent.type(screen.getByLabelText("再输一遍新密码"), "violet-kettle-9");
    await userEvent.click(screen.getByRole("button", { name: "修改密码" }));
    await waitFor(() => expect(log.some(({ method }) => method === "PUT")).toBe(true));
    expect(screen.getByRole("button", { name: "退出登录" })).toBeTruthy();
  });
});
