"""Somebody keeps what they have put down so far 存草稿; what it says is theirs alone and not in the record."""

from collections.abc import Collection, Mapping
from typing import Any

from engine.act import Act
from engine.commands.submitted_data import require_data
from engine.commands.tasks.acting import OnTask, hold_mine, record
from engine.store.rows import HeldTask
from engine.store.verbs import put_draft


def save_draft(
    act: Act, roles: Collection[str], on: OnTask, variables: Mapping[str, Any], comment: str | None
) -> HeldTask:
    """A draft need not satisfy the form; Invalid only for what is no data."""
    held = hold_mine(act, roles, on)
    require_data(variables, "variables")
    put_draft(act.session, held.task.id, held.me, dict(variables), comment, act.now)
    record(held, "task.draft_saved", {"fields": sorted(variables)})
    return held.task
