"""One step of the ladder at many items: each with its own result, refused or done whole."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from engine.act import Act
from engine.domain.errors import DubanError, Invalid, NotAllowed, Problem
from engine.people.policy import may_step_by_hand
from engine.store.items import in_order_of_locks
from engine.store.models import Item


@dataclass(frozen=True)
class Outcome:
    """What came of one item: the step it stands at now, or why nothing was done."""

    item_id: int
    item: Item | None
    refusal: DubanError | None


def step_many(
    act: Act, roles: Collection[str], item_ids: Iterable[int], reason: str, take: Callable[[int], Item]
) -> list[Outcome]:
    """`take` does it at one item; what it refuses it refuses before it has changed anything."""
    if not may_step_by_hand(roles):
        raise NotAllowed
    if not reason.strip():
        raise Invalid([Problem("supervision.reason_missing", field="reason")])
    return [_outcome(item_id, take) for item_id in in_order_of_locks(act.session, item_ids)]


def _outcome(item_id: int, take: Callable[[int], Item]) -> Outcome:
    try:
        return Outcome(item_id, take(item_id), None)
    except DubanError as refusal:
        return Outcome(item_id, None, refusal)
