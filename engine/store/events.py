"""The record of an instance: events in a hash chain over canonical JSON."""

import hashlib
import json
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.store.models import Event
from engine.store.rows import HeldInstance

_canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def append_event(
    instance: HeldInstance,
    type_: str,
    *,
    at: datetime,
    actor_id: int | None = None,
    element_id: str | None = None,
    name: str | None = None,
    data: dict[str, Any] | None = None,
) -> None:
    """Add one event to the chain of a locked instance."""
    seq = instance.event_count + 1
    content = {
        "instance": instance.id,
        "seq": seq,
        "type": type_,
        "element": element_id,
        "name": name,
        "at": at.isoformat(),
        "actor": actor_id,
        "data": data or {},
    }
    instance.last_hash = chained_hash(instance.last_hash, content)
    instance.event_count = seq
    instance.is_dirty = True
    instance.changes.events.append(
        {
            "instance_id": instance.id,
            "seq": seq,
            "type": type_,
            "element_id": element_id,
            "name": name,
            "at": at,
            "actor_id": actor_id,
            "data": data or {},
            "hash": instance.last_hash,
        }
    )


def chained_hash(previous: str, content: dict[str, Any]) -> str:
    """SHA-256 over the hash before and the content as JSON with sorted keys and no spaces."""
    return hashlib.sha256((previous + _canonical(content)).encode()).hexdigest()


def first_event(session: Session, instance_id: int) -> Event:
    """How an instance began."""
    return session.scalars(select(Event).where(Event.instance_id == instance_id, Event.seq == 1)).one()
