"""Entries in the course of handling of an item."""

from datetime import datetime
from typing import Any

from engine.actions.registry import Call
from engine.store.items import count_records
from engine.store.models import ItemRecord


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
    act = call.act
    ordinal = count_records(act.session, call.item.id, kind) + 1
    act.session.add(
        ItemRecord(
            item_id=call.item.id,
            kind=kind,
            number=number,
            at=act.now,
            actor_id=act.actor_id,
            task_id=task_id or (call.task.id if call.task else None),
            due_at=due_at,
            data=data,
        )
    )
    act.session.flush()
    return ordinal
