"""A ledger comes in as a workbook: every bad cell told at once, nothing taken in before all are mended."""

import io
from collections.abc import Mapping
from datetime import date
from typing import Any

import httpx
import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import func, select

from engine.documents.ledger_sheet import LEDGER
from engine.documents.sheet import cell_name
from engine.site import Site
from engine.store.models import Event, Item, Matter
from tests.api.conftest import Visitor
from tests.support.matter import dispatch
from tests.support.office import HANDLER, LEADER, OFFICER
from tests.support.random_ledger import draw_ledger

NAMES = [column.name for column in LEDGER.columns]
HEADINGS = {column.name: column.heading for column in LEDGER.columns}
PLACES = {name: number for number, name in enumerate(NAMES)}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UNITS = ("综合处", "秘书一处", "秘书二处", "信息处", "会议处")
ROWS, HEADING_LINE = 1_000, 2
Cells = dict[str, Any]


def _workbook(rows: list[Cells]) -> openpyxl.Workbook:
    """As an office keeps it: a title above the headings."""
    book = openpyxl.Workbook()
    page = _page(book)
    page.title = "台账"
    page.append(["2026年督办台账"])
    page.append([HEADINGS[name] for name in NAMES])
    for row in rows:
        page.append([row.get(name) for name in NAMES])
        for cell in page[page.max_row]:
            cell.data_type = "s" if cell.data_type == "e" else cell.data_type  # pasted as a value
    return book


def _page(book: openpyxl.Workbook) -> Worksheet:
    page = book.worksheets[0]
    assert isinstance(page, Worksheet)
    return page


