"""Somebody takes a task that several could do 签收: from now on it is theirs."""

from collections.abc import Collection

from engine.act import Act
from engine.commands.tasks.acting import OnTask, change, hold_mine, record, require_drawn
from engine.store.rows import HeldTask


def claim_task(act: Act, roles: Collection[str], on: OnTask) -> HeldTask:
    """Conflict where somebody else was first; claiming again what one has changes nothing."""
    held = hold_mine(act, roles, on)
    require_drawn(held, "claim")
    claimed_by_id = held.task.claimed_by_id
    if claimed_by_id != held.me:
        change(held, claimed_by_id=held.me)
        record(held, "task.claimed", before={"claimed_by": claimed_by_id}, after={"claimed_by": held.me})
    return held.task
