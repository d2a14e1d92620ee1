"""The organisation out as a workbook and in again: all of it or nothing, and only what differs."""

import io
from datetime import timedelta
from typing import Any

import httpx
import openpyxl
import pytest

from engine.documents.office_columns import ABSENCES, PEOPLE, UNITS, OfficeSheet
from engine.documents.office_workbook import write_office
from engine.site import Site
from engine.store.office_record import find_office_record
from tests.api.conftest import Visitor
from tests.support.office import (
    ADMINISTRATOR,
    DESIGNER,
    HANDLER,
    MONDAY,
    OFFICER,
    SUBSTITUTE,
    UNIT_HEAD,
)

SOON, LATER = (MONDAY + timedelta(days=1)).isoformat(), (MONDAY + timedelta(days=2)).isoformat()
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def download(client: httpx.Client, path: str = "/organisation/sheet", **query: Any) -> openpyxl.Workbook:
    answer = client.get(path, params=query)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == XLSX
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def upload(
    client: httpx.Client, book: openpyxl.Workbook | bytes, path: str = "/organisation/sheet", **query: Any
) -> httpx.Response:
    if isinstance(book, openpyxl.Workbook):
        stream = io.BytesIO()
        book.save(stream)
        book = stream.getvalue()
    return client.post(path, params=query, files={"file": ("组织.xlsx", book, XLSX)})


def set_cell(book: openpyxl.Workbook, sheet: OfficeSheet, key: str, column: str, value: Any) -> int:
    """Write into the row that begins with the key; answers its line."""
    page = book[sheet.title]
    number = next(i for i, one in enumerate(sheet.columns, 1) if one.name == column)
    line = next(row[0].row for row in page.iter_rows(min_row=2) if row[0].value == key)
    assert line is not None
    page.cell(line, number).value = value
    return line


def add_row(book: openpyxl.Workbook, sheet: OfficeSheet, **cells: Any) -> int:
    page = book[sheet.title]
    page.append([cells.get(one.name) for one in sheet.columns])
    return page.max_row


def places(answer: httpx.Response) -> dict[str, str]:
    assert answer.status_code == 422, answer.text
    return {problem["field"]: problem["message"] for problem in answer.json()["problems"]}


def events(client: httpx.Client) -> int:
    return len(client.get("/organisation/history").json()["items"])


def test_an_export_that_is_imported_again_changes_nothing(either_site: Site, either_visitor: Visitor) -> None:
    chief = either_visitor(ADMINISTRATOR)
    body = {"starts_at": SOON, "ends_at": LATER, "reason": "出差", "process": "supervision-item"}
    assert either_visitor(HANDLER).post("/absences", json=body).status_code == 201
    before = events(chief)
    book = download(chief)
    assert book.sheetnames == ["填写说明", "单位", "人员", "岗位", "外出"]
    assert upload(chief, book).json() == {"dry_run": False, "changes": []}
    assert events(chief) == before


def test_only_what_differs_becomes_a_change(either_site: Site, either_visitor: Visitor) -> None:
    chief = either_visitor(ADMINISTRATOR)
    book = download(chief)
    set_cell(book, UNITS, "zhc", "name", "综合一处")
    add_row(book, PEOPLE, username="newcomer", name="新来", email="new@example.cn", unit="综合一处", roles="督办专员")
    add_row(book, ABSENCES, person_id="新来", starts_at="2026-01-06 下午", ends_at="2026-01-07", reason="培训")
    assert upload(chief, book, dry_run=True).json()["dry_run"] is True
    assert all(unit["name"] != "综合一处" for unit in chief.get("/organisation").json()["units"])
    answer = upload(chief, book)
    assert [(one["kind"], one["name"]) for one in answer.json()["changes"]] == [
        ("changed", "综合一处"),
        ("new", "新来"),
        ("entered", "新来"),
    ]
    assert answer.json()["changes"][0]["fields"] == [{"heading": "名称", "before": "综合处", "after": "综合一处"}]
    office = chief.get("/organisation").json()
    newcomer = next(one for one in office["people"] if one["username"] == "newcomer")
    assert (newcomer["unit"]["name"], newcomer["roles"]) == ("综合一处", ["officer"])
    (absence,) = [one for one in chief.get("/absences").json()["items"] if one["reason"] == "培训"]
    assert (absence["starts_at"], absence["ends_at"]) == ("2026-01-06T04:00:00Z", "2026-01-07T16:00:00Z")
    assert upload(chief, book).json()["changes"] == []
    assert upload(chief, download(chief)).json()["changes"] == []


