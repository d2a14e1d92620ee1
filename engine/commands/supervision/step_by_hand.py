"""An officer or leader takes a step of the ladder at an item by hand: the same escalation, with a reason."""

from collections.abc import Collection

from engine.act import Act
from engine.commands.supervision.ladder import payload_of
from engine.commands.supervision.pushed_item import answered_by_hand, hold_pushed
from engine.commands.supervision.take_step import take_step
from engine.store.models import Item


def step_by_hand(act: Act, roles: Collection[str], item_id: int, code: str, reason: str) -> Item:
    """Take a step at the item's open activity; Conflict when nothing of it is open or its table does not allow it."""
    pushed = hold_pushed(act, roles, item_id, reason)
    step = answered_by_hand(act, pushed, code)
    payload = payload_of(step, pushed.activity, reason=reason, by_hand=True)
    take_step(act, pushed.instance, pushed.activity, code, payload)
    return pushed.item
