"""The one way an instance moves: load, do, run its actions, write the step. A fault changes nothing else."""

from collections.abc import Callable, Mapping
from typing import Any

from engine.act import Act
from engine.actions import ACTIONS, Call
from engine.bpmn.runner import Runner
from engine.commands.instances.write_step import write_step
from engine.domain.errors import DubanError, NotFound, Problem
from engine.domain.step import ActionCall, Fault, Step
from engine.store import DatabaseRefused
from engine.store.definitions import get_definition
from engine.store.events import append_event
from engine.store.instances import add_instance, lock_instance, read_parts, subject_of, waiting_for
from engine.store.models import Instance, Item, Matter

MAX_ACTIONS = 1_000


def load_runner(act: Act, instance: Instance) -> Runner:
    bundle = act.house.bundles.get(act.session, instance.digest)
    return Runner.load(bundle, instance.key, read_parts(act.session, instance.id), now=act.now)


def advance(act: Act, instance: Instance, do: Callable[[], Runner]) -> Step:
    """Let `do` act on the locked instance and write what comes of it; a fault leaves an incident and nothing else."""
    savepoint = act.session.begin_nested()
    runner = do()
    _run_actions(act, instance, runner)
    step = runner.step()
    if step.fault:
        savepoint.rollback()
        raise_incident(act, instance, step.fault)
        return step
    write_step(act, instance, runner, step)
    savepoint.commit()
    for thrown in step.thrown:
        if thrown.kind == "message":
            deliver(act, thrown.name, None, thrown.payload)
        elif thrown.kind == "signal":
            broadcast(act, thrown.name, thrown.payload)
    return step


def raise_incident(act: Act, instance: Instance, fault: Fault) -> None:
    """The instance waits for an operator; its tasks stay as they were."""
    instance.state = "incident"
    instance.incident = {"element_id": fault.element_id, "code": fault.code, "message": fault.message}
    append_event(
        act.session,
        instance,
        "incident.raised",
        at=act.now,
        actor_id=act.actor_id,
        element_id=fault.element_id,
        data={"code": fault.code, "message": fault.message},
    )


def _run_actions(act: Act, instance: Instance, runner: Runner) -> None:
    for _ in range(MAX_ACTIONS):
        pending = runner.next_action()
        if pending is None:
            return
        try:
            result = ACTIONS[pending.name](make_call(act, instance, pending))
        except (DubanError, DatabaseRefused, KeyError, TypeError, ValueError, ArithmeticError) as error:
            message = error.message() if isinstance(error, DubanError) else repr(error)
            runner.record_fault(pending.element_id, "action.failed", message)
            return
        runner.finish_action(pending, result)
    problem = Problem("bpmn.too_many_actions", {"limit": MAX_ACTIONS})
    runner.record_fault("-", problem.code, problem.message())


def make_call(act: Act, instance: Instance, pending: ActionCall, **of_task: Any) -> Call:
    return Call(
        act=act,
        instance=instance,
        subject=subject_of(act.session, instance.id),
        element_id=pending.element_id,
        parameters=pending.parameters,
        data=pending.data,
        start_item=lambda item: _start_item(act, pending.parameters.get("process", "supervision-item"), item),
        send=lambda name, business_key, payload: _send(act, name, business_key, payload),
        **of_task,
    )


def _start_item(act: Act, key: str, item: Item) -> None:
    start_instance(act, key, business_key=item.number, variables={"item_number": item.number}, subject=item)


def _send(act: Act, name: str, business_key: str, payload: Mapping[str, Any]) -> None:
    deliver(act, name, business_key, payload)


def start_instance(
    act: Act,
    key: str,
    *,
    version: int | None = None,
    business_key: str | None = None,
    variables: Mapping[str, Any] | None = None,
    subject: Item | Matter | None = None,
) -> Instance:
    """Start the latest (or the named) version of a process; `subject` is the record it carries through."""
    definition = get_definition(act.session, key, version)
    if not definition.executable:
        raise NotFound
    instance = add_instance(
        act.session,
        key=key,
        version=definition.version,
        digest=definition.digest,
        business_key=business_key,
        now=act.now,
    )
    instance.variables = dict(variables or {})
    if subject is not None:
        subject.instance_id = instance.id
    append_event(
        act.session,
        instance,
        "instance.started",
        at=act.now,
        actor_id=act.actor_id,
        data={"key": key, "version": definition.version, "business_key": business_key},
    )
    act.session.flush()
    run_start(act, instance)
    return instance


def run_start(act: Act, instance: Instance) -> None:
    """Run a new instance from its start event; also the retry of one that failed there."""
    bundle = act.house.bundles.get(act.session, instance.digest)
    variables = dict(instance.variables)
    advance(act, instance, lambda: Runner.start(bundle, instance.key, now=act.now, variables=variables))


def deliver(act: Act, name: str, business_key: str | None, payload: Mapping[str, Any]) -> list[int]:
    """Hand a message to the one instance that waits for it; answers its id, or nothing where nobody waits."""
    for subscription in waiting_for(act.session, "message", name):
        other = lock_instance(act.session, subscription.instance_id)
        if business_key is not None and other.business_key != business_key:
            continue
        task_id = subscription.task_id
        hand_over(act, other, task_id, name, payload)
        return [other.id]
    return []


def hand_over(act: Act, instance: Instance, task_id: str, name: str, payload: Mapping[str, Any]) -> None:
    def do() -> Runner:
        runner = load_runner(act, instance)
        runner.deliver(task_id, name, payload)
        return runner

    append_event(act.session, instance, "message.received", at=act.now, actor_id=act.actor_id, name=name)
    advance(act, instance, do)


def broadcast(act: Act, name: str, payload: Mapping[str, Any]) -> list[int]:
    """Hand a signal to every instance that waits for it."""
    reached = []
    for subscription in waiting_for(act.session, "signal", name):
        instance = lock_instance(act.session, subscription.instance_id)
        hand_over(act, instance, subscription.task_id, name, payload)
        reached.append(instance.id)
    return reached
