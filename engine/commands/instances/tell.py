"""What happened to a record is told to its own instance, by a message that the diagram catches."""

from collections.abc import Mapping
from typing import Any

from engine.act import Act
from engine.commands.instances.advance import hand_over
from engine.store.events import append_event
from engine.store.instances import waiting_for
from engine.store.rows import HeldInstance


def tell(act: Act, instance: HeldInstance, name: str, payload: Mapping[str, Any]) -> bool:
    """Hand the message to the locked instance; False, with an event, where nothing in it waits for it."""
    act = act.because("message", name=name, instance=instance.id)
    if instance.state == "running":
        for subscription in waiting_for(act.session, "message", name):
            if subscription.instance_id == instance.id and hand_over(
                act, instance, subscription.task_id, name, payload
            ):
                return True
    append_event(instance, "message.unreceived", act.origin, name=name)
    return False
