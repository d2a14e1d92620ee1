"""The ledger in Excel and the figures in a real browser: what is wrong is seen at once, and every number opens."""

import io
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, expect

from engine.documents.ledger_sheet import LEDGER
from tests.e2e.browser import Window
from tests.support.server import Server, client

pytestmark = pytest.mark.browser
HEADINGS = {column.name: column.heading for column in LEDGER.columns}


def _workbook(path: Path, **said: object) -> Path:
    """One new item; what is said replaces what is right."""
    right = {
        "matter_title": "窗口服务提升",
        "source": "会议议定",
        "issuer": "周瑞",
        "urgency": "平急",
        "received_on": "2026-01-04",
        "title": "制定服务标准",
        "lead_unit": "综合处",
        "due": "15个工作日",
    }
    cells = {**right, **said}
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.append([HEADINGS[name] for name in cells])
    page.append(list(cells.values()))
    book.save(path)
    return path


def test_a_ledger_is_refused_with_every_bad_cell_marked_mended_and_taken_in(
    server: Server, browser: Browser, tmp_path: Path
) -> None:
    officer = Window(browser, server, "zhengyi")
    page = officer.page
    officer.goto("/ledger")
    officer.button("导入 Excel").click()
    dialog = page.get_by_role("dialog")
    bad = _workbook(tmp_path / "台账.xlsx", source="听说", lead_unit="外星处", due="尽快")
    dialog.locator("input[type=file]").set_input_files(bad)
    problems = dialog.get_by_role("alert").get_by_role("listitem")
    expect(problems).to_have_count(3)
    expect(problems.nth(1)).to_contain_text("没有名称或代码为“外星处”的单位")
    officer.picture("ledger-refused")
    with page.expect_download() as download:
        dialog.get_by_role("button", name="下载标出问题的副本").click()
    marked = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))
    assert [cell.coordinate for row in marked.worksheets[0].iter_rows() for cell in row if cell.comment] == [
        "B2",
        "G2",
        "H2",
    ]

    dialog.locator("input[type=file]").set_input_files(_workbook(tmp_path / "mended.xlsx"))
    expect(dialog.get_by_text("将作 1 处变动")).to_be_visible()
    officer.picture("ledger-preview")
    dialog.get_by_role("button", name="确认导入").click()
    expect(page.get_by_text("已导入 1 处变动")).to_be_visible()
    officer.goto("/tasks")
    expect(page.get_by_text("窗口服务提升").first).to_be_visible()


def _dispatch(server: Server) -> None:
    """One item for the general office."""
    matter = {"title": "事项", "source": "领导批示", "issuer": "周瑞", "urgency": "平件", "received_on": "2026-01-05"}
    with client(server, "zhengyi") as officer:
        units = {unit["code"]: unit["id"] for unit in officer.get("/units").json()["items"]}
        made = officer.post("/matters", json=matter).json()
        row = {"ordinal": 1, "title": "核查整改", "lead_unit_id": units["zhc"], "due_working_days": 3}
        officer.put(f"/matters/{made['matter_id']}/items", json={"rows": [row]}).raise_for_status()
        officer.post(f"/tasks/{made['task_id']}/complete", json={"variables": {}}).raise_for_status()


def test_a_number_of_the_statistics_opens_its_items_and_the_pages_fit(server: Server, browser: Browser) -> None:
    _dispatch(server)
    officer = Window(browser, server, "zhengyi")
    page = officer.page
    officer.goto("/ledger")
    with page.expect_download() as download:
        page.get_by_role("link", name="导出 Excel").click()
    assert download.value.suggested_filename == "督办台账20260105.xlsx"
    officer.goto("/statistics?from=2025-01-01&to=2026-12-31")
    expect(page.get_by_role("heading", name="指标说明")).to_be_visible()
    officer.picture("statistics")
    page.get_by_role("link", name="综合处 派单 1").click()
    expect(page.get_by_text("核查整改")).to_be_visible()
    expect(page.get_by_text("指标：派单")).to_be_visible()
    leader = Window(browser, server, "qianbo")
    leader.goto("/overview")
    expect(leader.page.get_by_role("heading", name="等我办的")).to_be_visible()
    leader.picture("overview")
    assert [*officer.faults, *leader.faults] == []
