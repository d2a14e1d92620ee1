"""A step of the ladder is taken at an activity: by the table's answer or by a person's hand, the same way."""

from collections.abc import Iterable, Mapping
from typing import Any

from engine.act import Act
from engine.bpmn.instances.runner import Runner
from engine.commands.instances.advance import advance, load_runner
from engine.domain.errors import Problem
from engine.domain.ladder import RANK, raise_step
from engine.store.events import append_event
from engine.store.rows import HeldInstance, HeldTask
from engine.store.writing_rows import change_task


def take_step(
    act: Act,
    instance: HeldInstance,
    task: HeldTask,
    code: str,
    payload: Mapping[str, Any],
    also: Iterable[HeldTask] = (),
) -> None:
    """Raise the escalation at the activity; one that nobody catches is an incident, never silence.

    `also` are open tasks that may catch it first, each for itself.
    """

    def do() -> Runner:
        runner = load_runner(act, instance, task.scope)
        _note(act, instance, task, code, payload)
        for other in also:
            runner.escalate(other.id, code, payload)
        if runner.escalate(task.id, code, payload) is None:
            problem = Problem("bpmn.step_uncaught", {"step": code})
            runner.record_fault(task.element_id, problem.code, problem.message())
        return runner

    advance(act, instance, do)


def _note(act: Act, instance: HeldInstance, task: HeldTask, code: str, payload: Mapping[str, Any]) -> None:
    if code in RANK:
        change_task(act.session, task, step=raise_step(task.step, code), step_at=act.now)
    if code == "urge":
        change_task(act.session, task, times_urged=task.times_urged + 1)
    append_event(
        instance,
        f"ladder.{code}",
        act.origin,
        element_id=task.element_id,
        name=task.name,
        data={"rule": payload["ladder"]["rule"], "reason": payload["ladder"].get("reason")},
    )
