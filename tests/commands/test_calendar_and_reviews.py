"""A change of the calendar moves the year of 四同步, tasks of no item, and public notices; the report names them."""

from datetime import date, datetime

import pytest
from sqlalchemy import select, update

from engine.calendar import Notice
from engine.calendar.own_day import OwnDay
from engine.commands.calendar.change import change_calendar
from engine.documents.notice import read_notice
from engine.domain.clock import OFFICE_ZONE
from engine.site import Site
from engine.store.models import CalendarChange, Definition, Gate, Instance, PanelSitting, Task, Timer
from tests.support.deciding import at, notice_of, on_notice
from tests.support.instances import event_types, open_elements
from tests.support.notices import OF_2027
from tests.support.office import ADMINISTRATOR, act_of, move_clock, move_clock_and_work, roles
from tests.support.reviews import both_tracks, enter_key_task, key_task, open_reviews


def change(site: Site, *days: OwnDay, notice: Notice | None = None) -> CalendarChange:
    with site.writing() as session:
        act = act_of(site, session, ADMINISTRATOR)
        return change_calendar(act, roles(session, ADMINISTRATOR), days, notice, source="page")


def off(*days: str) -> list[OwnDay]:
    return [OwnDay(date.fromisoformat(day), "off", "建设日") for day in days]


def gate(site: Site) -> Gate:
    with site.reading() as session:
        return session.scalars(select(Gate)).one()


def timers(site: Site, instance_id: int, element: str) -> list[datetime]:
    with site.reading() as session:
        query = select(Timer.due_at).where(Timer.instance_id == instance_id, Timer.element_id == element)
        return [one.astimezone(OFFICE_ZONE) for one in session.scalars(query.where(Timer.state == "pending"))]


def dues(site: Site, instance_id: int) -> set[datetime | None]:
    with site.reading() as session:
        return set(session.scalars(select(Task.due_at).where(Task.instance_id == instance_id, Task.state == "open")))


def test_a_gate_that_is_to_open_follows_the_notice_of_the_year_and_is_reported(either_site: Site) -> None:
    site = either_site
    move_clock(site, at("2026-12-28"))
    open_reviews(site, [date(2027, 2, 12), *(date(2027, month, 12) for month in (5, 8, 11))])
    instance_id = enter_key_task(site, year=2027)
    assert gate(site).opens_at == at("2027-02-12", 9, 0)
    made = change(site, notice=read_notice(OF_2027))
    assert gate(site).opens_at == at("2027-02-15", 9, 0)  # the festival lasts to Saturday, 13 February
    assert timers(site, instance_id, "until_open") == [at("2027-02-15", 9, 0)]
    (moved,) = made.report
    assert (moved["kind"], moved["title"]) == ("gate_opens", "一项任务 同谋划")
    assert moved["key_task_id"] == key_task(site, instance_id).id
    assert [day["date"] for day in moved["off"]] == ["2027-02-12"]
    assert "review.opening_moved" in event_types(site, instance_id)
    move_clock_and_work(site, at("2027-02-14"))
    assert open_elements(site, instance_id) == []
    move_clock_and_work(site, at("2027-02-15", 9, 0))
    assert open_elements(site, instance_id) == ["prepare_business", "prepare_party"]


def test_a_gate_whose_day_off_is_taken_back_opens_earlier_and_never_in_the_past(site: Site) -> None:
    change(site, *off("2026-01-12", "2026-01-13"))
    open_reviews(site, [date(2026, month, 12) for month in (1, 4, 7, 10)])
    instance_id = enter_key_task(site)
    assert gate(site).opens_at == at("2026-01-14", 9, 0)
    move_clock_and_work(site, at("2026-01-12", 10))
    change(site, OwnDay(date(2026, 1, 12), "usual"), OwnDay(date(2026, 1, 13), "usual"))
    assert gate(site).opens_at == at("2026-01-13", 9, 0)  # today's opening is over
    move_clock_and_work(site, at("2026-01-13", 9, 0))
    assert open_elements(site, instance_id) == ["prepare_business", "prepare_party"]


