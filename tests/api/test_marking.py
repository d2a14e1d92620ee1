"""What a task of 总结表彰 shows over HTTP: which cycle or nomination it is about, and whom a panel member marks."""

from datetime import date
from typing import Any

from engine.site import Site
from tests.api.conftest import Visitor
from tests.support.commending import (
    BODIES,
    begin_cycle,
    give_opinions,
    put_forward,
    recommend_all,
    stand_at,
    tasks_of,
)

OFFICE, MEMBER, STRANGER = "shenmo", "liming", "panying"


def _todo(visitor: Visitor, username: str, element: str) -> dict[str, Any]:
    tasks = visitor(username).get("/tasks").json()["items"]
    return next(one for one in tasks if one["element_id"] == element)


def test_a_marking_task_names_every_nominee_and_those_of_the_members_own_unit(site: Site, visitor: Visitor) -> None:
    cycle_id = begin_cycle(site)
    put_forward(site, cycle_id, "模范单位", "ms1")
    other = put_forward(site, cycle_id, "先进个人", "ms1", "huangjing")
    own = put_forward(site, cycle_id, "先进个人", "dcs", "hefan")

    about = _todo(visitor, OFFICE, "opinions")["subject"]
    asked = visitor(OFFICE).get(f"/commendation/nominations/{about['id']}").json()
    nominee = asked["person"] or asked["unit"]
    assert (about["kind"], about["title"]) == ("nomination", f"{nominee['name']}，2025 年度表彰")
    assert (asked["bodies"], asked["opinion_months"]) == (list(BODIES), 6)
    give_opinions(site)
    recommend_all(site)
    stand_at(site, date(2026, 1, 13))

    task = _todo(visitor, MEMBER, "mark")
    assert (task["subject"]["kind"], task["subject"]["id"]) == ("award_cycle", cycle_id)
    assert visitor(MEMBER).get(f"/tasks/{task['id']}").json()["page"] == "marks"
    items = visitor(MEMBER).get(f"/tasks/{task['id']}/nominees").json()["items"]
    assert [one["category"] for one in items] == ["模范单位", "先进个人", "先进个人"]
    assert {one["number"]: one["is_own"] for one in items if one["name"] in ("黄静", "何帆")} == {
        other: False,
        own: True,
    }
    assert visitor(STRANGER).get(f"/tasks/{task['id']}/nominees").status_code == 404


def test_a_task_that_marks_nobody_has_no_nominees(site: Site, visitor: Visitor) -> None:
    put_forward(site, begin_cycle(site), "模范单位", "ms1")
    task = tasks_of(site, "opinions")[0]
    assert visitor(OFFICE).get(f"/tasks/{task.id}/nominees").status_code == 404
