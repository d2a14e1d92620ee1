"""Firing what is due: one timer, one transaction, in due order; the row's lock keeps every other worker away."""

from engine.act import Act
from engine.bpmn.runner import Runner
from engine.commands.instances.advance import advance, load_runner, raise_incident
from engine.commands.supervision.ladder import arm_ladders, ask_now, payload_of
from engine.commands.supervision.take_step import take_step
from engine.domain.errors import Problem
from engine.domain.step import Fault
from engine.store.events import append_event
from engine.store.instances import lock_instance, subject_of
from engine.store.models import Instance, Item, Timer
from engine.store.tasks import lock_task
from engine.store.timers import claim_due

MAX_ATTEMPTS = 3


def fire_next(act: Act) -> bool:
    """Fire the earliest due timer; False when nothing is due (or all that is due is held by others)."""
    timer = claim_due(act.session, act.now)
    if timer is None:
        return False
    instance = lock_instance(act.session, timer.instance_id)
    if instance.state in ("suspended", "incident"):
        timer.state = "set_aside"
        return True
    timer.state = "fired"
    act.session.flush()
    if timer.kind == "ladder":
        _ring_ladder(act, instance, timer)
    else:
        _fire_event(act, instance, timer)
    if instance.state == "incident":
        timer.state = "set_aside"
        timer.attempts += 1
    return True


def _fire_event(act: Act, instance: Instance, timer: Timer) -> None:
    def do() -> Runner:
        append_event(act.session, instance, "timer.fired", at=act.now, element_id=timer.element_id)
        runner = load_runner(act, instance)
        runner.fire_timer(timer.task_id)
        return runner

    advance(act, instance, do)


def _ring_ladder(act: Act, instance: Instance, timer: Timer) -> None:
    """Ask the table; take the step it answers, or only set the next moment to ask."""
    task = lock_task(act.session, timer.task_id)
    item = subject_of(act.session, instance.id)
    if task.state != "open" or not isinstance(item, Item):
        return
    bundle = act.house.bundles.get(act.session, instance.digest)
    process = bundle.process(instance.key)
    step = ask_now(act, process, bundle, task, item)
    if step is None:
        arm_ladders(act, process, bundle, instance.id, item)
    else:
        take_step(act, instance, task, step.code, payload_of(step, task))


def put_off(act: Act) -> None:
    """The earliest due timer failed unexpectedly: after three tries it is set aside and its instance waits for help."""
    timer = claim_due(act.session, act.now)
    if timer is None:
        return
    timer.attempts += 1
    if timer.attempts >= MAX_ATTEMPTS:
        timer.state = "set_aside"
        problem = Problem("bpmn.timer_failed", {"attempts": timer.attempts})
        instance = lock_instance(act.session, timer.instance_id)
        raise_incident(act, instance, Fault(timer.element_id, problem.code, problem.message()))