def _content(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _hand_in(
    client: httpx.Client, content: bytes, path: str = "/items/sheet", *, dry_run: bool = False
) -> httpx.Response:
    return client.post(path, params={"dry_run": dry_run}, files={"file": ("台账.xlsx", content, XLSX)})


def _counts(site: Site) -> tuple[int, ...]:
    with site.reading() as session:
        return tuple(session.scalar(select(func.count()).select_from(one)) or 0 for one in (Matter, Item, Event))


def _row(number: int) -> Cells:
    """One of twenty items of a matter; what is said of the matter stands in its first row."""
    matter, position = divmod(number, 20)
    first = {"source": "会议议定", "issuer": "周瑞", "urgency": "平急", "received_on": date(2026, 1, 4)}
    return {
        "matter_title": f"第{matter}号会议议定事项",
        **(first if position == 0 else {}),
        "title": f"完成第{number}项工作",
        "text": f"第{number}项工作的具体要求\n按期完成",
        "lead_unit": UNITS[number % len(UNITS)],
        "co_units": "人事处、行政处" if number % 3 == 0 else None,
        "due": date(2026, 3, 2) if number % 2 else "15个工作日",
        "cadence": "每周" if number % 4 == 0 else None,
    }


MISTAKES: list[tuple[int, str, Any, str]] = [  # row, column, what is written there, what is told
    (0, "source", "听说", "sheet.no_choice"),
    (20, "urgency", "很急", "sheet.no_choice"),
    (40, "received_on", "上周", "ledger_sheet.received_wrong"),
    (60, "received_on", date(2026, 2, 1), "ledger_sheet.received_future"),
    (80, "issuer", None, "sheet.needed"),
    (101, "issuer", "别的领导", "ledger_sheet.matter_differs"),
    (130, "matter_title", None, "ledger_sheet.matter_missing"),
    (150, "title", None, "sheet.needed"),
    (170, "title", "长" * 301, "sheet.too_long"),
    (190, "title", "完成第189项工作", "ledger_sheet.row_twice"),
    (210, "lead_unit", None, "sheet.needed"),
    (230, "lead_unit", "没有这个处", "sheet.unit_unknown"),
    (250, "co_units", "人事处、外星处", "sheet.unit_unknown"),
    (270, "co_units", UNITS[0], "ledger_sheet.co_is_lead"),
    (290, "due", None, "ledger_sheet.due_missing"),
    (310, "due", "尽快", "documents.bad_date"),
    (330, "due", "2026-02-30", "documents.bad_date"),
    (350, "due", 2026.1, "documents.bad_date"),
    (370, "due", date(2025, 12, 31), "ledger_sheet.due_past"),
    (390, "due", "0个工作日", "documents.bad_date"),
    (410, "cadence", "想起来就报", "sheet.no_choice"),
    (430, "handler", "张三", "ledger_sheet.handler_other"),
    (450, "number", "督〔2020〕1号-1", "ledger_sheet.number_unknown"),
    (470, "matter_number", "督〔2020〕9号", "ledger_sheet.matter_unknown"),
    (490, "progress", 50, "ledger_sheet.told_new"),
    (510, "text", "#REF!", "documents.cell_error"),
    (530, "lead_unit", "督查室督查室", "sheet.unit_unknown"),
]


def _with_mistakes(rows: list[Cells], running: str) -> tuple[openpyxl.Workbook, dict[str, str]]:
    """The workbook and, by cell, what is wrong with it."""
    mistakes = [*MISTAKES, (550, "matter_number", running, "ledger_sheet.matter_running")]
    for number, name, said, _ in mistakes:
        rows[number][name] = said
    rows[190]["lead_unit"] = rows[189]["lead_unit"]
    book = _workbook(rows)
    page = _page(book)
    page.cell(HEADING_LINE, len(NAMES) + 1).value = "领导心情"
    wrong = {_place(HEADING_LINE - 1, len(NAMES)): "sheet.column_unknown"}
    wrong |= {_place(HEADING_LINE + number, PLACES[name]): code for number, name, _, code in mistakes}
    return book, wrong


def _place(row: int, column: int) -> str:
    return f"台账!{cell_name(row, column)}"


def test_a_thousand_rows_with_many_kinds_of_mistakes_all_found_none_applied_then_applied_when_mended(
    either_site: Site, either_visitor: Visitor
) -> None:
    client = either_visitor(OFFICER)
    with either_site.reading() as session:
        before_all = session.scalar(select(func.count()).select_from(Item))
    dispatch(either_site)
    running = client.get("/matters").json()["items"][0]["number"]
    book, wrong = _with_mistakes([_row(number) for number in range(ROWS)], running)
    kinds = {(code, PLACES[name]) for _, name, _, code in MISTAKES}
    assert len(kinds) >= 20
    before = _counts(either_site)

    for dry_run in (True, False):
        answer = _hand_in(client, _content(book), dry_run=dry_run)
        assert answer.status_code == 422
        assert {one["field"]: one["code"] for one in answer.json()["problems"]} == wrong
        assert all(one["message"] for one in answer.json()["problems"])
        assert _counts(either_site) == before

    marked = openpyxl.load_workbook(io.BytesIO(_hand_in(client, _content(book), "/items/sheet/marked").content))
    page = _page(marked)
    coloured = {
        f"台账!{cell.coordinate}" for row in page.iter_rows() for cell in row if cell.fill.fgColor.rgb == "FFF8CBCB"
    }
    assert coloured == {f"台账!{cell.coordinate}" for row in page.iter_rows() for cell in row if cell.comment}
    assert coloured == set(wrong)
    assert page["I5"].value == "完成第2项工作"

    _page(book).cell(HEADING_LINE, len(NAMES) + 1).value = None
    for number, name, _, _ in [*MISTAKES, (550, "matter_number", "", ""), (190, "lead_unit", "", "")]:
        _page(book).cell(HEADING_LINE + 1 + number, PLACES[name] + 1).value = _row(number).get(name)
    preview = _hand_in(client, _content(book), dry_run=True)
    assert preview.status_code == 200, preview.text
    assert [one["kind"] for one in preview.json()["changes"]] == ["new"] * ROWS
    assert _counts(either_site) == before
    assert _hand_in(client, _content(book)).status_code == 200
    matters, items, _ = _counts(either_site)
    assert (matters, items) == (before[0] + ROWS / 20, ROWS + 1 + (before_all or 0))
    with either_site.reading() as session:
        found = session.scalars(select(Item).where(Item.title == "完成第501项工作")).one()
        assert (found.due_on, found.cadence, found.state) == (date(2026, 3, 2), "none", "draft")
        assert found.text == "第501项工作的具体要求\n按期完成"
        assert session.get_one(Matter, found.matter_id).title == "第25号会议议定事项"


def _exported(client: httpx.Client) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(client.get("/items/sheet").content))


def _line(page: Worksheet, number: str) -> int:
    return next(row[0].row for row in page.iter_rows(min_row=3) if row[0].value == number and row[0].row)


def _set(page: Worksheet, line: int, cells: Mapping[str, Any]) -> None:
    for name, said in cells.items():
        page.cell(line, PLACES[name] + 1).value = said


def test_an_exported_ledger_handed_in_again_changes_nothing(either_site: Site, either_visitor: Visitor) -> None:
    draw_ledger(either_site, seed=7, count=80)
    with either_site.writing() as session:
        for number, item in enumerate(session.scalars(select(Item).order_by(Item.id))):
            item.text = ("行一\n行二  空格", "=1+1", "长" * 40_000, "\u3000缩进")[number % 4]
    client = either_visitor(OFFICER)
    before = _counts(either_site)
    content = client.get("/items/sheet").content
    for dry_run in (True, False):
        answer = _hand_in(client, content, dry_run=dry_run)
        assert answer.status_code == 200, answer.text
        assert answer.json()["changes"] == []
    resaved = _hand_in(client, _content(_exported(client)))  # as a spreadsheet program writes it
    assert resaved.json()["changes"] == []
    assert _counts(either_site) == before


