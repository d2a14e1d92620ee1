"""Somebody has read what was copied to them 已阅; the receipt is written once."""

from collections.abc import Collection

from engine.act import Act
from engine.commands.tasks.acting import OnTask, hold, record
from engine.domain.errors import NotFound
from engine.store.rows import HeldTask
from engine.store.verbs import find_copy


def read_copy(act: Act, roles: Collection[str], on: OnTask) -> HeldTask:
    """NotFound for somebody whom nobody sent a copy."""
    held = hold(act, roles, on)
    copy = find_copy(act.session, held.task.id, held.me)
    if copy is None:
        raise NotFound
    if copy.read_at is None:
        copy.read_at = act.now
        record(held, "task.copy_read", after={"read_at": act.now.isoformat()})
    return held.task
