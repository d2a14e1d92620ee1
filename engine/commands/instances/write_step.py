"""Writing a step: state, tasks with their people and due dates, timers, subscriptions, events, lights. One place."""

from engine.act import Act
from engine.actions.around import around
from engine.bpmn.instances.runner import Runner
from engine.bpmn.source.extensions import Deadline
from engine.commands.deadlines import REPORT_DUE, Occasion, due_instant
from engine.commands.supervision.item_course import read_course
from engine.commands.supervision.item_lights import AT_REST, take_lights_away
from engine.commands.supervision.rearm import arm_and_light
from engine.domain.step import Opened, Step
from engine.people.assignment import principals_of
from engine.people.principals import apart_from, of_person
from engine.store import timers
from engine.store.events import append_event
from engine.store.instances import subject_of
from engine.store.models import Item, Matter
from engine.store.rows import HeldInstance, HeldTask
from engine.store.runtime import runtime_of
from engine.store.tasks import add_candidates, get_held_task, remove_candidates, signers_of, who_completed
from engine.store.writing_rows import change_task, write_instance

ENDED = ("completed", "failed")


def write_step(act: Act, instance: HeldInstance, runner: Runner, step: Step) -> None:
    """Everything that the step brought about, in the act's transaction, in as few statements as it takes."""
    subject = subject_of(act.session, instance)
    was_incident = instance.state == "incident"
    _write_instance(act, instance, step)
    if isinstance(subject, Item) and subject.state == "suspended" and instance.state == "running":
        instance.state = "suspended"  # nothing moves while the item rests: no timer, no ladder, no task
    _write_history(act, instance, step)
    _close_tasks(act, instance, step)
    for opened in step.opened:
        _open_task(act, instance, runner, opened, subject)
    _write_waits(instance, step)
    if any(armed.due_at <= act.now for armed in step.armed):
        runtime_of(act.session).has_work = True
    write_instance(act.session, instance)
    if was_incident:
        timers.take_up_again(act.session, instance.id)  # set aside during the incident that this step has mended
    if isinstance(subject, Item) and subject.state in AT_REST:
        take_lights_away(act, subject)
    elif isinstance(subject, Item) and instance.state == "running":
        arm_and_light(act, runner.process, runner.bundle, instance.id, subject)
    if instance.state == "running":
        _keep_live(act, instance, runner)


def _keep_live(act: Act, instance: HeldInstance, runner: Runner) -> None:
    """For the next step of this act; after the commit, for whoever comes next."""
    runtime = runtime_of(act.session)
    runtime.runners[instance.id] = (instance.revision, runner)

    def keep() -> None:
        if runtime.runners.get(instance.id) == (instance.revision, runner):
            act.house.live.keep(instance.id, instance.revision, runner)

    runtime.after_commit.append(keep)


def _write_instance(act: Act, instance: HeldInstance, step: Step) -> None:
    instance.is_dirty = True
    instance.state = step.state
    instance.changes.parts.update(step.parts)
    instance.changes.values.update(step.values)
    instance.changes.variables, instance.changes.variable_keys = step.variables, step.variable_keys
    if instance.incident is not None:
        instance.incident, instance.changes.is_incident_changed = None, True
    if step.state in ENDED:
        instance.ended_at = act.now


def _write_history(act: Act, instance: HeldInstance, step: Step) -> None:
    for passed in step.passed:
        append_event(
            instance,
            "element.completed",
            act.origin,
            element_id=passed.element_id,
            name=passed.name,
            data={"type": passed.element_type},
        )
    if step.state in ENDED:
        append_event(instance, f"instance.{step.state}", act.origin)


def _close_tasks(act: Act, instance: HeldInstance, step: Step) -> None:
    tasks = runtime_of(act.session).tasks
    for closed in step.closed:
        task = tasks.get(closed.task_id) or get_held_task(act.session, closed.task_id)
        state = "done" if closed.done else "cancelled" if closed.is_cancelled else "withdrawn"
        if task.state in ("open", "signing"):
            change_task(act.session, task, state=state, completed_at=act.now, version=task.version + 1)
        close_signers(act, task, "cancelled")
        instance.changes.disarmed.append(task.id)
        remove_candidates(instance, task.id)


