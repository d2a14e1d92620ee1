"""Key tasks from a workbook, all of it or nothing with every bad cell at once; and the matrix as one."""

from io import BytesIO
from typing import Any

import httpx
import pytest
from python_calamine import CalamineWorkbook

from engine.documents.sheet_writer import write_workbook
from engine.domain import messages
from engine.site import Site
from engine.store.models import Unit, UnitVersion
from tests.api.conftest import Visitor
from tests.api.problem import problem_of
from tests.support.office import MONDAY, move_clock_and_work
from tests.support.reviews import PARTY_OFFICE, TRACK, enter_key_task, hand_in, open_reviews

HEADINGS = ["编号", "单位", "任务名称", "任务内容"]
PATH = "/reviews/2026/sheet"


@pytest.fixture
def office(site: Site, visitor: Visitor) -> httpx.Client:
    open_reviews(site)
    return visitor(PARTY_OFFICE)


def send(client: httpx.Client, *rows: list[str | None], path: str = PATH, **query: str) -> httpx.Response:
    content = write_workbook([("重点任务", HEADINGS, rows)])
    return client.post(path, files={"file": ("重点任务.xlsx", content)}, params=query)


def cells(answer: httpx.Response, sheet: str = "重点任务") -> list[list[Any]]:
    book = CalamineWorkbook.from_filelike(BytesIO(answer.content))
    return book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def test_a_workbook_is_shown_first_and_then_entered_once(office: httpx.Client) -> None:
    rows: list[list[str | None]] = [[None, "综合处", "任务一", "内容"], [None, "zhc", "任务二", None]]
    shown = send(office, *rows, dry_run="true").json()["changes"]
    assert [(one["kind"], one["name"], one["line"]) for one in shown] == [("new", "任务一", 2), ("new", "任务二", 3)]
    assert office.get("/reviews/2026").json()["tasks"] == []
    assert len(send(office, *rows).json()["changes"]) == 2
    tasks = office.get("/reviews/2026").json()["tasks"]
    assert [(one["title"], one["unit"]["name"]) for one in tasks] == [("任务一", "综合处"), ("任务二", "综合处")]
    assert send(office, *rows).json()["changes"] == []  # what is there already changes nothing
    assert len(office.get("/reviews/2026").json()["tasks"]) == 2


def test_every_bad_cell_is_named_at_once_and_nothing_is_entered_until_all_are_mended(
    site: Site, office: httpx.Client
) -> None:
    enter_key_task(site, title="已有任务")
    number = office.get("/reviews/2026").json()["tasks"][0]["number"]
    rows: list[list[str | None]] = [
        [None, "综合处", "好的任务", None],
        [None, "无此处", "任务", None],
        [None, None, None, "只有内容"],
        [None, "综合处", "好的任务", None],
        ["同步〔2026〕99号", "综合处", "任务", None],
        [number, "综合处", "改了名", None],
        [None, "综合处", "长" * 301, None],
    ]
    problems = problem_of(send(office, *rows), 422)["problems"]
    assert [(one["field"], one["code"]) for one in problems] == [
        ("重点任务!B3", "sheet.unit_unknown"),
        ("重点任务!B4", "sheet.needed"),
        ("重点任务!C4", "sheet.needed"),
        ("重点任务!C5", "sheet.twice"),
        ("重点任务!A6", "reviews.number_unknown"),
        ("重点任务!C7", "reviews.entered_stays"),
        ("重点任务!C8", "sheet.too_long"),
    ]
    assert len(office.get("/reviews/2026").json()["tasks"]) == 1
    marked = cells(send(office, *rows, path=f"{PATH}/marked"), messages.text("ledger_sheet.marked_sheet"))
    assert len(marked) == 1 + len(problems)


def test_a_unit_without_the_posts_is_named_at_its_cell(site: Site, office: httpx.Client) -> None:
    with site.writing() as session:
        unit = Unit(code="new")
        session.add(unit)
        session.flush()
        session.add(UnitVersion(unit_id=unit.id, name="新设处", position=99))
    (problem,) = problem_of(send(office, [None, "新设处", "任务", None]), 422)["problems"]
    assert (problem["field"], problem["code"]) == ("重点任务!B2", "reviews.unit_without_posts")


def test_the_template_says_how_and_only_who_runs_reviews_brings_tasks_in(
    office: httpx.Client, visitor: Visitor
) -> None:
    template = office.get(f"{PATH}/template")
    assert cells(template)[0][:4] == HEADINGS
    assert ["重点任务", "单位*"] in [row[:2] for row in cells(template, "填写说明")]
    for username in ("chenlu", "zhengyi"):
        assert visitor(username).get(f"{PATH}/template").status_code == 403
        assert send(visitor(username), [None, "综合处", "任务", None]).status_code == 403
    assert send(office, [None, "综合处", "任务", None], path="/reviews/2031/sheet").status_code == 404


def test_the_matrix_leaves_as_it_is_seen_and_comes_in_again_without_a_change(
    site: Site, office: httpx.Client, visitor: Visitor
) -> None:
    instance_id = enter_key_task(site, title="=1+1")
    enter_key_task(site, "fgc", "另一项")
    move_clock_and_work(site, MONDAY)
    hand_in(site, instance_id, "prepare_business", **TRACK)
    sheet = office.get(PATH)
    title, headings, *rows = cells(sheet)
    assert "2026年四同步重点任务" in str(title[0])
    assert headings == [*HEADINGS, "同谋划", "同布置", "同实施", "同考核", "业务分", "党建分"]
    by_unit = {row[1]: row for row in rows}
    assert by_unit["综合处"][2:6] == ["=1+1", "", "准备中", ""]
    again = office.post(PATH, files={"file": ("四同步.xlsx", sheet.content)})
    assert again.json()["changes"] == []
    assert [row[1] for row in cells(visitor("chenlu").get(PATH))[2:]] == ["综合处"]
