"""Whoever did a task takes it back 撤回, as long as nobody has acted on what follows (decision 0024)."""

from collections.abc import Collection

from engine.act import Act
from engine.bpmn.instances.runner import Runner
from engine.commands.instances.advance import advance, load_runner
from engine.commands.tasks.acting import Held, OnTask, change, hold, record, require_drawn, require_moving
from engine.commands.tasks.add_signers import AFTER
from engine.commands.tasks.doers import doers_of
from engine.commands.tasks.going_back import open_again
from engine.domain.errors import Conflict, NotAllowed, Problem
from engine.notify.tasks import tell_of_task
from engine.people.verbs import may_withdraw
from engine.store.rows import HeldTask
from engine.store.tasks import get_held_task, signers_of
from engine.store.verbs import are_drafted
from engine.store.writing_rows import change_task


def withdraw_task(act: Act, roles: Collection[str], on: OnTask) -> HeldTask:
    """Conflict where it is too late: a task behind it was done or taken up, or something reached outside.

    A task whose completion runs an action has changed records, and is not taken back.
    """
    held = hold(act, roles, on)
    if not may_withdraw(held.me, held.task.completed_by_id):
        raise NotAllowed
    require_drawn(held, "withdraw")
    require_moving(held)
    if held.task.state == "signing":
        return _from_the_signers(held, on.reason.strip())
    if held.task.state != "done" or held.instance.state != "running":
        raise Conflict([Problem("bpmn.cannot_take_back")])
    runner = load_runner(act, held.instance)
    waited = _require_untouched(held, runner)
    step = advance(act, held.instance, lambda: _do(held, runner, on.reason.strip()))
    again = open_again(act, step, held.task.id) if step.fault is None else None
    if again is not None:
        change_task(act.session, again, claimed_by_id=held.me)
    if step.fault is None:
        tell_of_task(held.act, held.instance, held.task, "task_recalled", waited, on.reason.strip())
    return held.task


def _require_untouched(held: Held, runner: Runner) -> set[int]:
    """Answers who had a task behind it, which goes with it."""
    had_effects = runner.process.element(held.task.element_id).extensions.action is not None
    behind = None if had_effects else runner.behind(held.task.id)
    if behind is None:
        raise Conflict([Problem("bpmn.cannot_take_back")])
    session = held.act.session
    if any(one.state == "done" and one.position == AFTER for one in signers_of(session, held.task)):
        raise Conflict([Problem("tasks.taken_up")])
    tasks = [get_held_task(session, task_id) for task_id in behind]
    taken_up = [task for task in tasks if task.claimed_by_id or task.delegated_by_id or task.signers]
    if taken_up or are_drafted(session, behind):
        raise Conflict([Problem("tasks.taken_up")])
    return {person_id for task in tasks for person_id in doers_of(held.act, task)}


def _from_the_signers(held: Held, reason: str) -> HeldTask:
    """What was handed in waits for signers afterwards: none of them has signed yet."""
    afterwards = [one for one in signers_of(held.act.session, held.task) if one.position == AFTER]
    if any(one.state == "done" or one.claimed_by_id for one in afterwards):
        raise Conflict([Problem("tasks.taken_up")])
    for one in afterwards:
        if one.state == "open":
            change_task(held.act.session, one, state="planned", version=one.version + 1)
    signers = {person_id for one in afterwards if one.state == "planned" for person_id in doers_of(held.act, one)}
    change(held, state="open", completed_at=None, completed_by_id=None)
    record(held, "task.recalled", {"reason": reason}, before={"state": "signing"}, after={"state": "open"})
    tell_of_task(held.act, held.instance, held.task, "task_recalled", signers, reason)
    return held.task


def _do(held: Held, runner: Runner, reason: str) -> Runner:
    change(held, state="recalled")
    record(held, "task.recalled", {"reason": reason}, before={"state": "done"}, after={"state": "recalled"})
    runner.take_back(held.task.id)
    return runner
