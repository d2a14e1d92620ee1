"""Statistics and the leader's page over HTTP: every number opens exactly its list, by role."""

import io
from typing import Any

import httpx
import openpyxl
import pytest

from engine.domain.figures import FIGURES
from engine.queries.dimensions import BY
from engine.site import Site
from tests.api.conftest import Visitor
from tests.support.matter import complete, dispatch, open_task
from tests.support.office import HANDLER, LEADER, OFFICER
from tests.support.random_ledger import draw_ledger

MAIN_LEADER = "zhourui"


def _rows_behind(client: httpx.Client, query: dict[str, str]) -> int:
    found, cursor = 0, ""
    while True:
        page = client.get("/items", params={**query, **({"cursor": cursor} if cursor else {})}).json()
        found, cursor = found + len(page["items"]), page["next"]
        if not cursor:
            return found


def _counted(figure: dict[str, Any], values: dict[str, Any]) -> int:
    value = values[figure["code"]]
    return int(value["number"] if value["whole"] is None and figure["measure"] == "items" else value["whole"] or 0)


@pytest.mark.parametrize("by", BY)
def test_each_number_of_the_statistics_opens_as_many_rows_of_the_ledger(site: Site, visitor: Visitor, by: str) -> None:
    draw_ledger(site, seed=9, count=40)
    client = visitor(OFFICER)
    period = {"from": "2025-10-01", "to": "2025-12-15"}
    found = client.get("/statistics", params={"by": by, **period}).json()
    assert [one["code"] for one in found["figures"]] == [one.code for one in FIGURES]
    assert all(one["definition"] and one["rule"] and one["unit"] for one in found["figures"])
    assert found["groups"]
    for group in (*found["groups"], found["total"]):
        for figure in found["figures"]:
            if figure["measure"] in ("items", "share", "mean"):
                query = {**group["query"], "figure": figure["items"]}
                assert _rows_behind(client, query) == _counted(figure, group["values"]), (group["name"], figure["code"])


def test_a_share_says_what_it_is_made_of_and_when_that_is_little(site: Site, visitor: Visitor) -> None:
    draw_ledger(site, seed=9, count=60)
    found = visitor(OFFICER).get("/statistics?by=person").json()
    for group in (*found["groups"], found["total"]):
        share = group["values"]["on_time_share"]
        assert (share["part"], share["whole"]) == (
            group["values"]["closed_on_time"]["number"],
            group["values"]["closed"]["number"],
        )
        assert share["few"] == (share["whole"] < 10)
        assert share["number"] == (share["part"] / share["whole"] if share["whole"] else None)


def test_whoever_sees_their_own_unit_counts_their_own_unit(site: Site, visitor: Visitor) -> None:
    draw_ledger(site, seed=9, count=60)
    found = visitor(HANDLER).get("/statistics?by=unit").json()
    assert [group["name"] for group in found["groups"]] == ["综合处"]


def test_the_workbook_has_the_figures_where_work_waits_and_every_definition(site: Site, visitor: Visitor) -> None:
    draw_ledger(site, seed=9, count=60)
    client = visitor(OFFICER)
    book = openpyxl.load_workbook(io.BytesIO(client.get("/statistics/sheet?by=unit&from=2025-09-01").content))
    assert book.sheetnames == ["统计", "环节用时", "指标说明"]
    shown = client.get("/statistics?by=unit&from=2025-09-01").json()
    first = [row[0].value for row in book["统计"].iter_rows(min_row=2)]
    assert first == [*(group["name"] for group in shown["groups"]), "合计"]
    defined = {row[0].value: row[2].value for row in book["指标说明"].iter_rows(min_row=3)}
    assert all(defined[one["name"]] == one["definition"] for one in shown["figures"])


def test_where_work_waits_opens_the_items_that_came_there(site: Site, visitor: Visitor) -> None:
    draw_ledger(site, seed=9, count=60)
    client = visitor(OFFICER)
    for path in ("/statistics/steps", "/statistics/steps?by_unit=true"):
        found = client.get(path).json()
        assert found["steps"]
        for step in found["steps"]:
            assert _rows_behind(client, step["query"]) == step["items"]


def _numbers(page: dict[str, Any]) -> list[tuple[dict[str, str], int]]:
    lists = [(page[name]["query"], page[name]["count"]) for name in ("red", "due", "closed")]
    units = [
        (unit["query"], sum(unit[light] for light in ("red", "yellow", "green", "grey"))) for unit in page["units"]
    ]
    months = [
        (month[f"{name}_query"], month[key])
        for month in page["months"]
        for name, key in (("dispatched", "dispatched"), ("closed", "closed"), ("late", "closed_late"))
    ]
    return [*lists, *units, *months]


@pytest.mark.parametrize("username", [LEADER, MAIN_LEADER, OFFICER, HANDLER])
@pytest.mark.parametrize("scope", ["", "charge", "all"])
def test_each_number_of_the_leaders_page_opens_its_list(
    either_site: Site, either_visitor: Visitor, username: str, scope: str
) -> None:
    draw_ledger(either_site, seed=10, count=70)
    client = either_visitor(username)
    page = client.get("/overview", params={"scope": scope} if scope else {}).json()
    assert len(page["months"]) == 6
    for query, count in _numbers(page):
        assert _rows_behind(client, query) == count, query
    assert all(one["light"]["code"] == "red" and "逾期" in one["light"]["reason"] for one in page["red"]["items"])


def test_a_leader_sees_what_they_are_in_charge_of_and_may_ask_for_all(site: Site, visitor: Visitor) -> None:
    draw_ledger(site, seed=10, count=70)
    client = visitor(LEADER)
    own, everything = client.get("/overview").json(), client.get("/overview?scope=all").json()
    assert (own["scope"], everything["scope"]) == ("charge", "all")
    assert 0 < own["red"]["count"] < everything["red"]["count"]
    assert visitor(OFFICER).get("/overview").json()["scope"] == "all"


def test_what_waits_for_the_leaders_word_is_on_the_page(site: Site, visitor: Visitor) -> None:
    dispatch(site, issuer="周瑞")
    complete(site, HANDLER, open_task(site, "sign"), decision="sign")
    complete(site, HANDLER, open_task(site, "handle"), summary="已完成", evidence="见附件")
    assert visitor(MAIN_LEADER).get("/overview").json()["needs"]["tasks"] == []
    complete(site, OFFICER, open_task(site, "verify"), decision="accept", opinion="属实")
    (task,) = visitor(MAIN_LEADER).get("/overview").json()["needs"]["tasks"]
    assert task["element_id"] == "confirm"