def test_a_workbook_of_tomorrow_takes_effect_tomorrow(visitor: Visitor) -> None:
    chief = visitor(ADMINISTRATOR)
    book = download(chief)
    set_cell(book, PEOPLE, HANDLER, "ends", "离岗")
    set_cell(book, PEOPLE, HANDLER, "successor", "刘洋")
    (change,) = upload(chief, book, starts_at=SOON).json()["changes"]
    assert (change["kind"], change["name"]) == ("ended", "陈璐")
    for at, works in ((MONDAY.isoformat(), True), (SOON, False)):
        people = chief.get("/organisation", params={"at": at}).json()["people"]
        assert any(one["username"] == HANDLER for one in people) is works
    yesterday = (MONDAY - timedelta(days=1)).isoformat()
    assert list(places(upload(chief, book, starts_at=yesterday))) == ["starts_at"]


def test_every_bad_cell_is_named_at_once_and_nothing_is_changed(visitor: Visitor) -> None:
    chief = visitor(ADMINISTRATOR)
    book = download(chief)
    before = events(chief)
    set_cell(book, UNITS, "zhc", "name", "综合一处")  # good, and not applied either
    unit = set_cell(book, UNITS, "dcs", "partner", "没有这个处")
    set_cell(book, UNITS, "dcs", "position", "第一")
    email = set_cell(book, PEOPLE, OFFICER, "email", "不是邮箱")
    set_cell(book, PEOPLE, OFFICER, "roles", "督办专员、厨师")
    again = add_row(book, PEOPLE, username=HANDLER, name="又一个", email="x@example.cn")
    lost = add_row(book, PEOPLE, name="没有用户名", email="y@example.cn")
    away = add_row(book, ABSENCES, person_id="张无名", starts_at="大后天", ends_at="2026-01-07", scope="流程：没有")
    found = places(upload(chief, book))
    assert set(found) == {
        f"单位!D{unit}",
        f"单位!G{unit}",
        f"人员!C{email}",
        f"人员!F{email}",
        f"人员!A{again}",
        f"人员!A{lost}",
        f"外出!A{away}",
        f"外出!B{away}",
        f"外出!D{away}",
    }
    assert found[f"单位!D{unit}"] == "没有名称或代码为“没有这个处”的单位"
    assert "督办专员" in found[f"人员!F{email}"]
    assert found[f"人员!A{lost}"] == "这一格必填"
    assert events(chief) == before


def test_what_an_absence_would_leave_undone_is_named_at_its_cell_and_takes_the_changes_back(visitor: Visitor) -> None:
    chief = visitor(ADMINISTRATOR)
    book = download(chief)
    set_cell(book, UNITS, "zhc", "name", "综合一处")
    line = add_row(book, ABSENCES, person_id="陈璐", starts_at="2026-01-08", ends_at="2026-01-07")
    assert places(upload(chief, book)) == {f"外出!C{line}": "结束时间要晚于开始时间"}
    assert all(unit["name"] != "综合一处" for unit in chief.get("/organisation").json()["units"])


@pytest.mark.parametrize("username", [DESIGNER, HANDLER, UNIT_HEAD])
def test_the_organisation_is_for_administrators_to_take_out_and_in(visitor: Visitor, username: str) -> None:
    book = download(visitor(ADMINISTRATOR))
    assert visitor(username).get("/organisation/sheet").status_code == 403
    for dry_run in (True, False):
        assert upload(visitor(username), book, dry_run=dry_run).status_code == 403


def test_the_template_is_empty_and_says_how_to_fill_it_in(visitor: Visitor) -> None:
    book = download(visitor(ADMINISTRATOR), empty=True)
    assert [page.max_row for page in book.worksheets[1:]] == [1, 1, 1, 1]
    said = [cell.value for row in book["填写说明"].iter_rows() for cell in row]
    assert "登录用的唯一名称：字母、数字和 . _ - @。填新用户名就是新进人员" in said
    assert upload(visitor(ADMINISTRATOR), book).json()["changes"] == []


