import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { renderAt } from "../../test/render";
import { serve } from "../../test/server";
import { leaveFor } from "../session/sessionApi";
import { Head } from "./Head";

vi.mock(import("../session/sessionApi"), async (load) => ({ ...(await load()), leaveFor: vi.fn() }));
const FAREWELL = "https://sso.example.cn/leave?client_id=duban";

describe("signing out", () => {
  beforeEach(() => vi.mocked(leaveFor).mockReset());

  it("goes to the provider where the server says so", async () => {
    serve({ "DELETE /session": { body: { address: FAREWELL } } });
    renderAt("/tasks", "/tasks", <Head />);
    await userEvent.click(screen.getByRole("button", { name: "退出登录" }));
    await waitFor(() => expect(leaveFor).toHaveBeenCalledWith(FAREWELL));
    expect(screen.queryByText("别的页面")).toBeNull();
  });

  it("stays with us otherwise, on the page of signing in", async () => {
    serve({ "DELETE /session": { status: 204 } });
    const { router } = renderAt("/tasks", "/tasks", <Head />);
    await userEvent.click(screen.getByRole("button", { name: "退出登录" }));
    expect(await screen.findByText("别的页面")).toBeTruthy();
    expect(router.state.location.pathname).toBe("/login");
    expect(leaveFor).not.toHaveBeenCalled();
  });
});
