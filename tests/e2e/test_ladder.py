"""A leader takes a step further up the ladder and back down again, and sees on the page who was told and what comes."""

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.browser import Window
from tests.support.server import OFFICER, Server, client

pytestmark = pytest.mark.browser
TITLE = "整改服务窗口排队过长"
MATTER = {
    "title": "关于改进窗口服务的批示",
    "source": "领导批示",
    "issuer": "办公室主任",
    "urgency": "平件",
    "received_on": "2026-01-05",
    "special": True,
}


def dispatch(server: Server) -> int:
    with client(server, OFFICER) as officer:
        registered = officer.post("/matters", json=MATTER).json()
        units = {unit["code"]: unit["id"] for unit in officer.get("/units").json()["items"]}
        row = {"ordinal": 1, "title": TITLE, "lead_unit_id": units["zhc"], "due_working_days": 10}
        officer.put(f"/matters/{registered['matter_id']}/items", json={"rows": [row]})
        officer.post(f"/tasks/{registered['task_id']}/complete", json={"variables": {}})
        found: int = officer.get("/items").json()["items"][0]["id"]
        return found


def test_a_circular_is_issued_by_hand_and_withdrawn_in_the_open(server: Server, browser: Browser) -> None:
    item_id = dispatch(server)
    window = Window(browser, server, "zhengyi")
    window.goto(f"/items/{item_id}")
    expect(window.page.get_by_text("如无变化", exact=False).first).to_be_visible()
    for step, reason in (("督办", "请书面说明"), ("通报", "影响较大")):
        if step == "通报":
            window.button("更多").click()
            window.page.get_by_role("menuitem", name=step).click()
        else:
            window.button(step).click()
        dialog = window.page.get_by_role("dialog")
        dialog.get_by_label("理由").fill(reason)
        dialog.get_by_role("button", name=step[0]).last.click()
        expect(dialog).to_have_count(0)
    taken = window.page.locator(".ladder-taken > li")
    expect(taken).to_have_count(2)
    expect(taken.first).to_contain_text("督通〔2026〕1号")
    window.picture("ladder")
    window.button("更多").click()
    window.page.get_by_role("menuitem", name="撤销").click()
    dialog = window.page.get_by_role("dialog")
    dialog.get_by_label("理由").fill("情况已核实")
    window.picture("step-down")
    dialog.get_by_role("button", name="撤").last.click()
    expect(taken.first).to_contain_text("撤销")
    expect(window.page.locator(".ladder-now")).to_contain_text("督办")
    window.picture("ladder-withdrawn")
    assert window.faults == []