def test_the_time_to_prepare_and_to_sit_follows_with_its_tasks_and_timers(either_site: Site) -> None:
    site = either_site
    open_reviews(site)
    instance_id = enter_key_task(site)
    move_clock_and_work(site, at("2026-01-05", 10))
    assert gate(site).due_at == at("2026-01-19", 17, 30)
    made = change(site, *off("2026-01-08", "2026-01-20"))
    assert gate(site).due_at == at("2026-01-21", 17, 30)  # ten days: the 8th and the 20th do not count
    assert dues(site, instance_id) == {gate(site).due_at}
    assert timers(site, instance_id, "business_late") == [at("2026-01-22", 9, 0)]
    assert [(one["kind"], one["title"]) for one in made.report] == [
        ("task_due", "报送业务方案"),
        ("task_due", "报送党建方案"),
    ]
    both_tracks(site, instance_id)
    with site.reading() as session:
        assert session.scalars(select(PanelSitting.closes_at)).one() == at("2026-01-13", 17, 30)
    made = change(site, *off("2026-01-12"))
    with site.reading() as session:
        assert session.scalars(select(PanelSitting.closes_at)).one() == at("2026-01-14", 17, 30)
    assert timers(site, instance_id, "sitting_over") == [at("2026-01-14", 17, 30)]
    assert dues(site, instance_id) == {at("2026-01-14", 17, 30)}
    assert [(one["kind"], one["title"]) for one in made.report] == [("task_due", "对照会审")]  # three seats, once
    move_clock_and_work(site, at("2026-01-13", 17, 30))
    assert open_elements(site, instance_id) == ["review"] * 3
    move_clock_and_work(site, at("2026-01-14", 17, 30))
    with site.reading() as session:
        states = session.scalars(select(PanelSitting.state).order_by(PanelSitting.ordinal)).all()
    assert states == ["missed", "called"]


def test_a_date_that_the_calendar_did_not_give_stays(site: Site) -> None:
    open_reviews(site)
    instance_id = enter_key_task(site)
    move_clock_and_work(site, at("2026-01-05", 10))
    named = at("2026-01-16", 12, 0)
    with site.writing() as session:
        session.scalars(select(Gate)).one().due_at = named
        for task in session.scalars(select(Task).where(Task.instance_id == instance_id)):
            task.due_at = named
    assert change(site, *off("2026-01-08")).report == []
    assert (gate(site).due_at, dues(site, instance_id)) == (named, {named})


def test_the_report_names_public_notices_whose_end_moved(either_site: Site) -> None:
    instance_id = on_notice(either_site)
    notice = notice_of(either_site, instance_id)
    (moved,) = change(either_site, *off("2026-01-08")).report
    assert (moved["kind"], moved["title"], moved["notice_id"]) == ("notice_ends", notice.title, notice.id)
    assert [datetime.fromisoformat(moved[name]) for name in ("before", "after")] == [
        at("2026-01-12", 17, 30),
        at("2026-01-13", 17, 30),
    ]
    assert moved["off"] == [{"date": "2026-01-08", "reason": "建设日"}]


@pytest.mark.parametrize("kind", ["gate", "notice"])
def test_what_is_confidential_moves_and_is_not_named(site: Site, kind: str) -> None:
    if kind == "notice":
        instance_id = on_notice(site)
    else:
        open_reviews(site, [date(2026, month, 12) for month in (1, 4, 7, 10)])
        instance_id = enter_key_task(site)
    with site.writing() as session:
        key = session.get_one(Instance, instance_id).key
        session.execute(update(Definition).where(Definition.key == key).values(confidential=True))
    assert change(site, *off("2026-01-12")).report == []
    moved = "notice.end_moved" if kind == "notice" else "review.opening_moved"
    assert moved in event_types(site, instance_id)