def test_what_may_be_changed_comes_in_with_a_preview_and_is_on_record(
    either_site: Site, either_visitor: Visitor
) -> None:
    item_id = dispatch(either_site, section="一")
    client = either_visitor(OFFICER)
    book = _exported(client)
    _set(_page(book), 3, {"title": "新的名称", "cadence": "每月", "light": "绿灯", "progress": 99})
    preview = _hand_in(client, _content(book), dry_run=True).json()["changes"]
    assert preview == [
        {
            "sheet": "台账",
            "line": 3,
            "kind": "changed",
            "name": preview[0]["name"],
            "fields": [
                {"heading": "任务名称", "before": "第一项任务", "after": "新的名称"},
                {"heading": "反馈频次", "before": "不要求", "after": "每月"},
            ],
        }
    ]
    assert client.get(f"/items/{item_id}").json()["title"] == "第一项任务"
    assert _hand_in(client, _content(book)).json()["changes"] == preview
    shown = client.get(f"/items/{item_id}").json()
    assert (shown["title"], shown["cadence"]["code"], shown["progress"]) == ("新的名称", "monthly", 0)
    with either_site.reading() as session:
        events = session.scalars(select(Event).where(Event.type == "record.changed").order_by(Event.id.desc()))
        event = events.first()
        assert event is not None
        assert event.before == {"title": "第一项任务", "cadence": "none"}
        assert event.after == {"title": "新的名称", "cadence": "monthly"}
        assert event.actor_id is not None


def test_what_has_a_way_of_its_own_is_not_changed_in_a_sheet(site: Site, visitor: Visitor) -> None:
    draw_ledger(site, seed=8, count=40)
    client = visitor(OFFICER)
    items = client.get("/items?state=running").json()["items"]
    closed = client.get("/items?state=closed").json()["items"][0]
    book = _exported(client)
    page = _page(book)
    line, other, gone = (_line(page, one["number"]) for one in (items[0], items[1], closed))
    _set(page, line, {"lead_unit": "会议处", "due": date(2027, 1, 1), "urgency": "特急 ", "title": None})
    _set(page, gone, {"title": "改一改"})
    page.cell(other, 1).value = items[0]["number"]
    answer = _hand_in(client, _content(book))
    assert answer.status_code == 422
    found = {(one["line"], one["code"]) for one in answer.json()["problems"]}
    assert {(line, "ledger_sheet.fixed"), (line, "ledger_sheet.needed_now"), (gone, "ledger_sheet.closed")} <= found
    assert (max(line, other), "sheet.twice") in found


def test_items_are_added_to_a_matter_that_is_not_dispatched(site: Site, visitor: Visitor) -> None:
    client = visitor(OFFICER)
    registration = {
        "title": "事项",
        "source": "领导批示",
        "issuer": "周瑞",
        "urgency": "平件",
        "received_on": "2026-01-05",
    }
    matter = client.post("/matters", json=registration).json()
    rows = [
        {"matter_number": matter["number"], "title": f"第{n}项", "lead_unit": "综合处", "due": "5个工作日"}
        for n in (1, 2)
    ]
    for row in rows:
        answer = _hand_in(client, _content(_workbook([row])))
        assert answer.status_code == 200, answer.text
    drafts = client.get(f"/matters/{matter['matter_id']}").json()["draft_items"]
    assert [(one["ordinal"], one["title"], one["due_working_days"]) for one in drafts] == [
        (1, "第1项", 5),
        (2, "第2项", 5),
    ]


@pytest.mark.parametrize("username", [HANDLER, LEADER])
def test_only_who_registers_matters_may_hand_in_a_ledger(visitor: Visitor, username: str) -> None:
    content = _content(_workbook([_row(0)]))
    for path in ("/items/sheet", "/items/sheet/marked"):
        assert _hand_in(visitor(username), content, path).status_code == 403
    assert visitor(username).get("/items/sheet/template").status_code == 403


def test_the_template_says_of_every_column_what_to_fill_in(visitor: Visitor) -> None:
    book = openpyxl.load_workbook(io.BytesIO(visitor(OFFICER).get("/items/sheet/template").content))
    guide, ledger = book.worksheets
    assert [cell.value for cell in ledger[1]] == [HEADINGS[name] for name in NAMES]
    assert len([row for row in guide.iter_rows(min_row=2) if row[2].value]) == len(NAMES) + 1
