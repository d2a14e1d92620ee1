"""节点: dates of their own with planned percentages, entered with the item or later, reached with evidence."""

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from engine.commands.supervision.milestones import reach_milestone, set_milestones
from engine.domain.errors import Conflict, Invalid, NotAllowed
from engine.site import Site
from engine.store.items import milestone_points, milestones_of
from engine.store.models import Item, Task
from tests.support.items import do, finish, open_elements, records
from tests.support.matter import dispatch
from tests.support.office import HANDLER, OFFICER, SUBSTITUTE, move_clock_and_work

DRAFT = {"title": "完成初稿", "due_on": "2026-01-09", "percent": 40}
FINAL = {"title": "征求意见", "due_on": "2026-01-15", "percent": 80}


def entered(site: Site, item_id: int, *rows: dict[str, Any], who: str = OFFICER, reason: str = "按实际进度") -> None:
    do(site, who, lambda act, roles: set_milestones(act, roles, item_id, rows, reason))


def reach(site: Site, item_id: int, title: str, who: str = HANDLER, evidence: str = "初稿已报") -> None:
    with site.reading() as session:
        found = next(one.id for one in milestones_of(session, item_id) if one.title == title)
    do(site, who, lambda act, _: reach_milestone(act, item_id, found, evidence))


def test_milestones_come_with_the_item_and_give_the_planned_progress(either_site: Site) -> None:
    site = either_site
    item_id = dispatch(site, milestones=[DRAFT, FINAL])
    with site.reading() as session:
        assert milestone_points(session, item_id, site.house.calendar) == [
            (datetime.fromisoformat("2026-01-09T17:30:00+08:00"), 40),
            (datetime.fromisoformat("2026-01-15T17:30:00+08:00"), 80),
        ]


def test_the_handler_reaches_one_with_evidence_and_the_item_is_as_far(site: Site) -> None:
    item_id = dispatch(site, milestones=[DRAFT, FINAL])
    with pytest.raises(Invalid):
        reach(site, item_id, "完成初稿", evidence=" ")
    for who in (OFFICER, SUBSTITUTE):  # the B post acts while A is away
        with pytest.raises(NotAllowed):
            reach(site, item_id, "完成初稿", who=who)
    reach(site, item_id, "完成初稿")
    with site.reading() as session:
        assert session.get_one(Item, item_id).progress == 40
        assert records(session, item_id, "milestone_reached")[0].data["text"] == "完成初稿：初稿已报"
    with pytest.raises(Conflict):
        reach(site, item_id, "完成初稿")


def test_they_are_changed_with_a_reason_and_what_was_reached_stays(site: Site) -> None:
    item_id = dispatch(site, milestones=[DRAFT])
    reach(site, item_id, "完成初稿")
    entered(site, item_id, FINAL)
    with site.reading() as session:
        assert [(one.title, one.reached_at is not None) for one in milestones_of(session, item_id)] == [
            ("完成初稿", True),
            ("征求意见", False),
        ]
        assert records(session, item_id, "milestones")[0].data["text"] == "按实际进度"
    with pytest.raises(Invalid):
        entered(site, item_id, FINAL, reason="")


def test_every_milestone_that_cannot_be_is_told(site: Site) -> None:
    item_id = dispatch(site)
    wrong = {"title": "倒退", "due_on": "2026-01-20", "percent": 30}
    with pytest.raises(Invalid) as refused:
        entered(site, item_id, DRAFT, {**DRAFT, "title": "同日"}, wrong)
    assert [one.code for one in refused.value.problems] == [
        "supervision.milestone_twice",
        "supervision.milestone_order",
        "supervision.milestone_late",
    ]
    with site.reading() as session:
        assert milestones_of(session, item_id) == []


def test_a_milestone_later_than_the_due_date_is_not_dispatched(site: Site) -> None:
    with pytest.raises(Invalid) as refused:
        dispatch(site, milestones=[{**DRAFT, "due_on": "2026-06-01"}])
    assert [one.code for one in refused.value.problems] == ["supervision.milestone_late"]


def test_a_report_by_stage_is_due_at_the_milestone(either_site: Site) -> None:
    site = either_site
    item_id = dispatch(site, cadence="milestone", milestones=[DRAFT, FINAL])
    finish(site, HANDLER, item_id, "sign", decision="sign")
    move_clock_and_work(site, datetime.fromisoformat("2026-01-08T09:30:00+08:00"))
    assert "report" in open_elements(site, item_id)
    with site.reading() as session:
        due_at = session.scalars(select(Task.due_at).where(Task.element_id == "report")).one()
    assert due_at == datetime.fromisoformat("2026-01-09T17:30:00+08:00")


def test_a_milestone_reached_ahead_of_its_day_asks_for_no_report(site: Site) -> None:
    item_id = dispatch(site, cadence="milestone", milestones=[DRAFT, FINAL])
    finish(site, HANDLER, item_id, "sign", decision="sign")
    reach(site, item_id, "完成初稿")
    move_clock_and_work(site, datetime.fromisoformat("2026-01-09T17:00:00+08:00"))
    assert "report" not in open_elements(site, item_id)
    with site.reading() as session:
        assert [one.due_on for one in milestones_of(session, item_id)][1] == date(2026, 1, 15)
