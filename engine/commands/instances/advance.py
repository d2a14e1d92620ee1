"""The one way an instance moves: load, do, run its actions, write the step. A fault changes nothing else."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from engine.act import Act
from engine.actions import ACTIONS, Call
from engine.bpmn.instances.runner import Runner
from engine.commands.instances.write_step import write_step
from engine.domain.errors import DubanError, Invalid, NotFound, Problem
from engine.domain.step import ActionCall, EventKind, Fault, StartedBy, Step, Stored, Thrown
from engine.store import DatabaseRefused
from engine.store.definitions import get_definition, latest_definitions
from engine.store.events import append_event
from engine.store.instances import add_instance, subject_of, waiting_for
from engine.store.models import Definition, Item, Matter
from engine.store.rows import HeldInstance
from engine.store.runtime import lock_instance, read_again, runtime_of
from engine.store.state_rows import read_parts, read_roots
from engine.store.writing_rows import flush_runtime

MAX_ACTIONS = 1_000
MOST_STARTED = 100  # instances that one act may start by messages and signals
EVERYTHING = "*"


def load_runner(act: Act, instance: HeldInstance, scope: str = EVERYTHING) -> Runner:
    """The instance, live: as this act left it, as the last one did, or from what is stored.

    `scope` names the sub-processes that will move; others are loaded when somebody asks for them.
    """
    runtime = runtime_of(act.session)
    kept = runtime.runners.pop(instance.id, None)
    runner: Runner | None = kept[1] if kept and kept[0] == instance.revision else None
    if runner is None:
        runner = act.house.live.take(instance.id, instance.revision)
    fetch = _fetching(act, instance)
    if runner is not None:
        runner.begin(act.now, fetch)
        return runner
    bundle = act.house.bundles.get(act.session, instance.digest)
    if scope == EVERYTHING:
        return Runner.load(bundle, instance.key, read_parts(act.session, instance.id), now=act.now)
    stored = runtime.read_ahead.pop((instance.id, scope, instance.revision), None)
    if stored is None:
        stored = read_parts(act.session, instance.id, ["", *filter(None, scope.split("/"))])
    return Runner.load(bundle, instance.key, stored, now=act.now, fetch=fetch)


def read_ahead(act: Act, wanted: Iterable[tuple[HeldInstance, str]]) -> None:
    """Read what a batch will need in one round trip: the processes of instances that are not live."""
    cold = {one.id: one for one, scope in wanted if scope == "" and not act.house.live.has(one.id, one.revision)}
    for instance_id, stored in read_roots(act.session, list(cold)).items():
        key = (instance_id, "", cold[instance_id].revision)
        runtime_of(act.session).read_ahead[key] = stored


def _fetching(act: Act, instance: HeldInstance) -> Callable[[str | None], Stored]:
    def fetch(holder: str | None) -> Stored:
        stored = read_parts(act.session, instance.id, None if holder is None else [holder])
        return Stored({key: body for key, body in stored.parts.items() if key}, stored.values)

    return fetch


def advance(act: Act, instance: HeldInstance, do: Callable[[], Runner], *, writes: bool = False) -> Step:
    """Let `do` act on the locked instance and write what comes of it; a fault leaves an incident and nothing else.

    `writes` says that `do` itself changes business records, so that there is something to undo from the beginning.
    """
    flush_runtime(act.session)
    act.house.calendars.get(act.session)  # what runs now counts in the calendar that holds now
    attempt = _Attempt(act)
    if writes:
        attempt.begin_writing()
    runner = do()
    _run_actions(act, instance, runner, attempt)
    step = runner.step()
    if step.fault:
        attempt.undo()
        raise_incident(act, instance, step.fault)
        return step
    write_step(act, instance, runner, step)
    attempt.keep()
    for thrown in step.thrown:
        _pass_on(act, instance, thrown)
    return step


def _pass_on(act: Act, instance: HeldInstance, thrown: Thrown) -> None:
    """What left the instance: a message to one other that waits or that it starts, a signal to all of them."""
    caused = act.because(thrown.kind, name=thrown.name, instance=instance.id)
    if thrown.kind == "message":
        received = deliver(caused, thrown.name, None, thrown.payload, beside=instance.id) or start_by(
            caused, "message", thrown.name, thrown.payload
        )
        if not received:
            append_event(instance, "message.unreceived", act.origin, name=thrown.name)
    elif thrown.kind == "signal":
        broadcast(caused, thrown.name, thrown.payload, beside=instance.id)


class _Attempt:
    """What can be undone without undoing the act: a savepoint, set only where an action is about to write."""

    def __init__(self, act: Act) -> None:
        self._act = act
        self._savepoint: Any = None

    def begin_writing(self) -> None:
        if self._savepoint is None:
            self._savepoint = self._act.session.begin_nested()

    def keep(self) -> None:
        if self._savepoint is not None:
            self._savepoint.commit()

    def undo(self) -> None:
        if self._savepoint is not None:
            self._savepoint.rollback()
        read_again(self._act.session)


def raise_incident(act: Act, instance: HeldInstance, fault: Fault) -> None:
    """The instance waits for an operator; its tasks stay as they were."""
    instance.state = "incident"
    instance.incident = {"element_id": fault.element_id, "code": fault.code, "message": fault.message}
    instance.changes.is_incident_changed = True
    append_event(
        instance,
        "incident.raised",
        act.origin,
        element_id=fault.element_id,
        data={"code": fault.code, "message": fault.message},
    )


def _run_actions(act: Act, instance: HeldInstance, runner: Runner, attempt: _Attempt) -> None:
    for _ in range(MAX_ACTIONS):
        pending = runner.next_action()
        if pending is None:
            return
        attempt.begin_writing()
        try:
            result = ACTIONS[pending.name](make_call(act, instance, pending))
        except (DubanError, DatabaseRefused, KeyError, TypeError, ValueError, ArithmeticError) as error:
            runner.record_fault(pending.element_id, "action.failed", _said(error))
            return
        runner.finish_action(pending, result)
    problem = Problem("bpmn.too_many_actions", {"limit": MAX_ACTIONS})
    runner.record_fault("-", problem.code, problem.message())


def _said(error: Exception) -> str:
    """What an operator reads: all that an action found wrong."""
    if not isinstance(error, DubanError):
        return repr(error)
    return "；".join(problem.message() for problem in error.problems) or error.message()


def make_call(act: Act, instance: HeldInstance, pending: ActionCall, **of_task: Any) -> Call:
    return Call(
        act=act,
        instance=instance,
        subject=subject_of(act.session, instance),
        element_id=pending.element_id,
        parameters=pending.parameters,
        data=pending.data,
        start_item=lambda item: _start_item(
            act.because("instance", instance=instance.id), pending.parameters.get("process", "supervision-item"), item
        ),
        send=lambda name, business_key, payload: _send(
            act.because("message", name=name, instance=instance.id), name, business_key, payload
        ),
        start=lambda key, business_key, variables, matter, message: (
            start_instance(
                act.because("instance", instance=instance.id),
                key,
                business_key=business_key,
                variables=variables,
                subject=matter,
                event=StartedBy("message", message) if message else None,
            ).id
        ),
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
    event: StartedBy | None = None,
) -> HeldInstance:
    """Start the latest (or the named) version of a process; `subject` is the record it carries through.

    `event` is what starts it: a message or signal, whose payload are the variables, or a timer.
    """
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
        variables=variables or {},
        subject=subject,
        initiator_id=act.actor_id,
    )
    append_event(
        instance,
        "instance.started",
        act.origin,
        data={"key": key, "version": definition.version, "business_key": business_key, **_cause(event)},
    )
    run_start(act, instance, variables or {}, event)
    return instance


def _cause(event: StartedBy | None) -> dict[str, Any]:
    """What the record says of the event that started an instance; nothing of one that a person started."""
    if event is None:
        return {}
    cause: dict[str, Any] = {"kind": event.kind, "name": event.name}
    if event.due_at is not None:
        cause |= {"due_at": event.due_at.isoformat(), "missed": event.missed}
    return {"started_by": cause}


def run_start(act: Act, instance: HeldInstance, variables: Mapping[str, Any], event: StartedBy | None = None) -> None:
    """Run a new instance from its start event; also the retry of one that failed there."""
    bundle = act.house.bundles.get(act.session, instance.digest)
    advance(act, instance, lambda: Runner.start(bundle, instance.key, now=act.now, variables=variables, event=event))


def start_by(
    act: Act, kind: EventKind, name: str, payload: Mapping[str, Any], business_key: str | None = None
) -> list[int]:
    """Start the processes whose start event waits for it: the first for a message, all for a signal."""
    runtime = runtime_of(act.session)
    started: list[int] = []
    for definition in latest_definitions(act.session):
        if not definition.executable or (kind, name) not in _start_events(act, definition):
            continue
        runtime.started_by_events += 1
        if runtime.started_by_events > MOST_STARTED:
            raise Invalid([Problem("bpmn.starts_without_end", {"limit": MOST_STARTED, "name": name})])
        event = StartedBy(kind, name)
        started.append(
            start_instance(act, definition.key, business_key=business_key, variables=payload, event=event).id
        )
        if kind == "message":
            break
    return started


def _start_events(act: Act, definition: Definition) -> tuple[tuple[str, str], ...]:
    process = act.house.bundles.get(act.session, definition.digest).process(definition.key)
    asked = {
        one.message for one in process.elements.values() if one.extensions.request and one.container == process.key
    }
    return tuple((kind, name) for kind, name in process.start_events if kind != "message" or name not in asked)


def deliver(
    act: Act, name: str, business_key: str | None, payload: Mapping[str, Any], beside: int | None = None
) -> list[int]:
    """Hand a message to the one instance that waits for it; answers its id, or nothing where nobody waits."""
    for subscription in waiting_for(act.session, "message", name, business_key):
        if subscription.instance_id == beside:
            continue
        other = lock_instance(act.session, subscription.instance_id)
        if other.state == "suspended":
            continue
        if hand_over(act, other, subscription.task_id, name, payload):
            return [other.id]
    return []


def hand_over(act: Act, instance: HeldInstance, task_id: str, name: str, payload: Mapping[str, Any]) -> bool:
    """Hand a message or signal to a waiting event; False where its correlation keys have other values (8.4.2)."""
    runner = load_runner(act, instance)
    if not runner.correlates(task_id, name, payload):
        runtime_of(act.session).runners[instance.id] = (instance.revision, runner)
        return False

    def do() -> Runner:
        runner.deliver(task_id, name, payload)
        return runner

    append_event(instance, "message.received", act.origin, name=name)
    advance(act, instance, do)
    return True


def broadcast(act: Act, name: str, payload: Mapping[str, Any], beside: int | None = None) -> list[int]:
    """Hand a signal to every instance that waits for it, and start those that it starts."""
    reached = []
    for subscription in waiting_for(act.session, "signal", name):
        if subscription.instance_id == beside:
            continue
        instance = lock_instance(act.session, subscription.instance_id)
        if instance.state != "suspended" and hand_over(act, instance, subscription.task_id, name, payload):
            reached.append(instance.id)
    return reached + start_by(act, "signal", name, payload)
