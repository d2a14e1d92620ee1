"""Being told in a real browser: a mail's link through the sign-in to the task, the bell by itself, settings, texts."""

from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, expect

from engine.demo.accounts import DEMO_PASSWORD
from tests.e2e.browser import Window
from tests.support.server import Server, client

pytestmark = pytest.mark.browser


def dispatch(server: Server) -> int:
    """One item, dispatched to the general office; its id."""
    with client(server, "zhengyi") as officer:
        facts = {"title": "关于应急预案的批示", "source": "领导批示", "issuer": "周瑞", "urgency": "平件"}
        matter = answered(officer.post("/matters", json={**facts, "received_on": "2026-01-05"}))
        unit = next(one["id"] for one in answered(officer.get("/units"))["items"] if one["name"] == "综合处")
        row = {
            "ordinal": 1,
            "title": "完善应急预案",
            "text": "完善应急预案",
            "lead_unit_id": unit,
            "due_working_days": 10,
        }
        answered(officer.put(f"/matters/{matter['matter_id']}/items", json={"rows": [row]}))
        answered(officer.post(f"/tasks/{matter['task_id']}/complete", json={"variables": {}}))
        items: list[dict[str, int]] = answered(officer.get("/items"))["items"]
        return items[0]["id"]


def answered(response: httpx.Response) -> Any:
    assert response.is_success, response.text
    return response.json()


def test_a_mails_link_leads_through_the_sign_in_to_the_very_task_and_others_are_told_kindly(
    server: Server, browser: Browser
) -> None:
    dispatch(server)
    with client(server, "chenlu") as handler:
        notice = next(row for row in handler.get("/notices").json()["items"] if row["label"] == "交办")
    handler_window = Window(browser, server, "chenlu", sign_in=False)
    page = handler_window.page
    handler_window.goto(f"/notices/{notice['id']}")
    page.get_by_label("用户名").fill("chenlu")
    page.get_by_label("密码", exact=True).fill(DEMO_PASSWORD)
    handler_window.button("登录").click()
    expect(page).not_to_have_url(f"{server.url}/notices/{notice['id']}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    stranger = Window(browser, server, "panying")
    stranger.goto(f"/notices/{notice['id']}")
    expect(stranger.page.get_by_text("这条通知不是发给您的")).to_be_visible()
    stranger.picture("told-not-yours")
    assert handler_window.faults == stranger.faults == []


def test_the_bell_counts_by_itself_and_the_pages_of_being_told_can_be_read(server: Server, browser: Browser) -> None:
    window = Window(browser, server, "chenlu")
    page = window.page
    number = dispatch(server)
    bell = page.get_by_role("link", name="通知，1 条未读")
    expect(bell).to_be_visible(timeout=40_000)
    expect(page.get_by_role("link", name="签收").first).to_be_visible()
    bell.click()
    expect(page.get_by_role("heading", name="通知", level=1)).to_be_visible()
    window.picture("told-notices")
    window.goto("/notices/settings")
    expect(page.get_by_role("heading", name="提醒设置", level=1)).to_be_visible()
    expect(page.get_by_text("督办通知", exact=True)).to_be_visible()
    window.picture("told-settings")
    administrator = Window(browser, server, "pengfei")
    administrator.goto("/notice-texts?kind=urge")
    administrator.button("预览").click()
    expect(administrator.page.get_by_text("预览效果").first).to_be_visible()
    administrator.picture("told-texts")
    administrator.goto("/channels")
    administrator.button("新增").click()
    dialog = administrator.page.get_by_role("dialog")
    dialog.get_by_label("名称").fill("督查群")
    dialog.get_by_label("地址").fill("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abc")
    dialog.get_by_label("哪些提醒").click()
    administrator.page.get_by_title("督办通知").click()
    dialog.get_by_text("名称", exact=True).click()
    administrator.picture("told-channel-dialog")
    dialog.get_by_role("button", name="保 存").click()
    expect(administrator.page.get_by_text("qyapi.weixin.qq.com")).to_be_visible()
    administrator.picture("told-channels")
    overseer = Window(browser, server, "zhengyi")
    overseer.goto(f"/items/{number}")
    expect(overseer.page.get_by_role("heading", name="通知送达与阅读")).to_be_visible()
    overseer.picture("told-item")
    assert window.faults == administrator.faults == overseer.faults == []
