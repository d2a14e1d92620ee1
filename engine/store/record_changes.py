"""What an act changes of a matter or an item goes into the record, with the fields before and after."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from engine.store.events import append_event
from engine.store.models import Item, Matter
from engine.store.rows import HeldInstance
from engine.store.runtime import runtime_of

FOLLOWS = frozenset({"yellow_at", "red_at", "due_rule", "instance_id"})  # from what else is on record


def note_changes(session: Session, *_: Any) -> None:
    """Before business records are written: one event for each that changed, in the chain of the instance that acts."""
    for record in session.dirty:
        if isinstance(record, Item | Matter):
            _note(session, record)


def _note(session: Session, record: Item | Matter) -> None:
    before, after = _fields(record)
    instance = _acting(session, record)
    if after and instance is not None and instance.origin is not None:
        data = {"record": record.__tablename__, "id": record.id}
        name = record.number or record.title
        append_event(instance, "record.changed", instance.origin, name=name, data=data, before=before, after=after)


def _fields(record: Item | Matter) -> tuple[dict[str, Any], dict[str, Any]]:
    """The changed columns and what they held."""
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    state: Any = inspect(record)
    for column in state.mapper.column_attrs:
        if column.key in FOLLOWS:
            continue
        history = state.attrs[column.key].history
        old, new = _one(history.deleted), _one(history.added)
        if history.has_changes() and old != new:
            before[column.key], after[column.key] = old, new
    return before, after


def _one(values: Iterable[Any] | None) -> Any:
    value = next(iter(values or ()), None)
    return value.isoformat() if isinstance(value, date) else value


def _acting(session: Session, record: Item | Matter) -> HeldInstance | None:
    """The held instance that carries the record through; else, for an item, that of its matter."""
    held = runtime_of(session).instances
    own = held.get(record.instance_id or 0)
    if own is not None or isinstance(record, Matter):
        return own
    matter = session.identity_map.get(session.identity_key(Matter, record.matter_id))
    return held.get(matter.instance_id or 0) if isinstance(matter, Matter) else None
