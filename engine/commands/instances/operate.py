"""What an operator does to an instance: cancel it, retry it after a fault. Each needs a reason and is an event."""

from engine.act import Act
from engine.commands.instances.advance import run_start
from engine.domain.errors import Conflict
from engine.store import timers
from engine.store.events import append_event
from engine.store.instances import lock_instance, read_parts, replace_subscriptions
from engine.store.models import Instance
from engine.store.tasks import open_tasks, set_candidates


def cancel_instance(act: Act, instance_id: int, reason: str) -> Instance:
    """End the instance: its open tasks are withdrawn, its timers cancelled; the record stays."""
    instance = lock_instance(act.session, instance_id)
    if instance.state not in ("running", "incident", "suspended"):
        raise Conflict
    for task in open_tasks(act.session, instance_id):
        task.state, task.completed_at = "withdrawn", act.now
        set_candidates(act.session, task.id, ())
    timers.cancel_all(act.session, instance_id)
    replace_subscriptions(act.session, instance_id, [])
    instance.state, instance.ended_at, instance.active = "cancelled", act.now, []
    append_event(
        act.session, instance, "instance.cancelled", at=act.now, actor_id=act.actor_id, data={"reason": reason}
    )
    return instance


def retry_instance(act: Act, instance_id: int, reason: str) -> Instance:
    """Try again what failed: from the start where nothing ran yet, else the timers that were set aside."""
    instance = lock_instance(act.session, instance_id)
    if instance.state != "incident":
        raise Conflict
    append_event(act.session, instance, "incident.retried", at=act.now, actor_id=act.actor_id, data={"reason": reason})
    instance.state, instance.incident = "running", None
    if not read_parts(act.session, instance_id):
        run_start(act, instance)
    timers.take_up_again(act.session, instance_id)
    return instance
