"""The state of an instance as bytes: one blob for each (sub)process, specifications never among them.

Data is written as plain JSON values and read back as such, so that nothing a person submits can mean more than data.
"""

import json
import zlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from SpiffWorkflow.bpmn.specs.event_definitions.multiple import MultipleEventDefinition
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.util.event import BpmnEvent
from SpiffWorkflow.task import Task, TaskState
from SpiffWorkflow.util.deep_merge import DeepMerge

from engine.bpmn.live import LiveSubWorkflow, LiveWorkflow

FORMAT = 1
ROOT = ""


class UnknownFormat(Exception):
    """The state was written by a release whose format this one does not read."""


def dump(workflow: LiveWorkflow) -> dict[str, bytes]:
    """Every part of the workflow by key: `ROOT`, or the id of the task that holds a sub-process."""
    parts = {ROOT: _dump_part(workflow)}
    parts.update({str(key): _dump_part(part) for key, part in workflow.subprocesses.items()})
    return parts


def load(spec: Any, subprocess_specs: Mapping[str, Any], parts: Mapping[str, bytes], now: datetime) -> LiveWorkflow:
    """The workflow as it was dumped, at the moment `now`."""
    top = LiveWorkflow(spec, subprocess_specs, now, deserializing=True)
    _load_part(top, top, _decode(parts[ROOT]))
    waiting = {UUID(key): body for key, body in parts.items() if key != ROOT}
    while waiting:
        ready = [key for key in waiting if _find(top, key) is not None]
        if not ready:
            raise UnknownFormat(f"parts without a holder: {sorted(map(str, waiting))}")
        for key in ready:
            _load_subprocess(top, key, waiting.pop(key))
    return top


def _find(top: LiveWorkflow, task_id: UUID) -> Any:
    for part in (top, *top.subprocesses.values()):
        if task_id in part.tasks:
            return part.tasks[task_id]
    return None


def _load_subprocess(top: LiveWorkflow, key: UUID, body: bytes) -> None:
    holder = _find(top, key)
    part = LiveSubWorkflow(top.subprocess_specs[holder.task_spec.spec], key, top, deserializing=True)
    top.subprocesses[key] = part
    _load_part(part, top, _decode(body))
    part.completed_event.connect(holder.task_spec._on_subworkflow_completed, holder)


def _dump_part(part: Any) -> bytes:
    document = {
        "format": FORMAT,
        "success": part.success,
        "completed": part.completed,
        "last": str(part.last_task.id) if part.last_task else None,
        "root": str(part.task_tree.id),
        "correlations": part.correlations,
        "data": part.data,
        "tasks": [_dump_task(task) for task in part.tasks.values()],
    }
    return zlib.compress(json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode(), 1)


def _decode(body: bytes) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(zlib.decompress(body))
    if document.get("format") != FORMAT:
        raise UnknownFormat(f"expected format {FORMAT}, but got {document.get('format')!r}")
    return document


def _dump_task(task: Any) -> list[Any]:
    above = task.parent.data if task.parent is not None else {}
    return [
        str(task.id),
        str(task._parent) if task._parent else None,
        [str(child) for child in task._children],
        task.task_spec.name,
        task.state,
        task.last_state_change,
        task.triggered,
        _dump_internal(task),
        {name: value for name, value in task.data.items() if name not in above or not _same(above[name], value)},
        DeepMerge.get_deleted_keys(above, task.data),
    ]


def _same(one: Any, other: Any) -> bool:
    """Equal as JSON: for Python `True == 1`, but a condition tells them apart."""
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(_same(value, other[key]) for key, value in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(map(_same, one, other))
    return bool(one == other)


def _load_part(part: Any, top: LiveWorkflow, document: dict[str, Any]) -> None:
    part.tasks = {}
    rows = document["tasks"]
    for row in rows:
        part.tasks[UUID(row[0])] = _load_task(part, row)
    changes = {UUID(row[0]): (row[8], row[9]) for row in rows}
    part.task_tree = part.tasks[UUID(document["root"])]
    _load_data(part, changes)
    part.success, part.completed = document["success"], document["completed"]
    part.correlations, part.data = document["correlations"], document["data"]
    part.last_task = part.tasks.get(UUID(document["last"])) if document["last"] else None
    for task in part.tasks.values():
        if isinstance(task.task_spec, CatchingEvent) and task.state == TaskState.WAITING:
            top.event_manager.add_task(task)


def _load_task(part: Any, row: list[Any]) -> Any:
    spec = part.spec.task_specs[row[3]]
    task = Task(part, spec, state=row[4], id=UUID(row[0]))
    task._parent = UUID(row[1]) if row[1] else None
    task._children = [UUID(child) for child in row[2]]
    task.last_state_change, task.triggered = row[5], row[6]
    task.internal_data = _load_internal(spec, row[7])
    return task


def _load_data(part: Any, changes: Mapping[UUID, tuple[dict[str, Any], list[str]]]) -> None:
    """Data is kept as the change against the parent's, so a parent comes before its children."""
    stack = [part.task_tree]
    while stack:
        task = stack.pop()
        updated, deleted = changes[task.id]
        data = dict(task.parent.data) if task._parent else {}
        data.update(updated)
        for name in deleted:
            data.pop(name, None)
        task.data = DeepMerge.merge({}, data)
        stack.extend(task.children)


def _dump_internal(task: Any) -> dict[str, Any]:
    internal = dict(task.internal_data)
    seen = internal.pop("seen_events", None)
    if seen:
        definitions = task.task_spec.event_definition.event_definitions
        internal["seen_events"] = [[definitions.index(event.event_definition), event.payload] for event in seen]
    return internal


def _load_internal(spec: Any, internal: dict[str, Any]) -> dict[str, Any]:
    seen = internal.get("seen_events")
    if seen and isinstance(getattr(spec, "event_definition", None), MultipleEventDefinition):
        definitions = spec.event_definition.event_definitions
        internal["seen_events"] = [BpmnEvent(definitions[index], payload) for index, payload in seen]
    return internal
