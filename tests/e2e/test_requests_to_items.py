"""An extension by hand, in a real browser: asked for on the item's page, approved, the original date still shown."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.browser import Window
from tests.e2e.test_loop import FIRST, import_and_dispatch
from tests.support.server import Server

pytestmark = pytest.mark.browser


def test_an_extension_is_asked_for_and_approved_by_hand(server: Server, browser: Browser, tmp_path: Path) -> None:
    import_and_dispatch(Window(browser, server, "zhengyi"), tmp_path)
    handler = Window(browser, server, "chenlu")
    page = handler.page
    handler.goto("/ledger")
    page.get_by_text(FIRST).first.click()
    page.get_by_role("button", name="申请与登记").click()
    handler.picture("requests")
    page.get_by_role("menuitem", name="申请延期").click()
    page.get_by_label("延期理由").fill("配套文件未到")
    page.get_by_label("目前进展").fill("已完成初稿")
    page.get_by_label("拟延至").fill("2026-01-23")
    page.get_by_label("拟延至").press("Tab")
    handler.picture("extension")
    page.get_by_role("dialog").get_by_role("button", name="申请延期").click()
    expect(page.get_by_role("dialog")).to_be_hidden()

    leader = Window(browser, server, "qianbo")
    leader.open_task("延期审批", FIRST)
    expect(leader.page.get_by_text("配套文件未到")).to_be_visible()
    leader.page.get_by_label("同意延期", exact=True).check()
    leader.picture("extension-approval")
    leader.submit()

    page.reload()
    expect(page.get_by_text("原时限：2026年1月19日").first).to_be_visible()
    expect(page.get_by_text("批准延期").first).to_be_visible()
    handler.picture("extended")
    assert handler.faults == leader.faults == []
