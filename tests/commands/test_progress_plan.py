"""How far an item should be: along its milestones, in working time in which it did not rest."""

from datetime import timedelta

from engine.calendar import WorkingCalendar
from engine.commands.supervision.ask_of_item import ask_of_item
from engine.commands.supervision.item_course import read_course
from engine.commands.supervision.progress_plan import ProgressPlan
from engine.domain.planned_progress import Point
from engine.site import Site
from engine.store.models import Item
from tests.support.items import do
from tests.support.matter import complete, confirm, dispatch, open_task
from tests.support.office import HANDLER, MONDAY, OFFICER, act_of, doers, move_clock_and_work

DUE = MONDAY + timedelta(days=14)  # ten working days
FRIDAY = MONDAY + timedelta(days=4)


def plan(progress: int, **known: object) -> ProgressPlan:
    item = Item(dispatched_at=MONDAY, due_at=DUE, progress=progress)
    return ProgressPlan(item, WorkingCalendar(), MONDAY, **known)  # type: ignore[arg-type]


def test_days_on_which_it_rested_are_not_planned_for() -> None:
    week = MONDAY + timedelta(days=7)
    rested = ((MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)),)
    assert plan(0, reported_at=week).behind_at(week) == 50
    assert plan(0, reported_at=week, rests=rested).behind_at(week) == 44  # four of the nine days that are left
    assert plan(0, reported_at=week, rests=((DUE, DUE + timedelta(days=9)),)).behind_at(week) == 50


def test_days_on_which_it_rested_use_up_no_time_and_age_no_notice() -> None:
    week = MONDAY + timedelta(days=7)
    rested = ((MONDAY, MONDAY + timedelta(days=4)),)
    assert (plan(0).time_used(week), plan(0, rests=rested).time_used(week)) == (50, 16)  # one of the six days left
    assert plan(0, rests=rested).time_used(DUE + timedelta(days=7)) > 100  # type: ignore[operator]
    assert plan(0, rests=rested).days_since(MONDAY, week) == 1
    assert plan(0, rests=rested).days_since(FRIDAY, week) == 1


def test_a_milestone_ahead_will_leave_it_behind_unless_somebody_tells_of_more() -> None:
    half = Point(FRIDAY, 60)
    assert list(plan(20, milestones=(half,)).behind_from(MONDAY)) == [(FRIDAY, 40)]
    assert list(plan(60, milestones=(half,)).behind_from(FRIDAY)) == [(FRIDAY, 0)]
    assert list(plan(0).behind_from(FRIDAY)) == []


def test_an_item_turns_yellow_at_a_milestone_that_is_not_reached(site: Site) -> None:
    milestones = [{"title": "方案报批", "due_on": "2026-01-09", "percent": 60}]
    item_id = dispatch(site, cadence="milestone", milestones=milestones, due_working_days=30)
    complete(site, HANDLER, open_task(site, "sign"), decision="sign")
    with site.reading() as session:
        item = session.get_one(Item, item_id)
        close_of_day = act_of(site, session, OFFICER).calendar.due_instant(FRIDAY.date())
        assert (item.yellow_at, item.yellow_why) == (close_of_day, "behind")


def test_a_result_that_is_sent_back_leaves_the_item_as_far_as_was_last_told(site: Site) -> None:
    item_id = dispatch(site, due_working_days=40, cadence="weekly")
    complete(site, HANDLER, open_task(site, "sign"), decision="sign")
    move_clock_and_work(site, MONDAY + timedelta(days=3))
    complete(site, HANDLER, open_task(site, "report"), progress=30, summary="正在推进")
    for _ in range(2):
        complete(site, HANDLER, open_task(site, "handle"), summary="已完成", evidence="报告")
        assert progress_of(site, item_id) == 100
        complete(site, OFFICER, open_task(site, "verify"), decision="reject", opinion="还差附件")
        assert progress_of(site, item_id) == 30
    complete(site, HANDLER, open_task(site, "handle"), summary="已完成", evidence="报告")
    complete(site, OFFICER, open_task(site, "verify"), decision="accept", opinion="属实")
    with site.reading() as session:
        (leader,) = doers(session, open_task(site, "confirm"))
    complete(site, leader, open_task(site, "confirm"), satisfaction="unsatisfied", opinion="没有落实到位")
    assert progress_of(site, item_id) == 30


def test_an_item_that_is_taken_up_again_is_planned_from_then_on(site: Site) -> None:
    item_id = dispatch(site)
    complete(site, HANDLER, open_task(site, "sign"), decision="sign")
    complete(site, HANDLER, open_task(site, "handle"), summary="已完成", evidence="报告")
    complete(site, OFFICER, open_task(site, "verify"), decision="accept", opinion="属实")
    confirm(site, "satisfied")
    again = MONDAY + timedelta(days=28)
    move_clock_and_work(site, again)
    wanted = {"reason": "问题反弹", "due_on": (again + timedelta(days=14)).date().isoformat()}
    do(site, OFFICER, lambda act, roles: ask_of_item(act, roles, item_id, "reopening", wanted))
    assert progress_of(site, item_id) == 0
    with site.reading() as session:
        act = act_of(site, session, OFFICER)
        plan = read_course(act, session.get_one(Item, item_id)).plan
    assert plan.behind_at(again + timedelta(days=7)) is None  # nothing was asked for since
    assert (plan.time_used(again), plan.time_used(again + timedelta(days=7))) == (0, 45)


def progress_of(site: Site, item_id: int) -> int:
    with site.reading() as session:
        return session.get_one(Item, item_id).progress
