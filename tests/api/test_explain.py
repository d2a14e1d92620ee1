"""Why an item has its light, recomputed from its dates, its tasks and its mails for every item of the demo office."""

from collections.abc import Iterator
from contextlib import nullcontext
from datetime import datetime, timedelta

import httpx
import pytest
from sqlalchemy import func, select

from api.app import make_app
from engine.calendar import WorkingCalendar
from engine.catalog import BundleCatalog
from engine.commands.definitions.shipped import deploy_shipped
from engine.commands.people.sign_in import keep_token
from engine.demo.load import load_demo
from engine.site import Site, set_testing_clock
from engine.store import Session
from engine.store.database import upgrade
from engine.store.models import Item, ItemRecord, Person, Task
from tests.api.conftest import Visitor
from tests.support.in_process import InProcess
from tests.support.matter import complete, dispatch, open_task
from tests.support.office import HANDLER, LEADER, MONDAY, OFFICER, SUBSTITUTE, move_clock_and_work, open_site
from tests.support.server import token_of

CALENDAR = WorkingCalendar()
WATCHING = ("watch", "supervise", "circular", "talk")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, catalog: BundleCatalog) -> Iterator[Site]:
    """The demo office after its weeks: lights of every colour."""
    folder = tmp_path_factory.mktemp("explained")
    site = open_site(f"sqlite:///{folder / 'demo.sqlite3'}", folder)
    upgrade(site.engine)
    with site.writing() as session:
        set_testing_clock(session, datetime.fromisoformat("2026-11-23T10:00:00+08:00"))
        deploy_shipped(site.act(session))
    load_demo(site)
    with site.writing() as session:
        for person in session.scalars(select(Person)):
            keep_token(session, person.id, token_of(person.username), "test")
    yield site
    site.close()


def _expected(site: Site, item: Item) -> tuple[str, set[str]]:
    """The light and the codes of its reasons, by the rule in words."""
    now = site.clock.now()
    if item.state == "closed":
        return "blue", {"closed_late" if item.closed_late else "closed"}
    if item.state == "draft":
        return "grey", {"not_dispatched"}
    with site.reading() as session:
        reports = session.scalars(
            select(Task.due_at).where(Task.item_id == item.id, Task.state == "open", Task.element_id == "report")
        )
        late = any(due is not None and due <= now for due in reports)
        watched = session.scalars(
            select(ItemRecord.id).where(ItemRecord.item_id == item.id, ItemRecord.kind.in_(WATCHING))
        ).first()
        reported = session.scalar(
            select(func.max(ItemRecord.at)).where(ItemRecord.item_id == item.id, ItemRecord.kind == "report")
        )
        handed_in = _handed_in(session, item)
    reasons = {"late_report"} if late else set()
    if watched is not None and item.step in WATCHING:
        reasons.add("watched")
    behind = _behind(item, reported)
    if behind >= 10:
        reasons.add("behind")
    if item.missed_at is not None:
        reasons.add("missed")
    waits = handed_in is not None and item.due_at is not None and handed_in <= item.due_at
    if item.due_at is not None and not waits:
        due_on = CALENDAR.local_date(item.due_at)
        if CALENDAR.opening(CALENDAR.add_working_days(due_on, -3).due_on) <= now:
            reasons.add("warning")
        if now > item.due_at:
            return "red", reasons - {"warning", "missed"} | {"overdue"}
    if behind > 30:
        return "red", reasons - {"warning", "missed"}
    return ("yellow", reasons) if reasons else ("green", {"handed_in" if waits else "in_time"})


def _handed_in(session: Session, item: Item) -> datetime | None:
    """When the result came that waits for the office."""
    query = select(func.max(ItemRecord.at)).where(ItemRecord.item_id == item.id, ItemRecord.kind == "result")
    return session.scalar(query) if item.state == "submitted" else None


def _behind(item: Item, reported: datetime | None) -> float:
    """Points behind a plan that grows evenly in working time, at the last report."""
    if reported is None or item.dispatched_at is None or item.due_at is None:
        return 0
    given = CALENDAR.working_time_between(item.dispatched_at, item.due_at)
    used = CALENDAR.working_time_between(item.dispatched_at, min(reported, item.due_at))
    return int(100 * (used / given) - item.progress)


