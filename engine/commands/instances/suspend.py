"""An operator lets an instance rest, and go on: nothing moves in it meanwhile, and what fell due is caught up."""

from engine.act import Act
from engine.domain.errors import Conflict, Problem
from engine.store import timers
from engine.store.events import append_event
from engine.store.instances import subject_of
from engine.store.models import Item
from engine.store.rows import HeldInstance
from engine.store.runtime import lock_instance


def suspend_instance(act: Act, instance_id: int, reason: str) -> HeldInstance:
    """Conflict unless it runs."""
    instance = lock_instance(act.session, instance_id)
    if instance.state != "running":
        raise Conflict
    instance.state = "suspended"
    append_event(instance, "instance.suspended", act.origin, data={"reason": reason})
    return instance


def resume_instance(act: Act, instance_id: int, reason: str) -> HeldInstance:
    """Conflict unless it rests; timers that fell due meanwhile fire now, in their order."""
    instance = lock_instance(act.session, instance_id)
    if instance.state != "suspended":
        raise Conflict
    item = subject_of(act.session, instance)
    if isinstance(item, Item) and item.state == "suspended":
        raise Conflict([Problem("supervision.rests_by_decision")])
    instance.state = "running"
    append_event(instance, "instance.resumed", act.origin, data={"reason": reason})
    timers.take_up_again(act.session, instance_id)
    return instance
