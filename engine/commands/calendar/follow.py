"""What is open follows a change of the calendar: due dates, tasks, lights and the ladder, item by item, with a report.

Only what the calendar gave moves: a date that does not come out of its rule in the calendar of before was set by
somebody and stays. A due date that has not passed is never moved into the past.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from engine.act import Act
from engine.bpmn.source.extensions import Deadline
from engine.calendar import Ruled, WorkingCalendar, computed_again, still_due
from engine.commands.deadlines import Occasion, due_instant
from engine.commands.supervision.rearm import arm_and_light
from engine.domain import messages
from engine.domain.errors import DubanError
from engine.domain.lights import REPORT_STAGE
from engine.store.events import append_event
from engine.store.items import OVER, instance_of, open_items, reports_of, reread_item
from engine.store.models import Item, ItemRecord
from engine.store.rows import HeldInstance, HeldTask
from engine.store.runtime import lock_instance
from engine.store.tasks import move_due, open_tasks

RUNNING = "running"
UNDER_WAY = (RUNNING, "suspended", "incident")


def follow(act: Act, before: WorkingCalendar) -> list[dict[str, Any]]:
    """Every open item in the act's calendar; answers those whose due date moved: item, before, after, and why."""
    report = []
    for item_id in open_items(act.session):
        instance_id = instance_of(act.session, item_id)
        if instance_id is None:
            continue
        instance = lock_instance(act.session, instance_id)
        item = reread_item(act.session, item_id)
        if instance.state in UNDER_WAY and item.state not in OVER:
            moved = _follow_item(act, instance, item, before)
            report += [moved] if moved else []
    return report


def _follow_item(act: Act, instance: HeldInstance, item: Item, before: WorkingCalendar) -> dict[str, Any] | None:
    moved = _move_item(act, instance, item, before)
    bundle = act.house.bundles.get(act.session, instance.digest)
    process = bundle.process(instance.key)
    due_before = datetime.fromisoformat(moved["before"]) if moved else item.due_at
    for task in open_tasks(act.session, instance.id):
        deadline = process.element(task.element_id).extensions.deadline
        if deadline is not None:
            _move_task(act, instance, item, task, (deadline, before, due_before))
    if instance.state == RUNNING:
        act.session.flush()
        arm_and_light(act, process, bundle, instance.id, item)
    act.session.flush()
    return moved


def _move_item(act: Act, instance: HeldInstance, item: Item, before: WorkingCalendar) -> dict[str, Any] | None:
    rule, due_at = _whole_rule(item, before), item.due_at
    then, now = computed_again(rule, before), computed_again(rule, act.calendar)
    if then is None or now is None or due_at is None or then.due_at != due_at:
        return None
    kept = still_due(act.calendar, act.now, now.due_at, due_at)
    told = {"changes": rule["changes"]} if "changes" in rule else {}
    item.due_rule = {**now.rule, **told, **({"kept_from_past": True} if kept != now.due_at else {})}
    if kept == due_at:
        return None
    moved = {
        "item_id": item.id,
        "number": item.number,
        "title": item.title,
        "before": due_at.isoformat(),
        "after": kept.isoformat(),
        "provisional": now.rule["provisional"],
        "kept_from_past": kept != now.due_at,
        **_why(then, now),
    }
    told = {name: moved[name] for name in ("off", "worked", "kept_from_past")}
    data = {"item_id": item.id, "calendar": act.calendar.version, **told}
    append_event(instance, "item.due_moved", act.origin, name=item.number or item.title, data=data)
    item.due_at = kept
    text = _sentence(act.calendar, moved)
    act.session.add(
        ItemRecord(
            item_id=item.id,
            kind="due_moved",
            at=act.now,
            actor_id=act.actor_id,
            due_at=kept,
            unit_id=item.lead_unit_id,
            data={"text": text},
        )
    )
    act.session.flush()
    return moved


