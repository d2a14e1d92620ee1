"""The record of an instance: events in a hash chain over canonical JSON."""

from collections.abc import Mapping
from datetime import UTC
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.domain.proof import chained_hash
from engine.store.models import Event
from engine.store.rows import HeldInstance, Origin


def append_event(
    instance: HeldInstance,
    type_: str,
    origin: Origin,
    *,
    element_id: str | None = None,
    name: str | None = None,
    data: dict[str, Any] | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Add one event to the chain of a locked instance; `before` and `after` hold the fields of a record it changed."""
    row = {
        "instance_id": instance.id,
        "seq": instance.event_count + 1,
        "type": type_,
        "element_id": element_id,
        "name": name,
        "at": origin.at,
        "actor_id": origin.actor_id,
        "post": origin.post,
        "behalf_of_id": origin.behalf_of_id,
        "cause": origin.cause,
        "request_id": origin.request_id,
        "data": data or {},
        "before": before,
        "after": after,
    }
    instance.last_hash = chained_hash(instance.last_hash, content_of(row))
    instance.event_count += 1
    instance.is_dirty = True
    instance.origin = origin
    instance.changes.events.append({**row, "hash": instance.last_hash})


def first_event(session: Session, instance_id: int) -> Event:
    """How an instance began."""
    return session.scalars(select(Event).where(Event.instance_id == instance_id, Event.seq == 1)).one()


def content_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """What the hash of an event covers, from its columns.

    Those in `later` came after the first release: they are there only where they have a value, so that a record
    from before them has the hash that it always had.
    """
    later = {
        "post": row["post"],
        "behalf_of": row["behalf_of_id"],
        "cause": row["cause"],
        "request": row["request_id"],
        "before": row["before"],
        "after": row["after"],
    }
    return {
        "instance": row["instance_id"],
        "seq": row["seq"],
        "type": row["type"],
        "element": row["element_id"],
        "name": row["name"],
        "at": row["at"].astimezone(UTC).isoformat(),
        "actor": row["actor_id"],
        "data": row["data"],
        **{name: value for name, value in later.items() if value is not None},
    }
