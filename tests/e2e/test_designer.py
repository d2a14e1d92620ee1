"""A process designer changes the ladder on the page: a cell, a wrong cell, checking, deploying; no file is touched."""

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.browser import PICTURES, Window
from tests.support.server import Server, client

pytestmark = pytest.mark.browser
CELL = "第 16 行 剩余工作日"


def test_a_designer_changes_a_cell_of_the_ladder_checks_and_deploys(server: Server, browser: Browser) -> None:
    window = Window(browser, server, "caomin")
    page = window.page
    window.goto("/designer/supervision-item")
    expect(page.locator(".bjs-powered-by")).to_be_visible()
    window.button("相关文件").click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_text("ladder.dmn").click()
    cell = drawer.get_by_label(CELL, exact=True)
    expect(cell).to_have_value("<= 3")
    cell.fill("<= 三天")
    cell.blur()
    drawer.get_by_role("button", name="检").first.click()
    expect(drawer.get_by_role("alert")).to_contain_text("ladder.dmn")
    cell.fill("<= 4")
    cell.blur()
    drawer.get_by_role("button", name="检").first.click()
    expect(drawer.get_by_text("检查通过")).to_be_visible()
    cell.scroll_into_view_if_needed()
    page.screenshot(path=PICTURES / "designer-table-1280.png")
    drawer.get_by_text("sign.json", exact=True).click()
    drawer.get_by_label("sign.json 的内容").scroll_into_view_if_needed()
    page.screenshot(path=PICTURES / "designer-form-1280.png")
    drawer.get_by_role("button", name="发布新版本").click()
    window.button("确定").click()
    expect(page.get_by_text("第 2 版").first).to_be_visible()
    with client(server, "administrator") as administrator:
        definition = administrator.get("/definitions/supervision-item").json()
        before, after = (administrator.get(f"/definitions/supervision-item/versions/{one}/xml").text for one in (1, 2))
    (ladder,) = (one["text"] for one in definition["files"] if one["name"] == "ladder.dmn")
    assert "<text>&lt;= 4</text>" in ladder
    assert before == after  # the diagram nobody drew in is the same to the byte
    assert window.faults == []
