"""What an operator does to an instance: cancel it, retry it after a fault. Each needs a reason and is an event."""

from engine.act import Act
from engine.commands.instances.advance import run_start
from engine.domain.errors import Conflict
from engine.domain.step import StartedBy
from engine.long_values import variables_of
from engine.store import timers
from engine.store.events import append_event, first_event
from engine.store.instances import subscribed_tasks
from engine.store.rows import HeldInstance
from engine.store.runtime import lock_instance
from engine.store.state_rows import read_parts
from engine.store.tasks import remove_candidates, unfinished_tasks
from engine.store.writing_rows import change_task


def cancel_instance(act: Act, instance_id: int, reason: str) -> HeldInstance:
    """End the instance: its open tasks are withdrawn, its timers cancelled; the record stays."""
    instance = lock_instance(act.session, instance_id)
    if instance.state not in ("running", "incident", "suspended"):
        raise Conflict
    for task in unfinished_tasks(act.session, instance_id):
        change_task(act.session, task, state="withdrawn", completed_at=act.now, version=task.version + 1)
        remove_candidates(instance, task.id)
    waiting = subscribed_tasks(act.session, instance_id)  # before: a query writes what has been changed so far
    instance.changes.disarm_all = True
    instance.changes.unsubscribed += waiting
    instance.state, instance.ended_at = "cancelled", act.now
    append_event(instance, "instance.cancelled", act.origin, data={"reason": reason})
    return instance


def retry_instance(act: Act, instance_id: int, reason: str) -> HeldInstance:
    """Try again what failed: from the start where nothing ran yet, else the timers that were set aside."""
    instance = lock_instance(act.session, instance_id)
    if instance.state != "incident":
        raise Conflict
    append_event(instance, "incident.retried", act.origin, data={"reason": reason})
    instance.state, instance.incident, instance.changes.is_incident_changed = "running", None, True
    if not read_parts(act.session, instance_id).parts:
        run_start(act, instance, variables_of(act.session, instance_id), _started_by(act, instance_id))
    timers.take_up_again(act.session, instance_id)
    return instance


def _started_by(act: Act, instance_id: int) -> StartedBy | None:
    """The event that its record says it was started by."""
    cause = first_event(act.session, instance_id).data.get("started_by")
    return None if cause is None else StartedBy(cause["kind"], cause["name"])
