"""Somebody who may see a task writes something beside it 批注; it stands in the record and cannot be taken out."""

from collections.abc import Collection

from engine.act import Act
from engine.commands.tasks.acting import OnTask, hold, record
from engine.domain.errors import Invalid, Problem
from engine.store.rows import HeldTask

LONGEST = 2_000


def comment_on_task(act: Act, roles: Collection[str], on: OnTask, text: str) -> HeldTask:
    """Invalid for an empty one, or one of more than 2,000 characters."""
    held = hold(act, roles, on)
    said = text.strip()
    if not said or len(said) > LONGEST:
        raise Invalid([Problem("tasks.comment", {"length": LONGEST}, field="/text")])
    record(held, "task.commented", {"text": said})
    return held.task
