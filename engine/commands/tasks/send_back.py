"""Somebody returns a task 退回: to the previous one, to any that its token has passed, or to the first."""

from collections.abc import Collection, Sequence

from engine.act import Act
from engine.bpmn.instances.runner import Runner
from engine.commands.instances.advance import advance, load_runner
from engine.commands.tasks.acting import (
    Held,
    OnTask,
    change,
    hold_mine,
    reason_of,
    record,
    require_drawn,
    require_main,
    require_no_delegation,
)
from engine.commands.tasks.doers import doers_of
from engine.commands.tasks.going_back import open_again
from engine.domain.errors import Invalid, Problem
from engine.domain.step import Earlier
from engine.notify.tasks import tell_of_task
from engine.store.rows import HeldTask

PREVIOUS, FIRST = "previous", "first"


def return_task(act: Act, roles: Collection[str], on: OnTask, to: str) -> HeldTask:
    """`to` is the id of a task that was done, "previous" or "first"; Invalid where its token has not passed it.

    All that came of the earlier task is cancelled with it (decision 0024); it is opened again for who did it.
    """
    held = hold_mine(act, roles, on)
    require_drawn(held, "return")
    require_main(held)
    require_no_delegation(held)
    reason = reason_of(on)
    runner = load_runner(act, held.instance)
    target = _target(runner.earlier(held.task.id), to)
    step = advance(act, held.instance, lambda: _do(held, runner, target, reason))
    if step.fault is None:
        again = open_again(act, step, target.task_id)
        if again is not None:
            tell_of_task(held.act, held.instance, again, "task_returned", doers_of(act, again), reason)
    return held.task


def _target(earlier: Sequence[Earlier], to: str) -> Earlier:
    if not earlier:
        raise Invalid([Problem("tasks.nothing_before", field="/to")])
    if to == PREVIOUS:
        return earlier[0]
    if to == FIRST:
        return earlier[-1]
    for one in earlier:
        if one.task_id == to:
            return one
    raise Invalid([Problem("bpmn.not_passed", field="/to")])


def _do(held: Held, runner: Runner, target: Earlier, reason: str) -> Runner:
    change(
        held,
        state="returned",
        completed_at=held.act.now,
        completed_by_id=held.me,
        submitted={"variables": {}, "comment": reason, "candidates": sorted(held.doers)},
    )
    to = {"element": target.element_id, "name": target.name, "task": target.task_id}
    record(held, "task.returned", {"reason": reason, "to": to}, before={"state": "open"}, after={"state": "returned"})
    runner.send_back(held.task.id, target.task_id)
    return runner
