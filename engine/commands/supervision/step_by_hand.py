"""An officer or leader takes a step of the ladder at an item by hand: the same escalation, with a reason."""

from collections.abc import Collection

from engine.act import Act
from engine.actions.asking import manner_of_urging, urged_this_week
from engine.commands.supervision.ladder import payload_of
from engine.commands.supervision.pushed_item import answered_by_hand, hold_pushed
from engine.commands.supervision.take_step import take_step
from engine.domain import messages
from engine.domain.errors import Invalid, Problem
from engine.store.models import Item


def step_by_hand(act: Act, roles: Collection[str], item_id: int, code: str, reason: str, over_cap: str = "") -> Item:
    """Take a step at the item's open activity; Conflict when nothing of it is open or its table does not allow it.

    `over_cap` says why a unit is urged once more that was urged as often as it may be in a week.
    """
    pushed = hold_pushed(act, roles, item_id, reason)
    step = answered_by_hand(act, pushed, code)
    if code == "urge" and manner_of_urging(act, pushed.item, by_hand=True) == "reason":
        reason = _with_reason(act, pushed.item, reason, over_cap)
    payload = payload_of(step, pushed.activity, reason=reason, by_hand=True)
    take_step(act, pushed.instance, pushed.activity, code, payload)
    return pushed.item


def _with_reason(act: Act, item: Item, reason: str, over_cap: str) -> str:
    if not over_cap.strip():
        told = {"asked": urged_this_week(act, item.lead_unit_id)}
        raise Invalid([Problem("supervision.over_cap", told, field="over_cap_reason")])
    return messages.text("supervision.urged_over_cap", reason=reason.strip(), why=over_cap.strip())
