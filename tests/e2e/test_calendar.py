"""The calendar in a real browser: a notice is pasted, looked at and saved, and the page tells what moved."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.browser import Window
from tests.support.notices import OF_2027
from tests.support.server import Server, client, prepare

pytestmark = pytest.mark.browser


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path)
    prepare(server, "2026-12-28T09:30:00+08:00")
    server.start()
    yield server
    server.stop()


def dispatch(server: Server) -> None:
    """One item for the general office, due after Spring Festival."""
    matter = {
        "title": "专项检查",
        "source": "领导批示",
        "issuer": "周瑞",
        "urgency": "平件",
        "received_on": "2026-12-28",
    }
    with client(server, "zhengyi") as officer:
        units = {unit["code"]: unit["id"] for unit in officer.get("/units").json()["items"]}
        made = officer.post("/matters", json=matter).json()
        row = {"ordinal": 1, "title": "核查整改", "lead_unit_id": units["zhc"], "due_working_days": 29}
        officer.put(f"/matters/{made['matter_id']}/items", json={"rows": [row]}).raise_for_status()
        officer.post(f"/tasks/{made['task_id']}/complete", json={"variables": {}}).raise_for_status()


def test_a_notice_is_pasted_looked_at_and_saved_and_what_moved_is_shown(server: Server, browser: Browser) -> None:
    dispatch(server)
    administrator = Window(browser, server, "pengfei")
    page = administrator.page
    administrator.goto("/calendar?year=2027")
    expect(page.get_by_text("2027年放假通知尚未录入")).to_be_visible()
    page.get_by_label("国务院办公厅放假通知正文").fill(OF_2027.replace("共9天", "共8天"))
    administrator.button("识别").click()
    expect(page.get_by_text("春节写明共8天，按所写日期是9天")).to_be_visible()
    page.get_by_label("国务院办公厅放假通知正文").fill(OF_2027)
    administrator.button("识别").click()
    understood = page.get_by_role("region", name="识别结果（尚未保存）")
    expect(understood.get_by_text("2027年2月20日")).to_be_visible()
    administrator.picture("calendar-understood")
    page.get_by_role("button", name="保存并重新计算时限").click()
    expect(page.get_by_text("1 项任务的办理时限有变动").first).to_be_visible()
    expect(page.get_by_text("2027年已按正式放假通知排定。")).to_be_visible()
    expect(page.get_by_role("link", name="核查整改")).to_be_visible()
    expect(page.get_by_text("2027年2月15日 17:30")).to_be_visible()
    expect(page.get_by_title("2027年1月31日 调休上班 春节")).to_be_visible()
    administrator.picture("calendar")

    page.emulate_media(media="print")
    expect(administrator.button("识别")).to_be_hidden()


def test_somebody_else_sees_the_year_and_changes_nothing(server: Server, browser: Browser) -> None:
    handler = Window(browser, server, "chenlu")
    handler.goto("/calendar?year=2026")
    expect(handler.page.get_by_title("2026年10月1日 节假日 国庆节")).to_be_visible()
    expect(handler.page.get_by_text("调整日历")).to_have_count(0)
