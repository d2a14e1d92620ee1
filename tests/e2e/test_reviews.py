"""四同步 in a real browser: a task is entered, both tracks come in, the panel decides, a finding becomes an item."""

from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.browser import Window, choose, move_clock
from tests.support.server import Server, client

pytestmark = pytest.mark.browser
TRACK = {
    "goals": "全年办结率达到 95%",
    "people": "王清、陈璐",
    "starts_on": "2026-01-05",
    "ends_on": "2026-12-31",
    "measures": "逐月调度，按季通报",
}
EQUAL = {"goals_equal": "yes", "people_equal": "no", "dates_equal": "yes", "measures_equal": "yes"}
PANEL = {"qianbo": "钱博", "liming": "李鸣", "renhong": "任虹", "wangqing": "王清"}


def open_year(server: Server) -> None:
    with client(server, "renhong") as office:
        people = {one["name"]: one["id"] for one in office.get("/people").json()["items"]}
        seats = [{"person_id": people[name], "is_chair": one == "qianbo"} for one, name in PANEL.items()]
        gates = ["2026-01-06", "2026-04-13", "2026-07-13", "2026-10-19"]
        answer = office.post("/reviews", json={"year": 2026, "gates": gates, "seats": seats})
        assert answer.is_success, answer.text


def do(server: Server, username: str, name: str, variables: dict[str, Any]) -> None:
    with client(server, username) as person:
        tasks = [one for one in person.get("/tasks").json()["items"] if one["name"] == name]
        answer = person.post(f"/tasks/{tasks[0]['id']}/complete", json={"variables": variables})
        assert answer.is_success, answer.text


def test_a_year_is_entered_and_a_gate_passes_with_a_condition(server: Server, browser: Browser) -> None:
    open_year(server)
    office = Window(browser, server, "renhong")
    page = office.page
    office.goto("/reviews")
    office.button("录入任务").click()
    dialog = page.get_by_role("dialog")
    choose(office, dialog.get_by_label("单位"), "综合处")
    dialog.get_by_label("任务名称").fill("督查工作提质增效")
    office.picture("reviews-enter")
    dialog.get_by_role("button", name="录入任务").click()
    expect(page.get_by_role("link", name="督查工作提质增效", exact=True)).to_be_visible()

    move_clock(server, "2026-01-06T09:30:00+08:00")
    do(server, "chenlu", "报送业务方案", TRACK)
    do(server, "liuyang", "报送党建方案", {**TRACK, "people": "王清、刘洋"})
    for username in ("qianbo", "liming"):
        do(server, username, "对照会审", {**EQUAL, "opinion": "conditional"})
    member = Window(browser, server, "renhong")
    member.open_task("对照会审", "督查工作提质增效")
    member.picture("reviews-opinion")
    do(server, "renhong", "对照会审", {**EQUAL, "opinion": "pass"})

    office.open_task("形成会审结论", "督查工作提质增效")
    page.get_by_role("textbox", name="会审结论").fill("两个方案人员不一致，补齐后进入下一环节。")
    page.locator(".rjsf-array-item-add").click()
    page.get_by_label("问题和整改要求").fill("统一责任人员")
    page.get_by_label("几个工作日内整改").fill("5")
    office.picture("reviews-conclusion")
    office.submit()

    office.goto("/reviews")
    expect(page.get_by_text("条件未落实")).to_be_visible()
    expect(page.get_by_role("list", name="年度日程").get_by_text("整改期限")).to_be_visible()
    page.get_by_role("button", name="导入 Excel").click()
    expect(page.get_by_role("dialog").get_by_text("一行一项任务")).to_be_visible()
    office.picture("reviews-import")
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    office.picture("reviews-matrix")
    page.get_by_role("link", name="督查工作提质增效", exact=True).click()
    expect(page.get_by_text("本单位事项，回避")).to_be_visible()
    expect(page.get_by_text("两个方案写法不同")).to_be_visible()
    expect(page.get_by_text("应到 3 人，需 2 人，实到 3 人")).to_be_visible()
    expect(page.get_by_role("heading", name="会审纪要")).to_be_visible()
    expect(page.get_by_role("link", name="Word")).to_be_visible(timeout=30_000)
    office.picture("reviews-task")
    page.get_by_role("link", name="督〔2026〕1号-1").click()
    expect(page.get_by_role("heading", name="统一责任人员", level=1)).to_be_visible()
    assert office.faults == member.faults == []
