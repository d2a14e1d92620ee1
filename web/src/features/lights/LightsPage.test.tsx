import { fireEvent, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { Light } from "../../components/Light";
import type { LightLook } from "../../api/types";
import { renderAt } from "../../test/render";
import { serve } from "../../test/server";
import { LightsPage } from "./LightsPage";

const SHIPPED: LightLook[] = [
  { code: "red", label: "红灯", colour: "#c62828" },
  { code: "yellow", label: "黄灯", colour: "#a86300" },
  { code: "green", label: "绿灯", colour: "#2e7d32" },
  { code: "grey", label: "灰灯", colour: "#66707a" },
  { code: "blue", label: "蓝灯", colour: "#1f5fa8" },
];

it("hands in words and colours, and shows what cannot be read on white", async () => {
  const problem = { code: "lights.contrast", message: "“橙灯”的颜色 #ffcc00 在白底上看不清", field: "/lights/1/colour" };
  const asked = serve({
    "GET /lights": { body: { lights: SHIPPED, shipped: SHIPPED } },
    "PUT /lights": { status: 422, body: { code: "invalid", title: "有误", problems: [problem] } },
  });
  renderAt("/lights", "/lights", <LightsPage />, ["designer"]);
  const label = await screen.findByLabelText("预警的名称");
  await userEvent.clear(label);
  await userEvent.type(label, "橙灯");
  fireEvent.change(screen.getByLabelText("预警的颜色"), { target: { value: "#ffcc00" } });
  await userEvent.click(screen.getByRole("button", { name: /保\s*存/ }));
  expect(await screen.findByText(problem.message)).toBeTruthy();
  const sent = asked.find(({ method }) => method === "PUT")?.body as { lights: LightLook[] };
  expect(sent.lights[1]).toEqual({ code: "yellow", label: "橙灯", colour: "#ffcc00" });
  expect(sent.lights).toHaveLength(5);
});

it("a light is called what the office calls it, with its shape beside the word", () => {
  const light = { code: "yellow" as const, text: "橙灯", reason: "" };
  renderAt("/", "/", <Light light={light} />, ["officer"], [{ code: "yellow", label: "橙灯", colour: "#a84300" }]);
  expect(screen.getByText("橙灯").querySelector("svg.light-yellow")).toBeTruthy();
});
