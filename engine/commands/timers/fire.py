"""Firing what is due, in due order: a batch in one transaction, whose row locks keep every other worker away."""

from collections.abc import Callable

from engine.act import Act
from engine.bpmn.instances.runner import Runner
from engine.commands.ballots.close import close_when_due
from engine.commands.instances.advance import advance, load_runner, raise_incident, read_ahead
from engine.commands.public_notices.end import end_when_due
from engine.commands.supervision.item_course import read_course
from engine.commands.supervision.ladder import arm_ladders, ask_now, payload_of
from engine.commands.supervision.take_step import take_step
from engine.domain.errors import Problem
from engine.domain.step import Fault
from engine.store.events import append_event
from engine.store.instances import subject_of
from engine.store.models import Item
from engine.store.rows import HeldInstance
from engine.store.tasks import get_held_task
from engine.store.timers import DueTimer, claim_due, is_pending, set_state
from engine.store.writing_rows import flush_runtime

MAX_ATTEMPTS = 3
BATCH = 32
# Records that have a moment of their own; the timer's task is the kind and the record's number.
RECORDS: dict[str, Callable[[Act, HeldInstance, int], None]] = {"ballot": close_when_due, "notice": end_when_due}


def fire_due(act: Act, most: int = BATCH) -> int:
    """Fire the earliest due timers; answers how many were claimed: 0 when nothing is due or others hold all that is."""
    claimed = claim_due(act.session, act.now, most)
    read_ahead(act, [(timer.instance, timer.scope) for timer in claimed])
    seen = {timer.instance.id: timer.instance.event_count for timer in claimed}
    for timer in claimed:
        # what an earlier one of this batch brought about in its instance may have called this one off
        if timer.instance.event_count == seen[timer.instance.id] or is_pending(act.session, timer):
            _fire(act, timer)
    return len(claimed)


def _fire(act: Act, timer: DueTimer) -> None:
    instance = timer.instance
    if instance.state in ("suspended", "incident"):
        set_state(timer, "set_aside")
        return
    if timer.kind in RECORDS:
        set_state(timer, "fired")
        _, _, record_id = timer.task_id.partition(":")
        RECORDS[timer.kind](_because_of(act, timer), timer.instance, int(record_id))
    elif timer.kind == "ladder":
        set_state(timer, "fired")
        _ring_ladder(act, timer)
    else:
        _fire_event(act, timer)
    if instance.state == "incident":
        set_state(timer, "set_aside", timer.attempts + 1)


def _because_of(act: Act, timer: DueTimer) -> Act:
    return act.because("timer", id=timer.id, due_at=timer.due_at.isoformat())


def _fire_event(act: Act, timer: DueTimer) -> None:
    act, instance = _because_of(act, timer), timer.instance

    def do() -> Runner:
        runner = load_runner(act, instance, timer.scope)
        set_state(timer, "fired")
        append_event(instance, "timer.fired", act.origin, element_id=timer.element_id)
        runner.fire_timer(timer.task_id)
        return runner

    advance(act, instance, do)


def _ring_ladder(act: Act, timer: DueTimer) -> None:
    """Ask the table; take the step it answers, or only set the next moment to ask."""
    act, instance = _because_of(act, timer), timer.instance
    flush_runtime(act.session)
    task = get_held_task(act.session, timer.task_id)
    item = subject_of(act.session, instance)
    if task.state != "open" or not isinstance(item, Item):
        return
    bundle = act.house.bundles.get(act.session, instance.digest)
    process = bundle.process(instance.key)
    course = read_course(act, item)
    step = ask_now(act, process, bundle, task, course)
    if step is None:
        arm_ladders(act, process, bundle, instance.id, course)
    else:
        take_step(act, instance, task, step.code, payload_of(step, task))


def put_off(act: Act) -> None:
    """The earliest due timer failed unexpectedly: after three tries it is set aside and its instance waits for help."""
    for timer in claim_due(act.session, act.now):
        attempts = timer.attempts + 1
        if attempts < MAX_ATTEMPTS:
            set_state(timer, "pending", attempts)
            continue
        set_state(timer, "set_aside", attempts)
        problem = Problem("bpmn.timer_failed", {"attempts": attempts})
        raise_incident(
            _because_of(act, timer), timer.instance, Fault(timer.element_id, problem.code, problem.message())
        )
