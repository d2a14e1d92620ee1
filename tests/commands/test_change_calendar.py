"""The office's calendar is changed in one act, and everything open follows with a report of what moved."""

from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from engine.calendar import Notice
from engine.calendar.own_day import OwnDay
from engine.commands.calendar.change import change_calendar
from engine.documents.notice import read_notice
from engine.domain.clock import OFFICE_ZONE
from engine.domain.errors import Invalid, NotAllowed
from engine.jobs.work import do_all_due
from engine.site import Site
from engine.store.calendar import read_calendar
from engine.store.models import CalendarChange, Event, Item, ItemRecord, Task, Timer
from tests.support.matter import complete, dispatch, open_task
from tests.support.notices import OF_2027
from tests.support.office import ADMINISTRATOR, HANDLER, OFFICER, act_of, move_clock, open_site, roles

LATE_2026 = datetime.fromisoformat("2026-12-28T09:30:00+08:00")


def change(site: Site, *days: OwnDay, notice: Notice | None = None, by: str = ADMINISTRATOR) -> CalendarChange:
    with site.writing() as session:
        return change_calendar(act_of(site, session, by), roles(session, by), days, notice, source="page", reason="试")


def due_on(site: Site, item_id: int) -> date:
    with site.reading() as session:
        due_at = session.get_one(Item, item_id).due_at
        assert due_at is not None
        return due_at.astimezone(OFFICE_ZONE).date()


def test_a_notice_moves_the_due_dates_that_rested_on_a_guess_and_reports_each(either_site: Site) -> None:
    site = either_site
    move_clock(site, LATE_2026)
    soon = dispatch(site, due_working_days=2)
    before_spring, over_spring = dispatch(site, due_working_days=26), dispatch(site, due_working_days=29)
    named = dispatch(site, due_working_days=None, due_on=date(2027, 2, 10))
    was = {one: due_on(site, one) for one in (soon, before_spring, over_spring, named)}
    with site.reading() as session:
        rule = session.get_one(Item, over_spring).due_rule
        assert rule is not None
        assert rule["provisional"]
    made = change(site, notice=read_notice(OF_2027))
    assert [moved["item_id"] for moved in made.report] == [before_spring, over_spring]
    assert due_on(site, before_spring) == was[before_spring] - timedelta(days=1) == date(2027, 2, 2)
    assert (was[over_spring], due_on(site, over_spring)) == (date(2027, 2, 12), date(2027, 2, 15))
    assert (due_on(site, soon), due_on(site, named)) == (was[soon], was[named])
    assert [day["date"] for day in made.report[0]["worked"]] == ["2027-01-31"]
    assert [day["date"] for day in made.report[1]["off"]] == ["2027-02-11", "2027-02-12"]
    with site.reading() as session:
        for one in (before_spring, over_spring, named):
            rule = session.get_one(Item, one).due_rule
            assert rule is not None
            assert (rule["provisional"], rule["calendar"]) == (False, made.id)


def test_everything_of_a_moved_item_follows_and_says_so(site: Site) -> None:
    move_clock(site, LATE_2026)
    item_id = dispatch(site, due_working_days=29)
    complete(site, HANDLER, open_task(site, "sign"), decision="sign")
    with site.reading() as session:
        before = session.get_one(Item, item_id)
        task = session.scalars(select(Task).where(Task.item_id == item_id, Task.due_at == before.due_at)).one()
        ladder = session.scalars(select(Timer.due_at).where(Timer.task_id == task.id, Timer.state == "pending")).one()
    made = change(site, notice=read_notice(OF_2027))
    with site.reading() as session:
        item = session.get_one(Item, item_id)
        assert before.due_at is not None
        assert item.due_at is not None
        assert item.due_at == before.due_at + timedelta(days=3) == item.red_at
        assert session.get_one(Task, task.id).due_at == item.due_at
        pending = session.scalars(select(Timer.due_at).where(Timer.task_id == task.id, Timer.state == "pending")).one()
        assert (item.yellow_at, pending) != (before.yellow_at, ladder)
        events = session.scalars(select(Event).where(Event.instance_id == item.instance_id)).all()
        moved = next(event for event in events if event.type == "item.due_moved")
        assert moved.data["calendar"] == made.id
        changed = events[events.index(moved) + 1]
        assert (changed.type, changed.after) == ("record.changed", {"due_at": item.due_at.isoformat()})
        assert [event.data["task_id"] for event in events if event.type == "task.due_moved"] == [task.id]
        record = session.scalars(select(ItemRecord).where(ItemRecord.kind == "due_moved")).one()
        assert "办理时限由 2027-02-12 改为 2027-02-15" in record.data["text"]
    move_clock(site, datetime.fromisoformat("2027-02-15T17:00:00+08:00"))
    do_all_due(site)
    with site.reading() as session:
        assert session.get_one(Item, item_id).red_at == item.due_at