def close_signers(act: Act, main: HeldTask, state: str) -> None:
    """The signers of a task that is over have nothing to sign any more."""
    for signer in signers_of(act.session, main):
        if signer.state in ("open", "planned"):
            change_task(act.session, signer, state=state, completed_at=act.now, version=signer.version + 1)
            remove_candidates(runtime_of(act.session).instances[signer.instance_id], signer.id)


def _open_task(act: Act, instance: HeldInstance, runner: Runner, opened: Opened, subject: Item | Matter | None) -> None:
    element = runner.process.element(opened.element_id)
    use = element.extensions
    item = subject if isinstance(subject, Item) else None
    task = HeldTask(
        id=opened.task_id,
        instance_id=instance.id,
        item_id=item.id if item else None,
        matter_id=subject.id if isinstance(subject, Matter) else item.matter_id if item else None,
        key=instance.key,
        element_id=opened.element_id,
        name=opened.name,
        scope=opened.scope,
        state="open",
        opened_at=act.now,
        due_at=None,
        version=1,
        groups=list(use.groups) or ([element.lane] if element.lane else []),
        stage=use.ladder.stage if use.ladder else None,
        data=opened.data,
        data_keys=opened.keys,
    )
    task.due_at = due_instant(use.deadline, _occasion(act, use.deadline, opened, item))
    instance.changes.opened.append(task)
    if use.assignment:
        add_candidates(instance, task.id, _principals(act, instance, runner, opened, subject))
    data = {"due_at": task.due_at.isoformat() if task.due_at else None}
    append_event(instance, "task.opened", act.origin, element_id=opened.element_id, name=opened.name, data=data)


def _occasion(act: Act, deadline: Deadline | None, opened: Opened, item: Item | None) -> Occasion:
    """What is read of the item is what the rule asks for: most ask for nothing."""
    if item is None or deadline is None or deadline.rule != REPORT_DUE:
        return Occasion(opened.data, item, None, act.now, act.calendar)
    course = read_course(act, item)
    return Occasion(opened.data, item, course.reported_until, act.now, act.calendar, course.stages)


def _principals(
    act: Act, instance: HeldInstance, runner: Runner, opened: Opened, subject: Item | Matter | None
) -> frozenset[str]:
    """To whom it belongs; where the diagram keeps two parts of the work apart, but for who does or did the other."""
    use = runner.process.element(opened.element_id).extensions
    posts = around(act, subject, opened.data, instance.initiator_id)
    principals = principals_of(use.assignment or "", posts, act.situation)
    if use.apart_from is None or not isinstance(subject, Item):
        return principals
    done = [one.id for one in runner.process.elements.values() if one.extensions.assignment == use.apart_from]
    others = {*principals_of(use.apart_from, posts, act.situation)}
    others.update(of_person(one) for one in who_completed(act.session, subject.id, done))
    return frozenset(apart_from(principal, others) for principal in principals)


def _write_waits(instance: HeldInstance, step: Step) -> None:
    """Timers and subscriptions; one that is armed anew replaces the one before."""
    changes = instance.changes
    changes.disarm_all = step.state in ENDED
    changes.disarmed += [*step.disarmed, *(armed.task_id for armed in step.armed)]
    changes.armed += [
        {
            "instance_id": instance.id,
            "task_id": armed.task_id,
            "element_id": armed.element_id,
            "scope": armed.scope,
            "kind": "event",
            "due_at": armed.due_at,
            "state": "pending",
            "attempts": 0,
        }
        for armed in step.armed
    ]
    changes.unsubscribed += step.unsubscribed
    changes.subscribed += [
        {"instance_id": instance.id, "task_id": w.task_id, "name": w.name, "kind": w.kind, "element_id": w.element_id}
        for w in step.subscribed
    ]