def _whole_rule(item: Item, calendar: WorkingCalendar) -> Mapping[str, Any]:
    """The rule; one that was written before rules were whole is completed from the item."""
    rule = dict(item.due_rule or {"kind": "none"})
    if rule["kind"] == "date" and item.due_on is not None:
        rule.setdefault("on", item.due_on.isoformat())
    if rule["kind"] == "working_days" and item.dispatched_at is not None:
        rule.setdefault("from", calendar.local_date(item.dispatched_at).isoformat())
        rule.setdefault("from_next_day", True)
    return rule


def _why(then: Ruled, now: Ruled) -> dict[str, Any]:
    """The days that were worked and are off now, and those that were off and are worked now, between start and due."""
    was = {day["date"]: day["reason"] for day in then.rule["skipped"]}
    has = {day["date"]: day["reason"] for day in now.rule["skipped"]}
    last_before, last = then.due_at.date().isoformat(), now.due_at.date().isoformat()
    both = min(last_before, last)
    return {
        "off": [
            {"date": day, "reason": reason} for day, reason in has.items() if day not in was and day <= last_before
        ],
        "worked": [{"date": day, "reason": was[day]} for day in was if day not in has and day <= both],
    }


def _sentence(calendar: WorkingCalendar, moved: Mapping[str, Any]) -> str:
    days = {name: calendar.local_date(datetime.fromisoformat(moved[name])) for name in ("before", "after")}
    parts = [messages.text("calendar.due_moved", **{name: f"{day:%Y-%m-%d}" for name, day in days.items()})]
    for name in ("off", "worked"):
        if moved[name]:
            listed = messages.text("calendar.and").join(_named(day) for day in moved[name])
            parts.append(messages.text(f"calendar.due_moved_{name}", days=listed))
    if moved["kept_from_past"]:
        parts.append(messages.text("calendar.due_kept_from_past"))
    return "".join(parts)


def _named(day: Mapping[str, str]) -> str:
    return messages.text("calendar.day_named", day=day["date"], reason=day["reason"])


def _move_task(
    act: Act,
    instance: HeldInstance,
    item: Item,
    task: HeldTask,
    known: tuple[Deadline, WorkingCalendar, datetime | None],
) -> None:
    """A task whose due date its rule gave in the calendar of before has the one that it gives now."""
    deadline, before, due_before = known
    if deadline.rule == "item-due":
        due_at = item.due_at if task.due_at == due_before else task.due_at
    else:
        due_at = _computed(act, item, task, deadline, before)
    if due_at == task.due_at:
        return
    data = {"task_id": task.id, "calendar": act.calendar.version}
    changed = {
        "before": {"due_at": task.due_at.isoformat() if task.due_at else None},
        "after": {"due_at": due_at.isoformat() if due_at else None},
    }
    append_event(
        instance, "task.due_moved", act.origin, element_id=task.element_id, name=task.name, data=data, **changed
    )
    move_due(act.session, task, due_at)


def _computed(act: Act, item: Item, task: HeldTask, deadline: Deadline, before: WorkingCalendar) -> datetime | None:
    reported = _reported_until(act, item, task, before)
    try:
        then, now = (
            due_instant(deadline, Occasion(task.data, item, reported, task.opened_at, calendar))
            for calendar in (before, act.calendar)
        )
    except DubanError:  # the rule asks for what the task no longer says: its date stays
        return task.due_at
    if then != task.due_at or now is None or then is None:
        return task.due_at
    return still_due(act.calendar, act.now, now, then)


def _reported_until(act: Act, item: Item, task: HeldTask, calendar: WorkingCalendar) -> date | None:
    """The report before the one that the task asks for, as it was known when the task opened."""
    dates = (calendar.local_date(due) for due, _ in reports_of(act.session, item.id, REPORT_STAGE))
    own = calendar.local_date(task.due_at) if task.due_at else None
    return max((day for day in dates if own is None or day < own), default=None)
