"""Writing a step: state, tasks with their people and due dates, timers, subscriptions, events, lights. One place."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine.act import Act
from engine.bpmn.runner import Runner
from engine.commands.deadlines import Occasion, due_instant
from engine.commands.supervision.ladder import REPORT_STAGE, WATCHED, arm_ladders, known_of
from engine.domain.lights import WARNING_WORKING_DAYS
from engine.domain.step import Opened, Step
from engine.people.assignment import Posts, posts
from engine.store import timers
from engine.store.events import append_event
from engine.store.instances import replace_subscriptions, subject_of, write_parts
from engine.store.items import first_step_at
from engine.store.models import Instance, Item, Matter, Task, Unit
from engine.store.people import handling_post, substitutes_of
from engine.store.tasks import lock_task, open_tasks, set_candidates

ENDED = ("completed", "failed")


def write_step(act: Act, instance: Instance, runner: Runner, step: Step) -> None:
    """Everything that the step brought about, in the act's transaction."""
    subject = subject_of(act.session, instance.id)
    _write_instance(act, instance, step)
    _write_history(act, instance, step)
    _close_tasks(act, step)
    for opened in step.opened:
        _open_task(act, instance, runner, opened, subject)
    _write_timers(act, instance, step)
    replace_subscriptions(
        act.session,
        instance.id,
        [{"task_id": w.task_id, "name": w.name, "kind": w.kind, "element_id": w.element_id} for w in step.waiting],
    )
    act.session.flush()
    if isinstance(subject, Item) and instance.state == "running":
        arm_ladders(act, runner.process, runner.bundle, instance.id, subject)
        _set_lights(act, instance, subject)


def _write_instance(act: Act, instance: Instance, step: Step) -> None:
    write_parts(act.session, instance.id, step.parts)
    instance.revision += 1
    instance.state = step.state
    instance.incident = None
    instance.variables = dict(step.variables)
    instance.active = list(step.active)
    if step.state in ENDED:
        instance.ended_at = act.now


def _write_history(act: Act, instance: Instance, step: Step) -> None:
    for passed in step.passed:
        append_event(
            act.session,
            instance,
            "element.completed",
            at=act.now,
            actor_id=act.actor_id,
            element_id=passed.element_id,
            name=passed.name,
            data={"type": passed.element_type},
        )
    if step.state in ENDED:
        append_event(act.session, instance, f"instance.{step.state}", at=act.now, actor_id=act.actor_id)


def _close_tasks(act: Act, step: Step) -> None:
    for closed in step.closed:
        task = lock_task(act.session, closed.task_id)
        if task.state == "open":
            task.state = "done" if closed.done else "withdrawn"
            task.completed_at = act.now
            task.version += 1
        timers.cancel(act.session, task.instance_id, task.id)
        set_candidates(act.session, task.id, ())


def _open_task(act: Act, instance: Instance, runner: Runner, opened: Opened, subject: Item | Matter | None) -> None:
    element = runner.process.element(opened.element_id)
    use = element.extensions
    item = subject if isinstance(subject, Item) else None
    task = Task(
        id=opened.task_id,
        instance_id=instance.id,
        item_id=item.id if item else None,
        matter_id=subject.id if isinstance(subject, Matter) else item.matter_id if item else None,
        key=instance.key,
        element_id=opened.element_id,
        name=opened.name,
        state="open",
        opened_at=act.now,
        groups=list(use.groups) or ([element.lane] if element.lane else []),
        data=dict(opened.data),
        stage=use.ladder.stage if use.ladder else None,
        step="none",
        times_urged=0,
        urges_answered=0,
        version=1,
    )
    reported_until = known_of(act, task, item).reported_until if item else None
    occasion = Occasion(opened.data, item, reported_until, act.now, act.house.calendar)
    task.due_at = due_instant(use.deadline, occasion)
    act.session.add(task)
    act.session.flush()
    if use.assignment:
        set_candidates(act.session, task.id, _assigned(act, use.assignment, subject, opened.data))
    data = {"due_at": task.due_at.isoformat() if task.due_at else None}
    append_event(
        act.session, instance, "task.opened", at=act.now, element_id=opened.element_id, name=opened.name, data=data
    )


def _assigned(act: Act, rule: str, subject: Item | Matter | None, data: Mapping[str, Any]) -> set[int]:
    """The people a rule means, and the B holders of their posts."""
    holders = _co_holders(act, data) if rule == "co_handler" else set(posts_of(act, subject).holders(rule))
    return holders | substitutes_of(act.session, holders)


def _co_holders(act: Act, data: Mapping[str, Any]) -> set[int]:
    """The A holder of the handling post of the co-organising unit that this instance of the task is for."""
    unit_id = data.get("co_unit")
    post = handling_post(act.session, unit_id) if isinstance(unit_id, int) else None
    return {post.a_id} if post else set()


def posts_of(act: Act, subject: Item | Matter | None) -> Posts:
    if isinstance(subject, Item):
        unit = act.session.get(Unit, subject.lead_unit_id) if subject.lead_unit_id else None
        return posts(
            handler=subject.handler_id,
            substitute=subject.substitute_id,
            unit_head=unit.head_id if unit else None,
            officer=subject.officer_id,
            leader=subject.leader_id,
            initiator=subject.officer_id,
        )
    officer = subject.officer_id if isinstance(subject, Matter) else act.actor_id
    return posts(officer=officer, initiator=officer)


def _write_timers(act: Act, instance: Instance, step: Step) -> None:
    for task_id in step.disarmed:
        timers.cancel(act.session, instance.id, task_id)
    for armed in step.armed:
        timers.arm(
            act.session,
            instance_id=instance.id,
            task_id=armed.task_id,
            element_id=armed.element_id,
            kind="event",
            due_at=armed.due_at,
        )
    if step.state in ENDED:
        timers.cancel_all(act.session, instance.id)
    else:
        timers.take_up_again(act.session, instance.id)  # set aside during an incident that this step has mended


def _set_lights(act: Act, instance: Instance, item: Item) -> None:
    """Red from the due date; yellow from the warning threshold, from a late report, or while the item is watched."""
    item.red_at = item.due_at
    moments = [m for m in (_warning(act, item), _late_report(act, instance), _watched_at(act, item)) if m is not None]
    item.yellow_at = min(moments, default=None)


def _warning(act: Act, item: Item) -> datetime | None:
    if item.due_at is None:
        return None
    calendar = act.house.calendar
    due_on = calendar.local_date(item.due_at)
    return calendar.opening(calendar.add_working_days(due_on, -WARNING_WORKING_DAYS).due_on)


def _late_report(act: Act, instance: Instance) -> datetime | None:
    reports = [
        task.due_at for task in open_tasks(act.session, instance.id) if task.stage == REPORT_STAGE and task.due_at
    ]
    return min(reports, default=None)


def _watched_at(act: Act, item: Item) -> datetime | None:
    if item.step in ("none", "urge"):
        return None
    return first_step_at(act.session, item.id, WATCHED)
