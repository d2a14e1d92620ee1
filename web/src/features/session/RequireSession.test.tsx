import { act, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { get } from "../../api/client";
import { renderAt, SESSION } from "../../test/render";
import { serve } from "../../test/server";
import { RequireSession } from "./RequireSession";

const PAGE = (
  <RequireSession>
    <label>
      办理结果
      <textarea />
    </label>
  </RequireSession>
);

it("keeps what was filled in when the session ends, and lets the same person sign in above it", async () => {
  const answers = { "GET /session": { body: SESSION }, "GET /tasks": { status: 401 }, "POST /session": { body: SESSION } };
  const log = serve(answers);
  renderAt("/page", "/page", PAGE);
  const field = await screen.findByLabelText<HTMLTextAreaElement>("办理结果");
  await userEvent.type(field, "已经办妥");
  await act(() => get("/tasks").catch(() => undefined));
  const password = await screen.findByLabelText("密码");
  expect(field.value).toBe("已经办妥");
  await userEvent.type(password, "secret-1");
  await userEvent.click(screen.getByRole("button", { name: /^登\s*录$/ }));
  await waitFor(() => expect(screen.queryByLabelText("密码")).toBeNull());
  expect(log.find(({ method }) => method === "POST")?.body).toEqual({ username: "officer", password: "secret-1" });
  expect(field.value).toBe("已经办妥");
});

it("sends whoever was never signed in to the sign-in page", async () => {
  serve({ "GET /session": { status: 401 } });
  const { router } = renderAt("/page", "/page", PAGE);
  await screen.findByText("别的页面");
  expect(router.state.location.pathname).toBe("/login");
});
