import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import type { Delivery } from "../../api/types";
import { renderAt } from "../../test/render";
import { serve } from "../../test/server";
import { DeliveriesPage } from "./DeliveriesPage";

const DEAD: Delivery = {
  id: 5,
  key: "<5@duban>",
  subject: "催办单：建立台账",
  to: "李强 <liqiang@example.cn>",
  state: "dead",
  attempts: 10,
  created_at: "2026-11-20T01:00:00Z",
  next_attempt_at: "2026-11-21T01:00:00Z",
  sent_at: null,
  last_error: "邮件服务器没有应答",
  resent_at: null,
  resent_by: null,
  resend_reason: null,
};
const WAITING: Delivery = { ...DEAD, state: "waiting", attempts: 3, next_attempt_at: "2026-11-23T10:05:00Z" };

const counts = (dead: number) => ({ body: { waiting: 2, sent: 7, kept: 0, dead } });
const page = (...items: Delivery[]) => ({ body: { items, next: null } });
const show = (search = "") => renderAt(`/deliveries${search}`, "/deliveries", <DeliveriesPage />);

/** An office with one dead mail, until it is sent again. */
function officeWithADeadMail() {
  let dead = [DEAD];
  return serve({
    "GET /deliveries/mails": () => page(...dead),
    "GET /deliveries/mails/summary": () => counts(dead.length),
    "GET /deliveries/calls/summary": counts(0),
    "POST /deliveries/mails/5/resend": () => {
      dead = [];
      return { body: WAITING };
    },
  });
}

async function openDialog() {
  await userEvent.click(await screen.findByRole("button", { name: "重新发送" }));
  const dialog = await screen.findByRole("dialog");
  return { dialog, send: () => userEvent.click(within(dialog).getByRole("button", { name: "重新发送" })) };
}

describe("the page of deliveries", () => {
  it("shows at first what could not be delivered, and why", async () => {
    const log = officeWithADeadMail();
    show();
    expect(await screen.findByText("催办单：建立台账")).toBeTruthy();
    expect(screen.getByText("李强 <liqiang@example.cn>")).toBeTruthy();
    expect(screen.getByText("邮件服务器没有应答")).toBeTruthy();
    expect(screen.getByText("10 次")).toBeTruthy();
    const asked = log.find(({ path }) => path === "/deliveries/mails");
    expect(asked?.query.get("state")).toBe("dead");
    expect(await screen.findByRole("button", { name: "发送失败 1", pressed: true })).toBeTruthy();
    expect(screen.getByTitle("1 条发送失败")).toBeTruthy();
  });

  it("asks for a reason, sends again with it, and shows what is left", async () => {
    const log = officeWithADeadMail();
    show();
    const { dialog, send } = await openDialog();
    await send();
    expect(await within(dialog).findByText("请写明重新发送的原因")).toBeTruthy();
    expect(log.some(({ method }) => method === "POST")).toBe(false);
    await userEvent.type(within(dialog).getByLabelText("重新发送的原因"), "邮件服务器已修好");
    await send();
    expect(await screen.findByText("已重新列入待发送。")).toBeTruthy();
    const posted = log.find(({ method }) => method === "POST");
    expect(posted?.body).toEqual({ reason: "邮件服务器已修好" });
    expect(posted?.headers.get("Idempotency-Key")).toBeTruthy();
    expect(await screen.findByText("没有发送失败的。")).toBeTruthy();
    expect(await screen.findByRole("button", { name: "发送失败 0" })).toBeTruthy();
  });

  it("says why it cannot be sent again, and keeps the reason that was written", async () => {
    const refused = "只有发送失败的才能重新发送";
    serve({
      "GET /deliveries/mails": page(DEAD),
      "POST /deliveries/mails/5/resend": { status: 409, body: { code: "conflict", detail: refused } },
    });
    show();
    const { dialog, send } = await openDialog();
    const reason = within(dialog).getByLabelText("重新发送的原因");
    await userEvent.type(reason, "再试一次");
    await send();
    expect(await within(dialog).findByText(refused)).toBeTruthy();
    await waitFor(() => expect((reason as HTMLTextAreaElement).value).toBe("再试一次"));
  });

  it("shows when a call that waits is tried next", async () => {
    serve({
      "GET /deliveries/mails/summary": counts(0),
      "GET /deliveries/calls/summary": counts(0),
      "GET /deliveries/calls": page({ ...WAITING, subject: "督办通知", to: "oa" }),
    });
    show("?kind=calls&state=waiting");
    expect(await screen.findByText("2026年11月23日 18:05")).toBeTruthy();
    expect(screen.getByText("oa")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "重新发送" })).toBeNull();
  });
});
