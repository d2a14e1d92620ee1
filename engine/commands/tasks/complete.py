"""A person completes a user task: load – allow – validate – advance – record."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from engine.act import Act
from engine.actions import ACTIONS, ENGINE_NAMES
from engine.bpmn.runner import Runner
from engine.commands.instances.advance import advance, load_runner, make_call
from engine.commands.tasks.doers import concerned_by, doers_of, work_of
from engine.domain.errors import AlreadyDone, Conflict, Invalid, NotAllowed, NotFound, Problem
from engine.domain.step import ActionCall
from engine.forms import problems_of_data, validate_submission
from engine.people.policy import may_complete, may_see_task
from engine.store import DatabaseRefused
from engine.store.events import append_event
from engine.store.rows import HeldInstance, HeldTask
from engine.store.runtime import lock_instance_of
from engine.store.tasks import candidates_of, submitted_of
from engine.store.writing_rows import change_task


@dataclass(frozen=True)
class Completion:
    """What a person hands in; `expected_version` is the task version they saw."""

    task_id: str
    variables: Mapping[str, Any]
    comment: str | None = None
    expected_version: int | None = None


def complete_task(act: Act, roles: Collection[str], completion: Completion) -> tuple[HeldTask, HeldInstance]:
    """Complete the task; AlreadyDone or Conflict for the one who comes second, Invalid with the form's problems."""
    instance, task = lock_instance_of(act.session, completion.task_id)
    _allow(act, roles, instance, task, completion.expected_version)
    if instance.state == "suspended":
        raise Conflict([Problem("tasks.suspended")])
    act = _in_its_name(act, task)
    runner = load_runner(act, instance, task.scope)
    _validate(runner, task, instance, completion.variables)
    acts = runner.process.element(task.element_id).extensions.action is not None
    advance(act, instance, lambda: _do(act, instance, runner, task, completion), writes=acts)
    return task, instance


def _allow(
    act: Act, roles: Collection[str], instance: HeldInstance, task: HeldTask, expected_version: int | None
) -> None:
    if act.actor_id is None:
        raise NotFound
    if task.state != "open":
        own = task.completed_by_id == act.actor_id or _was_concerned(act, task, act.actor_id)
        sees = own or may_see_task(act.actor_id, roles, (), confidential=instance.confidential)
        raise AlreadyDone if sees else NotFound
    if not may_complete(act.actor_id, roles, doers_of(act, task), confidential=instance.confidential):
        if act.actor_id not in concerned_by(act, task):
            raise NotFound
        is_away = not act.situation.is_present(act.actor_id, work_of(act, task))
        raise NotAllowed([Problem("tasks.you_are_away" if is_away else "tasks.not_your_turn")])
    if expected_version is not None and expected_version != task.version:
        raise Conflict


def _in_its_name(act: Act, task: HeldTask) -> Act:
    """The task is what led to all that follows; who stands in acts for whom the task belongs to."""
    post, behalf_of_id = None, None
    if act.actor_id is not None:
        principals = candidates_of(act.session, task.id)
        post, behalf_of_id = act.situation.on_behalf_of(act.actor_id, principals, work_of(act, task))
    return replace(act, behalf_of_id=behalf_of_id, post=post or act.post).because("task", id=task.id)


def _was_concerned(act: Act, task: HeldTask, person_id: int) -> bool:
    """Whom the task concerned when it was completed is told so, not that it never was."""
    return person_id in submitted_of(act.session, task.id).get("candidates", [])


def _validate(runner: Runner, task: HeldTask, instance: HeldInstance, variables: Mapping[str, Any]) -> None:
    key = runner.process.element(task.element_id).extensions.form
    if key:
        problems = validate_submission(runner.bundle.forms[key], variables, reserved=ENGINE_NAMES)
    else:
        problems = _undeclared(instance, variables)
    if problems:
        raise Invalid(problems)


def _undeclared(instance: HeldInstance, variables: Mapping[str, Any]) -> list[Problem]:
    """A task without a form takes nothing, unless the bundle was deployed with open variables."""
    if instance.takes_undeclared:
        return problems_of_data(variables, ENGINE_NAMES)
    return [Problem("tasks.undeclared", {"name": name}, field=f"/{name}") for name in variables]


def _do(act: Act, instance: HeldInstance, runner: Runner, task: HeldTask, completion: Completion) -> Runner:
    _record(act, instance, task, completion)
    use = runner.process.element(task.element_id).extensions.action
    result: Mapping[str, Any] = {}
    if use:
        call = ActionCall(task.id, task.element_id, use.name, use.parameters, runner.task_data(task.id))
        try:
            result = ACTIONS[use.name](make_call(act, instance, call, task=task, submitted=completion.variables))
        except (DatabaseRefused, KeyError, TypeError, ValueError, ArithmeticError) as error:
            runner.record_fault(task.element_id, "action.failed", repr(error))
            return runner
    runner.complete(task.id, {**completion.variables, **result})
    return runner


def _record(act: Act, instance: HeldInstance, task: HeldTask, completion: Completion) -> None:
    """What was handed in stays with the task, typed by its form; the act is one event."""
    candidates = sorted(concerned_by(act, task))
    change_task(
        act.session,
        task,
        state="done",
        completed_at=act.now,
        completed_by_id=act.actor_id,
        version=task.version + 1,
        submitted={
            "variables": dict(completion.variables),
            "comment": completion.comment,
            "candidates": candidates,
        },
    )
    append_event(
        instance,
        "task.completed",
        act.origin,
        element_id=task.element_id,
        name=task.name,
        data={"variables": dict(completion.variables), "comment": completion.comment},
    )
