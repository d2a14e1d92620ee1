"""实绩 in a real browser: an error is entered, the year is reckoned, the line is opened, appealed and corrected."""

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.browser import Window, search
from tests.support.server import Server

pytestmark = pytest.mark.browser


def test_a_document_error_becomes_a_line_that_is_explained_appealed_and_corrected(
    server: Server, browser: Browser
) -> None:
    office = Window(browser, server, "renhong")
    page = office.page
    office.goto("/negative-list")
    office.button("登记").click()
    dialog = page.get_by_role("dialog")
    search(office, dialog.get_by_label("人员"), "陈璐")
    dialog.get_by_label("具体情况").fill("发文日期写错")
    dialog.get_by_label("原因").fill("套用旧稿，未核对")
    dialog.get_by_label("更正情况").fill("收回重发，补登记")
    dialog.get_by_label("文号").fill("办函〔2026〕3号")
    office.picture("negative-enter")
    dialog.get_by_role("button", name="登").click()
    expect(page.get_by_text("原因：套用旧稿，未核对")).to_be_visible()
    office.picture("negative-list")

    office.goto("/performance")
    office.button("试算").click()
    expect(page.get_by_text("2 个人员、单位的分值会变")).to_be_visible()
    page.get_by_text("陈璐：").click()
    expect(page.get_by_role("cell", name="公文差错，减 1 分")).to_be_visible()
    office.picture("performance-rehearsal")
    office.button("确认并重算").click()
    expect(page.get_by_role("heading", name="同类岗位：承办岗")).to_be_visible()
    office.picture("performance-all")

    handler = Window(browser, server, "chenlu")
    handler.goto("/performance")
    expect(handler.page.get_by_role("heading", name="我的实绩", exact=True)).to_be_visible()
    handler.picture("performance-own")
    handler.page.get_by_role("link", name="公文差错，减 1 分").click()
    expect(handler.page.get_by_role("heading", name="为什么是这个分值")).to_be_visible()
    handler.button("提出申诉").click()
    asked = handler.page.get_by_role("dialog")
    asked.get_by_label("申诉理由").fill("发文当天已经更正，没有外发。")
    asked.get_by_role("button", name="提出申诉").click()
    expect(handler.page.get_by_text("待答复")).to_be_visible()

    other = Window(browser, server, "shenmo")
    other.open_task("答复申诉", "公文差错")
    other.picture("performance-appeal-task")
    other.page.get_by_label("更正分值").check()
    other.page.get_by_role("spinbutton").fill("-0.5")
    other.page.get_by_role("textbox", name="答复").fill("核实属实，减轻处理。")
    other.submit()
    handler.page.reload()
    expect(handler.page.get_by_text("核实属实，减轻处理。").first).to_be_visible()
    expect(handler.page.get_by_text("−0.5").first).to_be_visible()
    handler.picture("performance-entry")
    assert office.faults == handler.faults == other.faults == []
