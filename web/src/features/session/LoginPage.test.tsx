import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { renderAt, SESSION } from "../../test/render";
import { serve } from "../../test/server";
import { LoginPage, safeReturn } from "./LoginPage";

const DEMO = { accounts: [{ username: "zhou", name: "周明", role: "督办专员", password: "demo-1" }] };

describe("signing in", () => {
  it("fills in a demo account on one press and goes back to where the person came from", async () => {
    const log = serve({
      "GET /session": { status: 401 },
      "GET /session/demo": { body: DEMO },
      "POST /session": { body: SESSION },
    });
    const { router } = renderAt("/login?from=%2Fledger%3Flight%3Dred", "/login", <LoginPage />);
    await userEvent.click(await screen.findByRole("button", { name: /周明/ }));
    await userEvent.click(screen.getByRole("button", { name: /登\s*录/ }));
    await screen.findByText("别的页面");
    expect(log.find(({ method }) => method === "POST")?.body).toEqual({ username: "zhou", password: "demo-1" });
    expect(router.state.location.pathname + router.state.location.search).toBe("/ledger?light=red");
  });

  it("shows what the server says and nothing of demo accounts where there are none", async () => {
    serve({
      "GET /session": { status: 401 },
      "POST /session": { status: 401, body: { detail: "用户名或密码不正确。" } },
    });
    renderAt("/login", "/login", <LoginPage />);
    await userEvent.type(screen.getByLabelText("用户名"), "zhou");
    await userEvent.type(screen.getByLabelText("密码"), "wrong");
    await userEvent.click(screen.getByRole("button", { name: /登\s*录/ }));
    expect(await screen.findByText("用户名或密码不正确。")).toBeTruthy();
    expect(screen.queryByText(/演示账号/)).toBeNull();
  });

  it("leads through the provider where there is one, and says why somebody came back", async () => {
    serve({
      "GET /session": { status: 401 },
      "GET /session/ways": { body: { provider: "省统一认证" } },
    });
    renderAt("/login?refused=unknown&from=%2Fledger", "/login", <LoginPage />);
    const link = await screen.findByRole("link", { name: "用省统一认证登录" });
    expect(link.getAttribute("href")).toBe("/api/v1/session/oidc?from=%2Fledger");
    expect(screen.getByText(/在本系统没有账号/)).toBeTruthy();
  });

  it.each([
    [null, "/tasks"],
    ["/items/3", "/items/3"],
    ["https://elsewhere.example", "/tasks"],
    ["//elsewhere.example", "/tasks"],
    ["/\\elsewhere.example", "/tasks"],
  ])("goes from %s only to a page of its own", (from, page) => expect(safeReturn(from)).toBe(page));
});
