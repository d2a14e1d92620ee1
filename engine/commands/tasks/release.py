"""Somebody puts a task back that they had taken 放回: whoever could do it before can take it again."""

from collections.abc import Collection

from engine.act import Act
from engine.commands.tasks.acting import OnTask, change, hold_open, record
from engine.domain.errors import Conflict, NotAllowed, Problem
from engine.people.verbs import may_release
from engine.store.rows import HeldTask


def release_task(act: Act, roles: Collection[str], on: OnTask) -> HeldTask:
    """Conflict where nobody has claimed it."""
    held = hold_open(act, roles, on)
    claimed_by_id = held.task.claimed_by_id
    if claimed_by_id is None:
        raise Conflict([Problem("tasks.not_claimed")])
    if not may_release(held.me, roles, claimed_by_id, confidential=held.instance.confidential):
        raise NotAllowed
    change(held, claimed_by_id=None)
    data = {"reason": on.reason} if on.reason else None
    record(held, "task.released", data, before={"claimed_by": claimed_by_id}, after={"claimed_by": None})
    return held.task
