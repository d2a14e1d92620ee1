"""A record in which two runs can be compared although their ids differ: a sequence does not go back with a rollback."""

from typing import Any

from sqlalchemy import select

from engine.store import Session
from engine.store.models import Instance, Item, Task, Timer
from tests.scenarios.record import record_of


def comparable_record(session: Session) -> dict[str, Any]:
    """Everything on record, with the ordinal of each item and instance for its id."""
    items = _ordinals(session, Item)
    instances = _ordinals(session, Instance)
    record = record_of(session)
    record["records"] = [(items[item_id], *rest) for item_id, *rest in record["records"]]
    record["mails"] = sorted((_renumbered(message_id, items), *rest) for message_id, *rest in record["mails"])
    record["events"] = [(instances[instance_id], *rest) for instance_id, *rest in record["events"]]
    record["tasks"] = sorted(
        (instances[t.instance_id], t.element_id, t.opened_at, t.state, str(t.completed_at), t.version, t.times_urged)
        for t in session.scalars(select(Task))
    )
    record["timers"] = sorted(
        (instances[t.instance_id], t.element_id, t.due_at, t.state, t.kind) for t in session.scalars(select(Timer))
    )
    return record


def _ordinals(session: Session, model: type[Item] | type[Instance]) -> dict[int, int]:
    ids = session.scalars(select(model.id).order_by(model.id))
    return {one: ordinal for ordinal, one in enumerate(ids, 1)}


def _renumbered(message_id: str, items: dict[int, int]) -> str:
    """`<kind.item.ordinal.username@duban>` with the item's ordinal."""
    kind, item_id, rest = message_id.split(".", 2)
    return f"{kind}.{items[int(item_id)]}.{rest}"
