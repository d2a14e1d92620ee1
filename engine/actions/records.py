"""Entries in the course of handling of an item."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine.act import Act
from engine.actions.registry import Call
from engine.store.items import count_records
from engine.store.models import Item, ItemRecord


def add_record(
    call: Call,
    kind: str,
    *,
    number: str | None = None,
    due_at: datetime | None = None,
    task_id: str | None = None,
    **data: Any,
) -> int:
    """Write one entry; answers its ordinal among those of its kind, from 1.

    `task_id` names the activity that it is about, where that is not the task being completed.
    """
    task_id = task_id or (call.task.id if call.task else None)
    return write_record(call.act, call.item.id, kind, data, number=number, due_at=due_at, task_id=task_id)


def write_record(
    act: Act,
    item_id: int,
    kind: str,
    data: Mapping[str, Any],
    *,
    number: str | None = None,
    due_at: datetime | None = None,
    task_id: str | None = None,
) -> int:
    """The same for what no diagram brings about."""
    ordinal = count_records(act.session, item_id, kind) + 1
    act.session.add(
        ItemRecord(
            item_id=item_id,
            kind=kind,
            number=number,
            at=act.now,
            actor_id=act.actor_id,
            task_id=task_id,
            due_at=due_at,
            unit_id=act.session.get_one(Item, item_id).lead_unit_id,
            data=dict(data),
        )
    )
    act.session.flush()
    return ordinal