def test_a_day_of_the_offices_own_moves_what_counts_over_it_and_can_be_taken_back(either_site: Site) -> None:
    item_id = dispatch(either_site)  # ten working days from 5 January 2026
    assert due_on(either_site, item_id) == date(2026, 1, 19)
    made = change(either_site, OwnDay(date(2026, 1, 8), "off", "建设日"), OwnDay(date(2026, 1, 9), "off", "建设日"))
    assert due_on(either_site, item_id) == date(2026, 1, 21)
    assert made.report[0]["off"][0] == {"date": "2026-01-08", "reason": "建设日"}
    again = change(either_site, OwnDay(date(2026, 1, 8), "usual"), OwnDay(date(2026, 1, 10), "open", "补班"))
    assert due_on(either_site, item_id) == date(2026, 1, 19)
    with either_site.reading() as session:
        assert not read_calendar(session, made.id).is_working_day(date(2026, 1, 8))
        assert read_calendar(session, again.id).is_working_day(date(2026, 1, 8))
        assert not read_calendar(session, again.id).is_working_day(date(2026, 1, 9))


def test_other_hours_move_the_hour_at_which_something_is_due(site: Site) -> None:
    item_id = dispatch(site)
    change(site, OwnDay(date(2026, 1, 19), "hours", "半天", ((time(9), time(12)),)))
    with site.reading() as session:
        due_at = session.get_one(Item, item_id).due_at
        assert due_at is not None
        assert due_at.astimezone(OFFICE_ZONE) == datetime(2026, 1, 19, 12, tzinfo=OFFICE_ZONE)


def test_no_change_makes_an_item_late_that_was_not(site: Site) -> None:
    item_id = dispatch(site)
    move_clock(site, datetime.fromisoformat("2026-01-19T10:00:00+08:00"))
    made = change(site, OwnDay(date(2026, 1, 10), "open"), OwnDay(date(2026, 1, 11), "open"))
    assert due_on(site, item_id) == date(2026, 1, 19)
    assert made.report == []


def test_a_closed_item_keeps_its_date(site: Site) -> None:
    item_id = dispatch(site)
    with site.writing() as session:
        session.get_one(Item, item_id).state = "closed"
    assert change(site, OwnDay(date(2026, 1, 8), "off")).report == []
    assert due_on(site, item_id) == date(2026, 1, 19)


def test_the_change_holds_in_other_processes_and_for_what_comes_after(postgresql_site: Site) -> None:
    other = open_site(postgresql_site.settings.database, postgresql_site.settings.data_dir)
    with other.reading() as session:
        assert act_of(other, session).calendar.is_working_day(date(2026, 1, 8))
    made = change(postgresql_site, OwnDay(date(2026, 1, 8), "off"))
    with other.reading() as session:
        assert not act_of(other, session).calendar.is_working_day(date(2026, 1, 8))
    assert due_on(postgresql_site, dispatch(postgresql_site)) == date(2026, 1, 20)
    with postgresql_site.reading() as session:
        assert session.scalars(select(Item)).one().due_rule["calendar"] == made.id  # type: ignore[index]
    other.close()


def test_what_a_transaction_has_changed_nobody_else_sees_before_its_end(site: Site) -> None:
    with site.writing() as session:
        act = act_of(site, session, ADMINISTRATOR)
        days = [OwnDay(date(2026, 1, 8), "off")]
        change_calendar(act, roles(session, ADMINISTRATOR), days, None, source="page")
        assert not act.calendar.is_working_day(date(2026, 1, 8))
        with site.reading() as other:
            assert act_of(site, other).calendar.is_working_day(date(2026, 1, 8))
        session.rollback()
    with site.reading() as session:
        assert act_of(site, session).calendar.is_working_day(date(2026, 1, 8))


def test_only_an_administrator_changes_the_calendar(site: Site) -> None:
    with pytest.raises(NotAllowed):
        change(site, OwnDay(date(2026, 1, 8), "off"), by=OFFICER)


def test_everything_wrong_with_days_is_said_at_once(site: Site) -> None:
    with pytest.raises(Invalid) as refused:
        change(
            site,
            OwnDay(date(2026, 1, 8), "off", hours=((time(9), time(12)),)),
            OwnDay(date(2026, 1, 8), "holiday"),
            OwnDay(date(1999, 1, 8), "hours"),
        )
    assert [(problem.code.removeprefix("calendar."), problem.field) for problem in refused.value.problems] == [
        ("hours_unwanted", "/days/0/hours"),
        ("day_twice", "/days/1/date"),
        ("kind_unknown", "/days/1/kind"),
        ("out_of_range", "/days/2/date"),
        ("no_hours", "/days/2/hours"),
    ]
    with pytest.raises(Invalid):
        change(site)
