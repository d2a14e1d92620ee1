"""Asking the ladder: which step is next at an activity, and when to ask again."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from engine.act import Act
from engine.bpmn.bundle import CompiledBundle, CompiledProcess
from engine.bpmn.source.extensions import LadderUse
from engine.calendar import WorkingCalendar
from engine.commands.supervision.item_course import ItemCourse
from engine.commands.supervision.ladder_facts import Known, facts_at
from engine.domain.decision import DecisionTable
from engine.domain.ladder import Step, ask, next_moment, without_steps
from engine.domain.lights import WATCHED
from engine.store import timers
from engine.store.rows import HeldTask
from engine.store.tasks import open_tasks

LOOK_AHEAD = 130  # working days, about half a year; after that the ladder is asked again in any case


def _openings(now: datetime, calendar: WorkingCalendar) -> Iterator[datetime]:
    moment = now
    while True:
        moment = calendar.next_opening(moment)
        yield moment


def arm_ladders(
    act: Act, process: CompiledProcess, bundle: CompiledBundle, instance_id: int, course: ItemCourse
) -> None:
    """For every open activity with a ladder: one timer row at the next moment the table has something to say.

    A timer that is due already is left alone: it asks the table afresh when it fires, and must not be put off by an
    act that comes between its moment and the worker.
    """
    tasks = open_tasks(act.session, instance_id)
    pending = timers.pending_ladders(act.session, instance_id)
    for task in tasks:
        use, timer = process.element(task.element_id).extensions.ladder, pending.get(task.id)
        if use is None or (timer is not None and timer.due_at <= act.now):
            continue
        found = next_step(act, use, bundle, Known(task, course))
        due_at = found[0] if found else [*_moments(act)][-1]
        timers.arm_ladder(act.session, task, timer, due_at)


def next_step(act: Act, use: LadderUse, bundle: CompiledBundle, known: Known) -> tuple[datetime, Step] | None:
    """The first opening at which the table asks for a step at the activity, if nothing happens until then."""
    table = _standing(bundle.decisions[use.decision], known)
    return next_moment(table, lambda moment: facts_at(known, use, moment, act.calendar), _moments(act))


def _moments(act: Act) -> Iterator[datetime]:
    return islice(_openings(act.now, act.calendar), LOOK_AHEAD)


def _standing(table: DecisionTable, known: Known) -> DecisionTable:
    """A step that a person withdrew at this activity is not asked for again; the higher ones are."""
    return without_steps(table, known.withdrawn)


def ask_now(
    act: Act, process: CompiledProcess, bundle: CompiledBundle, task: HeldTask, course: ItemCourse
) -> Step | None:
    """What the table says of this activity at this moment."""
    use = process.element(task.element_id).extensions.ladder
    if use is None:
        return None
    known = Known(task, course)
    return ask(_standing(bundle.decisions[use.decision], known), facts_at(known, use, act.now, act.calendar))


def payload_of(step: Step, task: HeldTask, **more: Any) -> Mapping[str, Any]:
    """What the escalation carries into the diagram, under the name `ladder`."""
    return {
        "ladder": {
            "code": step.code,
            "stage": task.stage,
            "task_id": task.id,
            "notify": list(step.notify),
            "channels": list(step.channels),
            "template": step.template,
            "answer_days": step.answer_working_days,
            "rectify_days": step.rectify_working_days,
            "rule": step.rule,
            "watched": task.step in WATCHED,
            **more,
        }
    }
