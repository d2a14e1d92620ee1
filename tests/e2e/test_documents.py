"""公文 in a browser: the briefing is compiled, downloaded, set again with its words put right, and listed."""

from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.e2e.browser import Window
from tests.support.server import Server

ISSUE = "2025年第1期 督办月报"  # of the month before the clock's


def test_an_officer_compiles_a_briefing_and_has_it_set_again(server: Server, browser: Browser, tmp_path: Path) -> None:
    window = Window(browser, server, "zhengyi")
    page = window.page
    window.goto("/documents")
    expect(page.get_by_text("还没有公文。")).to_be_visible()
    window.button("编印督办月报").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("下一步要求").fill("各单位要建立台帐。")
    window.picture("briefing-dialog")
    window.button("编印").click()
    row = page.get_by_role("row").filter(has_text=ISSUE)
    with page.expect_download() as got:
        row.get_by_role("link", name="PDF").click()
    assert got.value.suggested_filename == f"{ISSUE}.pdf"
    assert Path(got.value.path()).read_bytes().startswith(b"%PDF-")
    with page.expect_download() as got:
        row.get_by_role("link", name="Word").click()
    assert got.value.suggested_filename == f"{ISSUE}.docx"
    row.get_by_role("button", name="重新制发").click()
    dialog.get_by_label("理由").fill("错别字")
    window.button("再改一处").click()
    dialog.get_by_label("原文").fill("台帐")
    dialog.get_by_label("改为").fill("台账")
    window.picture("set-again-dialog")
    dialog.get_by_role("button", name="重新制发").click()
    again = page.get_by_role("row").filter(has_text=f"{ISSUE}（第2版）")
    expect(again.get_by_role("link", name="Word")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="已被新版代替")).to_have_count(1)
    window.picture("documents")
    assert window.faults == []
