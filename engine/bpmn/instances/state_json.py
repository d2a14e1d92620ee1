"""Reading format 1, compressed JSON, which also kept predicted tasks; it is never written any more."""

import json
import zlib
from typing import Any

from SpiffWorkflow.task import TaskState

PREDICTED = TaskState.PREDICTED_MASK | TaskState.FUTURE
ZLIB = b"\x78"


def is_written_so(body: bytes) -> bool:
    """A zlib stream begins with 0x78; a msgpack list of eight never does."""
    return body[:1] == ZLIB


def decode(body: bytes) -> list[Any]:
    """The document of format 1 in the shape of format 3."""
    document: dict[str, Any] = json.loads(zlib.decompress(body))
    tasks = {row[0]: row for row in document["tasks"]}
    rows = [_row(row) for row in _from_above(tasks, document["root"])]
    return [
        document["format"],
        document["success"],
        document["completed"],
        document["last"],
        document["correlations"],
        document["data"],
        {},
        {},
        rows,
    ]


def _from_above(tasks: dict[str, list[Any]], root: str) -> list[list[Any]]:
    """Parents first; what was only predicted below a task that has not finished is left out."""
    found, stack = [], [root]
    while stack:
        row = tasks[stack.pop()]
        found.append(row)
        finished = row[4] & TaskState.FINISHED_MASK
        stack += [child for child in reversed(row[2]) if finished or not tasks[child][4] & PREDICTED]
    return found


def _row(row: list[Any]) -> list[Any]:
    key, parent, _, name, state, changed_at, triggered, internal, updated, deleted = row
    return [key, parent, name, state, triggered, int(changed_at), internal, updated, deleted if parent else None]
