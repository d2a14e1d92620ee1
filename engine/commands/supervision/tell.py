"""A message to one instance by its id: what somebody does outside a task reaches the diagram like this."""

from collections.abc import Mapping
from typing import Any

from engine.act import Act
from engine.commands.instances.advance import hand_over
from engine.domain.errors import Conflict, Problem
from engine.store.instances import waits_for
from engine.store.rows import HeldInstance
from engine.store.writing_rows import flush_runtime


def tell(act: Act, instance: HeldInstance, name: str, payload: Mapping[str, Any]) -> None:
    """Hand the message to the locked instance. Conflict where it is suspended, or its diagram does not wait for it."""
    if instance.state == "suspended":
        raise Conflict([Problem("tasks.suspended")])
    flush_runtime(act.session)
    waiting = waits_for(act.session, instance.id, name)
    if waiting is None or not hand_over(act, instance, waiting, name, payload):
        raise Conflict([Problem("supervision.not_awaited", {"message": name})])
