"""Tasks of no item follow a change of the calendar: of reviews, ballots, notices, and of whatever else is drawn."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from engine.act import Act
from engine.bpmn.source.extensions import Deadline
from engine.calendar import WorkingCalendar, days_behind, still_due
from engine.commands.deadlines import Occasion, due_instant
from engine.domain.errors import DubanError
from engine.store.events import append_event
from engine.store.rows import HeldInstance, HeldTask
from engine.store.runtime import lock_instance
from engine.store.tasks import instances_with_due_tasks, move_due, open_tasks

UNDER_WAY = ("running", "suspended", "incident")


def follow_tasks(act: Act, before: WorkingCalendar) -> list[dict[str, Any]]:
    """Answers what moved, several tasks at one element once; what is confidential moves and is not named."""
    report = []
    for instance_id in instances_with_due_tasks(act.session):
        instance = lock_instance(act.session, instance_id)
        if instance.state not in UNDER_WAY:
            continue
        moved = list(_follow_instance(act, instance, before))
        report += [] if instance.confidential else moved
    return report


def _follow_instance(act: Act, instance: HeldInstance, before: WorkingCalendar) -> Iterator[dict[str, Any]]:
    process = act.house.bundles.get(act.session, instance.digest).process(instance.key)
    told: set[tuple[str, datetime, datetime]] = set()
    for task in open_tasks(act.session, instance.id):
        deadline = process.element(task.element_id).extensions.deadline
        due_before = task.due_at
        due_at = _computed(act, task, deadline, before)
        if due_before is None or due_at is None or due_at == due_before:
            continue
        _move(act, instance, task, due_before, due_at)
        if (place := (task.element_id, due_before, due_at)) in told:
            continue
        told.add(place)
        first, last = (act.calendar.local_date(one) for one in (task.opened_at, max(due_before, due_at)))
        yield {
            "kind": "task_due",
            "number": instance.business_key,
            "title": task.name,
            "key_task_id": task.data.get("key_task_id"),
            "before": due_before.isoformat(),
            "after": due_at.isoformat(),
            **days_behind(before, act.calendar, first, last),
        }


def _computed(act: Act, task: HeldTask, deadline: Deadline | None, before: WorkingCalendar) -> datetime | None:
    """What its rule gives now, where its date is what the rule gave in the calendar of before; else its date."""
    if deadline is None:
        return task.due_at
    try:
        then, now = (
            due_instant(deadline, Occasion(task.data, None, None, task.opened_at, calendar))
            for calendar in (before, act.calendar)
        )
    except DubanError:  # the rule asks for what the task no longer says: its date stays
        return task.due_at
    if then is None or now is None or then != task.due_at:
        return task.due_at
    return still_due(act.calendar, act.now, now, then)


def _move(act: Act, instance: HeldInstance, task: HeldTask, due_before: datetime, due_at: datetime) -> None:
    append_event(
        instance,
        "task.due_moved",
        act.origin,
        element_id=task.element_id,
        name=task.name,
        data={"task_id": task.id, "calendar": act.calendar.version},
        before={"due_at": due_before.isoformat()},
        after={"due_at": due_at.isoformat()},
    )
    move_due(act.session, task, due_at)