def test_what_begins_like_a_formula_stays_a_text_on_its_way_out_and_in(site: Site, visitor: Visitor) -> None:
    chief = visitor(ADMINISTRATOR)
    change = {"type": "unit", "code": "evil", "name": '=HYPERLINK("http://x","点我")', "line": "+1", "position": 99}
    assert chief.post("/organisation/changes", json={"changes": [change]}).status_code == 200
    book = download(chief)
    line = set_cell(book, UNITS, "evil", "position", "99")
    for column in (2, 6):
        cell = book["单位"].cell(line, column)
        assert (cell.data_type, cell.quotePrefix) == ("s", True)
    content = chief.get("/organisation/sheet").content
    assert upload(chief, content).json()["changes"] == []


def test_heads_enter_the_absences_of_their_people_by_a_sheet(visitor: Visitor) -> None:
    book = download(visitor(UNIT_HEAD), "/absences/sheet")
    add_row(book, ABSENCES, person_id="陈璐", starts_at="2026-01-06", ends_at="2026-01-06 上午", reason="体检")
    add_row(book, ABSENCES, person_id=SUBSTITUTE, starts_at="2026-01-08 14:30", ends_at="2026-01-09")
    assert len(upload(visitor(UNIT_HEAD), book, "/absences/sheet", dry_run=True).json()["changes"]) == 2
    answer = upload(visitor(UNIT_HEAD), book, "/absences/sheet").json()
    assert [(one["kind"], one["name"]) for one in answer["changes"]] == [("entered", "陈璐"), ("entered", "刘洋")]
    assert upload(visitor(UNIT_HEAD), book, "/absences/sheet").json()["changes"] == []
    (first, second) = visitor(HANDLER).get("/absences").json()["items"]
    assert (first["ends_at"], first["entered_by"]["name"]) == ("2026-01-06T04:00:00Z", "王清")
    assert second["starts_at"] == "2026-01-08T06:30:00Z"


def test_nobody_enters_the_absences_of_others_by_a_sheet(visitor: Visitor) -> None:
    book = download(visitor(HANDLER), "/absences/sheet")
    add_row(book, ABSENCES, person_id="陈璐", starts_at="2026-01-06", ends_at="2026-01-06")
    line = add_row(book, ABSENCES, person_id="刘洋", starts_at="2026-01-07", ends_at="2026-01-07")
    assert list(places(upload(visitor(HANDLER), book, "/absences/sheet"))) == [f"外出!A{line}"]
    assert visitor(HANDLER).get("/absences").json()["items"] == []


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("组织.csv", b"a,b", "请用 .xlsx 或 .xls"),
        ("组织.xlsx", b"not a workbook", "内容不是这种格式"),
        ("组织.xlsx", write_office([(PEOPLE, ())]).replace(b"PK", b"QK", 1), "内容不是这种格式"),
        ("组织.xlsx", b"", "没有可以导入的内容"),
    ],
)
def test_a_file_that_is_none_is_refused(visitor: Visitor, name: str, content: bytes, said: str) -> None:
    answer = visitor(ADMINISTRATOR).post("/organisation/sheet", files={"file": (name, content, XLSX)})
    assert said in answer.json()["problems"][0]["message"]


def test_unknown_sheets_and_columns_are_named(visitor: Visitor) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "通讯录"
    assert "单位、人员、岗位、外出" in upload(visitor(ADMINISTRATOR), book).json()["problems"][0]["message"]
    page.title = "人员"
    page.append(["用户名", "姓名", "属相"])
    assert list(places(upload(visitor(ADMINISTRATOR), book))) == ["人员!C1"]


def test_a_sheet_without_a_column_leaves_it_as_it_is(visitor: Visitor) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "人员"
    page.append(["用户名", "姓名", "职务"])
    page.append([HANDLER, "陈璐", "一级主任科员"])
    (change,) = upload(visitor(ADMINISTRATOR), book).json()["changes"]
    assert [one["heading"] for one in change["fields"]] == ["职务"]


def test_a_dry_run_begins_no_record(site: Site, visitor: Visitor) -> None:
    book = download(visitor(ADMINISTRATOR))
    set_cell(book, UNITS, "zhc", "name", "综合一处")
    upload(visitor(ADMINISTRATOR), book, dry_run=True)
    with site.reading() as session:
        assert find_office_record(session) is None
