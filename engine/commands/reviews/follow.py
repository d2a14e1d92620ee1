"""The year of 四同步 follows a change of the calendar: gates that are to open, the time to prepare and to sit.

What people have to do follows with their tasks; here the record follows, and the timers of the diagram that stand at
the moments which the calendar gave.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from engine.act import Act
from engine.actions.reviews import gate_name
from engine.calendar import WorkingCalendar, days_behind, in_working_days, still_due, still_opening
from engine.store.events import append_event
from engine.store.models import Gate, KeyTask, PanelSitting, ReviewYear
from engine.store.panels import called_sitting
from engine.store.reviews import GATE, assessments_reporting, gate_of, running_tasks
from engine.store.rows import HeldInstance
from engine.store.runtime import lock_instance
from engine.store.tasks import open_tasks
from engine.store.timers import move_events


def follow_reviews(act: Act, before: WorkingCalendar) -> list[dict[str, Any]]:
    """Every running key task and assessment; answers the gates that open on another day."""
    report: list[dict[str, Any]] = []
    for task in running_tasks(act.session):
        if task.instance_id is not None:
            report += _follow_task(act, lock_instance(act.session, task.instance_id), task, before)
    for assessment in assessments_reporting(act.session):
        if assessment.instance_id is not None:
            _follow_report(act, lock_instance(act.session, assessment.instance_id), before)
    return report


def _follow_task(act: Act, instance: HeldInstance, task: KeyTask, before: WorkingCalendar) -> Iterator[dict[str, Any]]:
    act.session.refresh(task)
    if task.gate == 0:
        return
    year, gate = act.session.get_one(ReviewYear, task.year_id), gate_of(act.session, task)
    if gate.state == "waiting":
        yield from _open_again(act, instance, task, gate, (date.fromisoformat(year.gates[task.gate - 1]), before))
    elif gate.state == "preparing":
        _prepare_again(act, instance, gate, year.prepare_days, before)
    elif gate.state == "reviewing":
        sitting = called_sitting(act.session, GATE, gate.id)
        if sitting is not None:
            _sit_again(act, instance, sitting, year.sit_days, before)


def _open_again(
    act: Act, instance: HeldInstance, task: KeyTask, gate: Gate, known: tuple[date, WorkingCalendar]
) -> Iterator[dict[str, Any]]:
    planned, before = known
    then, now = (calendar.opening(calendar.on_or_after(planned)) for calendar in (before, act.calendar))
    opens_at = still_opening(act.calendar, act.now, now, then)
    if gate.opens_at != then or opens_at == then or then <= act.now:
        return
    gate.opens_at = opens_at
    _move_timers(act, instance, {then: opens_at})
    told = {"before": then.isoformat(), "after": opens_at.isoformat()}
    data = {"gate": gate.gate, "calendar": act.calendar.version, **told}
    append_event(instance, "review.opening_moved", act.origin, name=task.title, data=data)
    if not instance.confidential:
        last = act.calendar.local_date(max(then, opens_at))
        yield {
            "kind": "gate_opens",
            "number": task.number,
            "title": f"{task.title} {gate_name(gate.gate)}",
            "key_task_id": task.id,
            **told,
            **days_behind(before, act.calendar, planned, last),
        }


def _prepare_again(act: Act, instance: HeldInstance, gate: Gate, days: int, before: WorkingCalendar) -> None:
    tasks = open_tasks(act.session, instance.id)
    if gate.due_at is not None and tasks:
        gate.due_at = _counted_again(act, instance, min(one.opened_at for one in tasks), days, gate.due_at, before)


def _follow_report(act: Act, instance: HeldInstance, before: WorkingCalendar) -> None:
    for task in open_tasks(act.session, instance.id):
        if task.due_at is not None and "report_days" in task.data:
            _counted_again(act, instance, task.opened_at, task.data["report_days"], task.due_at, before)


def _sit_again(act: Act, instance: HeldInstance, sitting: PanelSitting, days: int, before: WorkingCalendar) -> None:
    sitting.closes_at = _counted_again(act, instance, sitting.called_at, days, sitting.closes_at, before)


def _counted_again(
    act: Act, instance: HeldInstance, start: datetime, days: int, due_at: datetime, before: WorkingCalendar
) -> datetime:
    """So many working days from `start`, where the calendar of before gave `due_at`; with the timers at it.

    What is told of lateness stands at the opening after it.
    """
    then, now = (in_working_days(one, one.local_date(start), days).due_at for one in (before, act.calendar))
    if then != due_at or then <= act.now:
        return due_at
    moved = still_due(act.calendar, act.now, now, then)
    _move_timers(act, instance, {then: moved, before.next_opening(then): act.calendar.next_opening(moved)})
    return moved


def _move_timers(act: Act, instance: HeldInstance, moments: Mapping[datetime, datetime]) -> None:
    act.session.flush()
    for then, now in moments.items():
        if then != now:
            move_events(act.session, instance.id, then, now)
