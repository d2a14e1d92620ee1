"""A person completes a user task: load – allow – validate – advance – record."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from engine.act import Act
from engine.actions import ACTIONS, ENGINE_NAMES
from engine.bpmn.instances.runner import Runner
from engine.commands.instances.advance import advance, load_runner, make_call
from engine.commands.tasks.doers import concerned_by, doers_of, in_its_name, not_now
from engine.domain.errors import AlreadyDone, Conflict, Invalid, NotFound, Problem
from engine.domain.step import ActionCall
from engine.forms import problems_of_data, validate_submission
from engine.notify.tasks import tell_of_task
from engine.people.policy import may_complete, may_see_task
from engine.people.verbs import may_work_on
from engine.store import DatabaseRefused
from engine.store.events import append_event
from engine.store.rows import HeldInstance, HeldTask
from engine.store.runtime import lock_instance_of
from engine.store.tasks import signers_of, submitted_of
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
    act = in_its_name(act, task)
    afterwards = require_signed(act, task)
    runner = load_runner(act, instance, task.scope)
    _validate(runner, task, instance, completion.variables)
    if afterwards:
        _hand_in(act, instance, runner, task, completion, afterwards)
    else:
        carry_out(act, instance, runner, task, completion)
    return task, instance


def carry_out(act: Act, instance: HeldInstance, runner: Runner, task: HeldTask, completion: Completion) -> None:
    """What was handed in takes effect: the task's action runs, and the instance moves on."""
    acts = runner.process.element(task.element_id).extensions.action is not None
    advance(act, instance, lambda: _do(act, instance, runner, task, completion), writes=acts)


def require_signed(act: Act, task: HeldTask) -> list[HeldTask]:
    """The signers whose turn comes afterwards; Conflict while one before or beside it has not signed."""
    if task.main_id is not None:
        raise Conflict([Problem("tasks.only_a_signer")])
    if task.delegated_by_id is not None:
        raise Conflict([Problem("tasks.delegated")])
    signers = signers_of(act.session, task)
    if any(signer.state == "open" for signer in signers):
        raise Conflict([Problem("tasks.signers_open")])
    return [signer for signer in signers if signer.state == "planned"]


def _hand_in(
    act: Act,
    instance: HeldInstance,
    runner: Runner,
    task: HeldTask,
    completion: Completion,
    afterwards: Collection[HeldTask],
) -> None:
    """The signers afterwards have their turn; when the last has agreed it takes effect."""
    _keep(act, task, completion, "signing")
    for signer in afterwards:
        change_task(act.session, signer, state="open", opened_at=act.now, version=signer.version + 1)
    told = replace(completion, variables=_told(completion, _private_fields(runner, task)))
    _append(act, instance, task, told, "task.handed_in")
    for signer in afterwards:
        tell_of_task(act, instance, signer, "task_signer", doers_of(act, signer), completion.comment or "")


def _allow(
    act: Act, roles: Collection[str], instance: HeldInstance, task: HeldTask, expected_version: int | None
) -> None:
    if act.actor_id is None:
        raise NotFound
    if task.state != "open":
        own = task.completed_by_id == act.actor_id or _was_concerned(act, task, act.actor_id)
        sees = own or may_see_task(act.actor_id, roles, (), confidential=instance.confidential)
        raise AlreadyDone if sees else NotFound
    doers = doers_of(act, task)
    if not may_complete(act.actor_id, roles, doers, confidential=instance.confidential):
        if act.actor_id not in concerned_by(act, task):
            raise NotFound
        raise not_now(act, task)
    if not may_work_on(act.actor_id, roles, doers, task.claimed_by_id, confidential=instance.confidential):
        raise Conflict([Problem("tasks.claimed")])
    if expected_version is not None and expected_version != task.version:
        raise Conflict


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
    private = _private_fields(runner, task)
    _record(act, instance, task, completion, private)
    use = runner.process.element(task.element_id).extensions.action
    result: Mapping[str, Any] = {}
    if use:
        call = ActionCall(task.id, task.element_id, use.name, use.parameters, runner.task_data(task.id))
        try:
            result = ACTIONS[use.name](make_call(act, instance, call, task=task, submitted=completion.variables))
        except (DatabaseRefused, KeyError, TypeError, ValueError, ArithmeticError) as error:
            runner.record_fault(task.element_id, "action.failed", repr(error))
            return runner
    runner.complete(task.id, {**_told(completion, private), **result})
    return runner


def _private_fields(runner: Runner, task: HeldTask) -> frozenset[str]:
    """What only the task's action may have of what is handed in."""
    form = runner.bundle.forms.get(runner.process.element(task.element_id).extensions.form or "")
    return frozenset(form.private if form else ())


def _told(completion: Completion, private: Collection[str]) -> dict[str, Any]:
    return {name: value for name, value in completion.variables.items() if name not in private}


def _record(act: Act, instance: HeldInstance, task: HeldTask, completion: Completion, private: Collection[str]) -> None:
    """What was handed in stays with the task, typed by its form; the act is one event."""
    told = replace(completion, variables=_told(completion, private))
    _keep(act, task, told, "done")
    _append(act, instance, task, told, "task.completed")


def _keep(act: Act, task: HeldTask, completion: Completion, state: str) -> None:
    candidates = sorted(concerned_by(act, task))
    change_task(
        act.session,
        task,
        state=state,
        completed_at=act.now,
        completed_by_id=task.completed_by_id or act.actor_id,  # whoever handed it in before the signers
        version=task.version + 1,
        submitted={
            "variables": dict(completion.variables),
            "comment": completion.comment,
            "candidates": candidates,
        },
    )


def _append(act: Act, instance: HeldInstance, task: HeldTask, completion: Completion, type_: str) -> None:
    append_event(
        instance,
        type_,
        act.origin,
        element_id=task.element_id,
        name=task.name,
        data={"variables": dict(completion.variables), "comment": completion.comment},
    )