def test_every_light_of_the_demo_office_is_explained_as_its_dates_say(demo: Site) -> None:
    app = make_app(demo, nullcontext)
    headers = {"Authorization": f"Bearer {token_of(OFFICER)}"}
    with demo.reading() as session:
        items = list(session.scalars(select(Item).where(Item.state != "draft")))
    seen = set()
    with httpx.Client(transport=InProcess(app), base_url="http://testserver/api/v1", headers=headers) as client:
        for item in items:
            found = client.get(f"/items/{item.id}/explain").json()
            light, reasons = _expected(demo, item)
            assert found["light"]["code"] == light, item.number
            assert {one["code"] for one in found["reasons"]} == reasons, item.number
            assert bool(found["change"]) == (light in ("yellow", "red", "grey"))
            assert found["due"]["due_at"] == (item.due_at.isoformat().replace("+00:00", "Z") if item.due_at else None)
            seen.add(light)
    assert seen >= {"green", "yellow", "red", "blue"}


def test_a_light_tells_who_was_told_and_what_comes_next(site: Site, visitor: Visitor) -> None:
    item_id = dispatch(site, due_working_days=5)
    told = visitor(OFFICER).get(f"/items/{item_id}/explain").json()
    assert [one["to"] for one in told["told"]] == ["陈璐", "刘洋"]
    assert [one["code"] for one in told["reasons"]] == ["in_time"]
    assert [one["code"] for one in told["ahead"]] == ["warning", "overdue"]
    assert told["change"] == []


def test_what_is_overdue_says_by_how_many_working_days_and_what_helps(site: Site, visitor: Visitor) -> None:
    item_id = dispatch(site, due_working_days=5)
    complete = visitor(HANDLER).post(
        f"/tasks/{open_task(site, 'sign')}/complete", json={"variables": {"decision": "sign"}}
    )
    assert complete.status_code == 200
    move_clock_and_work(site, MONDAY + timedelta(days=9))  # due on Monday the 12th, now Wednesday
    found = visitor(OFFICER).get(f"/items/{item_id}/explain").json()
    assert found["light"]["code"] == "red"
    overdue = next(one for one in found["reasons"] if one["code"] == "overdue")
    assert "2 个工作日" in overdue["text"]
    assert "2026年1月12日" in overdue["text"]
    assert found["change"][0].startswith("报送办理结果")


def test_what_is_handed_in_in_time_is_green_while_the_office_verifies_and_red_when_it_is_rejected(
    site: Site, visitor: Visitor
) -> None:
    item_id = dispatch(site, due_working_days=5)  # Monday the 12th
    complete(site, HANDLER, open_task(site, "sign"), decision="sign")
    move_clock_and_work(site, MONDAY + timedelta(days=7))
    complete(site, HANDLER, open_task(site, "handle"), summary="已办结")
    move_clock_and_work(site, MONDAY + timedelta(days=9))
    found = visitor(OFFICER).get(f"/items/{item_id}/explain").json()
    assert (found["light"]["code"], found["light"]["reason"]) == ("green", "已按期报送，待核查、确认")
    assert [one["code"] for one in found["reasons"]] == ["handed_in"]
    assert (found["ahead"], found["change"]) == ([], [])
    assert visitor(OFFICER).get("/items", params={"figure": "overdue"}).json()["items"] == []

    complete(site, OFFICER, open_task(site, "verify"), decision="reject", opinion="材料不全")
    found = visitor(OFFICER).get(f"/items/{item_id}/explain").json()
    assert found["light"]["code"] == "red"
    assert "2 个工作日" in next(one for one in found["reasons"] if one["code"] == "overdue")["text"]

    complete(site, HANDLER, open_task(site, "handle"), summary="已办结")
    move_clock_and_work(site, MONDAY + timedelta(days=11))
    found = visitor(OFFICER).get(f"/items/{item_id}/explain").json()
    assert (found["light"]["code"], found["light"]["reason"]) == ("red", "逾期报送，待核查、确认")
    assert "已过办理时限 2 个工作日" in found["reasons"][0]["text"]
    assert len(visitor(OFFICER).get("/items", params={"figure": "overdue"}).json()["items"]) == 1


def test_only_who_sees_the_item_is_told_why(site: Site, visitor: Visitor) -> None:
    item_id = dispatch(site)
    for username, status in ((HANDLER, 200), (SUBSTITUTE, 200), (LEADER, 200), ("panying", 404)):
        assert visitor(username).get(f"/items/{item_id}/explain").status_code == status
