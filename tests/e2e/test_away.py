"""Somebody is away and B does the work; administrators change the office, by hand and with Excel."""

from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.browser import Window, move_clock, search
from tests.support.server import OFFICER, Server, client

pytestmark = pytest.mark.browser
TITLE = "推行首问负责"
MATTER = {
    "title": "关于提升服务效能的批示",
    "source": "领导批示",
    "issuer": "办公室主任",
    "urgency": "平件",
    "received_on": "2026-01-05",
}


def dispatch(server: Server) -> None:
    """One item for 综合处, whose post is held by 陈璐 (A) and 刘洋 (B)."""
    with client(server, OFFICER) as officer:
        registered = officer.post("/matters", json=MATTER).json()
        units = {unit["code"]: unit["id"] for unit in officer.get("/units").json()["items"]}
        row = {"ordinal": 1, "title": TITLE, "lead_unit_id": units["zhc"], "due_working_days": 10}
        rows = officer.put(f"/matters/{registered['matter_id']}/items", json={"rows": [row]})
        assert rows.is_success, rows.text
        done = officer.post(f"/tasks/{registered['task_id']}/complete", json={"variables": {}})
        assert done.is_success, done.text


def test_while_one_is_away_the_other_does_the_work(server: Server, browser: Browser) -> None:
    dispatch(server)
    away = Window(browser, server, "chenlu")
    away.goto("/absences")
    away.button("登记外出").click()
    dialog = away.page.get_by_role("dialog")
    dialog.get_by_label("事由").fill("年休假")
    search(away, dialog.get_by_label("指定代办人"), "陈璐")  # refused: one does not stand in for oneself
    away.picture("absence-entered")
    dialog.get_by_role("button", name="登记外出").click()
    expect(dialog.get_by_text("代办人不能是外出者本人")).to_be_visible()
    search(away, dialog.get_by_label("指定代办人"), "冯科")
    dialog.get_by_role("button", name="登记外出").click()
    expect(away.page.get_by_role("row").filter(has_text="年休假")).to_contain_text("外出中")
    away.picture("absences")
    away.goto("/tasks")
    expect(away.page.get_by_role("link", name="签收")).to_have_count(0)

    other = Window(browser, server, "liuyang")
    other.goto("/absences")
    row = other.page.get_by_role("row").filter(has_text="年休假")
    expect(row).to_contain_text("陈璐")
    expect(row.get_by_role("button")).to_have_count(0)  # it is not theirs to end
    other.open_task("签收", TITLE)
    other.page.get_by_label("签收", exact=True).check()
    other.submit()

    move_clock(server, "2026-01-05T15:00:00+08:00")
    away.goto("/absences")
    away.page.get_by_role("row").filter(has_text="年休假").get_by_role("button", name="办理情况").click()
    dialog = away.page.get_by_role("dialog")
    expect(dialog.get_by_text("刘洋 综合处承办岗B")).to_be_visible()
    away.picture("absence-work")
    away.page.keyboard.press("Escape")
    away.page.get_by_role("row").filter(has_text="年休假").get_by_role("button", name="提前返岗").click()
    away.page.get_by_role("dialog").get_by_role("button", name="提前返岗").click()
    expect(away.page.get_by_role("row").filter(has_text="年休假")).to_contain_text("已返岗")
    away.open_task("办理并报送结果", TITLE)
    assert away.faults + other.faults == []


def test_an_administrator_changes_the_office(server: Server, browser: Browser, tmp_path: Path) -> None:
    chief = Window(browser, server, "pengfei")
    page = chief.page
    chief.goto("/organisation?unit=zhc")
    expect(page.get_by_role("table", name="岗位")).to_contain_text("刘洋")
    chief.picture("organisation")
    page.get_by_role("row").filter(has_text="承办岗").get_by_role("button").first.click()
    dialog = page.get_by_role("dialog")
    search(chief, dialog.get_by_label("B 岗", exact=True), "王清")
    dialog.get_by_label("生效日期").fill("2026-01-08")
    dialog.get_by_label("生效日期").press("Enter")
    chief.picture("organisation-post")
    chief.button("保存").click()
    expect(page.get_by_text("已安排，2026年1月8日起生效。")).to_be_visible()
    expect(page.get_by_role("table", name="岗位")).to_contain_text("刘洋")
    page.get_by_role("button", name="2026年1月8日").click()
    expect(page.get_by_role("table", name="岗位").get_by_role("row").filter(has_text="承办岗")).to_contain_text("王清")
    page.get_by_role("button", name="回到今天").click()

    page.get_by_role("tab", name="全部人员").click()
    page.get_by_role("searchbox").fill("刘洋")
    page.get_by_role("row").filter(has_text="刘洋").get_by_role("button", name="离岗移交").click()
    search(chief, page.get_by_role("dialog").get_by_label("接任人"), "陈璐")
    chief.picture("organisation-leaving")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    chief.picture("organisation-people")

    with page.expect_download() as downloading:
        page.get_by_role("link", name="导出 Excel").click()
    sheet = tmp_path / "office.xlsx"
    downloading.value.save_as(sheet)
    book = openpyxl.load_workbook(sheet)
    people = book["人员"]
    line = next(row[0].row for row in people.iter_rows() if row[0].value == "liuyang")
    assert line is not None
    people.cell(line, 3).value = "没有邮箱"
    book.save(sheet)
    page.get_by_role("button", name="导入 Excel").click()
    dialog = page.get_by_role("dialog")
    dialog.locator("input[type=file]").set_input_files(sheet)
    expect(dialog.get_by_text(f"【人员 第 {line} 行 C 列】")).to_be_visible()
    chief.picture("organisation-sheet-problems")
    people.cell(line, 3).value = "liuyang@new.example.cn"
    book.save(sheet)
    dialog.locator("input[type=file]").set_input_files(sheet)
    expect(dialog.get_by_text("将作 1 处变动", exact=False)).to_be_visible()
    chief.picture("organisation-sheet")
    dialog.get_by_role("button", name="确认导入").click()
    expect(page.get_by_text("已导入 1 处变动。")).to_be_visible()

    page.get_by_role("button", name="变更记录").click()
    expect(page.get_by_role("row").filter(has_text="设定人员 刘洋")).to_contain_text("彭飞")
    chief.picture("organisation-history")
    assert chief.faults == []
