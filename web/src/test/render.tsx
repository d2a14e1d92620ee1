/** Puts a page on the screen of a test, signed in, at an address. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import { ConfigProvider } from "antd";
import type { ReactElement } from "react";
import { createMemoryRouter, RouterProvider } from "react-router";
import { SessionContext } from "../features/session/SessionContext";
import type { Session } from "../api/types";
import { Frame } from "../Frame";

export const SESSION: Session = {
  person: { id: 7, username: "officer", name: "周明", unit: { id: 1, name: "督查室" }, post: "督办专员", roles: ["officer"] },
  csrf_token: "token-1",
  must_change_password: false,
  now: "2026-11-23T09:30:00Z",
  office: { name: "样例市政府办公室" },
  own_lights: [],
  testing: true,
};

/** Without the design system's own style sheets: jsdom asks each of their rules about each element, again and again. */
export function renderAt(path: string, pattern: string, page: ReactElement, roles = SESSION.person.roles, own_lights = SESSION.own_lights) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const router = createMemoryRouter(
    [
      { path: pattern, element: page },
      { path: "*", element: <p>别的页面</p> },
    ],
    { initialEntries: [path] },
  );
  const screen = render(
    <QueryClientProvider client={client}>
      <ConfigProvider theme={{ zeroRuntime: true }}>
        <Frame>
          <SessionContext value={{ session: { ...SESSION, person: { ...SESSION.person, roles }, own_lights }, readAt: 0 }}>
            <RouterProvider router={router} />
          </SessionContext>
        </Frame>
      </ConfigProvider>
    </QueryClientProvider>,
  );
  return { ...screen, router };
}
