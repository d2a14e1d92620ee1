"""The ledger as a workbook: what the page shows, in its order, ready for print."""

import io
import re
import zipfile
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from engine.documents.importing import read_tables
from engine.documents.ledger_sheet import LEDGER
from engine.site import Site
from engine.store.models import Item
from tests.api.conftest import Visitor
from tests.support.office import HANDLER, OFFICER
from tests.support.random_ledger import draw_ledger

HEADINGS = [column.heading for column in LEDGER.columns]
NARROWINGS = ("", "light=red", "state=closed", "q=任务1", "figure=closed_late&urgency=平急", "figure=late&unit_id=2")


def _rows(answer: httpx.Response) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.text
    (sheet,) = read_tables("台账.xlsx", answer.content)
    assert list(sheet.rows[1]) == HEADINGS
    return [dict(zip(HEADINGS, row, strict=True)) for row in sheet.rows[2:]]


def _shown(client: httpx.Client, narrowing: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cursor: str | None = ""
    while cursor is not None:
        page = client.get(f"/items?{narrowing}&cursor={cursor}" if cursor else f"/items?{narrowing}").json()
        found, cursor = found + page["items"], page["next"]
    return found


@pytest.mark.parametrize("username", [OFFICER, HANDLER])
def test_the_workbook_has_what_the_page_shows_in_its_order(
    either_site: Site, either_visitor: Visitor, username: str
) -> None:
    draw_ledger(either_site, seed=6, count=130)
    client = either_visitor(username)
    for narrowing in NARROWINGS:
        shown = _shown(client, narrowing)
        rows = _rows(client.get(f"/items/sheet?{narrowing}"))
        assert [row["编号"] for row in rows] == [item["number"] for item in shown]
        for row, item in zip(rows, shown, strict=True):
            assert row["任务名称"] == item["title"]
            assert row["牵头单位"] == item["lead_unit"]["name"]
            assert row["状态灯"] == item["light"]["text"]
            assert row["督办环节"] == item["step"]["text"]
            assert row["承办人"] == (item["handler"] or {"name": ""})["name"]
            assert (row["是否逾期"] == "逾期") == (item["closed_late"] or item["light"]["code"] == "red")


def test_it_prints_in_landscape_one_page_wide_with_its_headings_on_every_page(site: Site, visitor: Visitor) -> None:
    draw_ledger(site, seed=6, count=20)
    answer = visitor(OFFICER).get("/items/sheet")
    assert "20260105.xlsx" in answer.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        sheet, names = (archive.read(name).decode() for name in ("xl/worksheets/sheet1.xml", "xl/workbook.xml"))
    assert 'orientation="landscape"' in sheet
    assert 'fitToHeight="0"' in sheet
    assert "fitToWidth" not in sheet  # one page wide is what a workbook does unless told otherwise
    assert re.search(r"Print_Titles[^>]*>台账!\$1:\$2<", names)


def test_a_text_that_looks_like_a_formula_stays_a_text(site: Site, visitor: Visitor) -> None:
    draw_ledger(site, seed=6, count=8)
    with site.writing() as session:
        for item in session.scalars(select(Item)):
            item.title = '=HYPERLINK("http://example.org")'
    answer = visitor(OFFICER).get("/items/sheet")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert "<f>" not in archive.read("xl/worksheets/sheet1.xml").decode()
    assert {row["任务名称"] for row in _rows(answer)} == {'=HYPERLINK("http://example.org")'}


def test_who_asks_for_a_figure_that_is_none_is_told_which_there_are(visitor: Visitor) -> None:
    for path in ("/items", "/items/summary", "/items/sheet"):
        answer = visitor(OFFICER).get(f"{path}?figure=wisdom")
        assert answer.status_code == 422
        (problem,) = answer.json()["problems"]
        assert problem["field"] == "figure"
