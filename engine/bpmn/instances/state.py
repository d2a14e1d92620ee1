"""The state of an instance as bytes: one blob for each (sub)process, specifications never among them.

Format 4 is msgpack. A task is stored with the change of its data against its parent's; one that has finished is encoded
once. Data are plain JSON values and read back as such: nothing a person submits can mean more than data. Of a long
value only its key stands here (`values`).
Format 3 had all values in it; format 2 knew nothing of compensation, either; format 1 was JSON (`state_json`).
Samples of every released format lie in `tests/bpmn/samples`.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any

import msgspec
from SpiffWorkflow.bpmn.specs.event_definitions.multiple import MultipleEventDefinition
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.util.event import BpmnEvent
from SpiffWorkflow.task import TaskState

from engine.bpmn.execution import trail
from engine.bpmn.execution.live import Fetch, LiveSubWorkflow, LiveTask, LiveWorkflow
from engine.bpmn.execution.merging import is_same
from engine.bpmn.execution.values import LONG, UnknownFormat, Values, encode
from engine.bpmn.instances import state_json
from engine.domain.step import PartState, Stored

FORMAT = 4
WITH_ALL_VALUES = 3
WITHOUT_MEMORY = 2
FIELDS = 9
ROOT = ""
OBJECTS = "data_objects"  # SpiffWorkflow's record of data objects, which it changes in place

_as_written = msgspec.msgpack.Decoder()  # keys of long values stay keys


def load(
    spec: Any,
    subprocess_specs: Mapping[str, Any],
    stored: Stored,
    now: datetime,
    fetch: Fetch | None = None,
) -> LiveWorkflow:
    """The workflow as it was dumped, at the moment `now`; parts that are not `stored`, `fetch` answers when needed."""
    top = LiveWorkflow(spec, subprocess_specs, now)
    top.load_part = _load_subprocess
    top.values.offered = stored.values
    _load_part(top, top, stored.parts[ROOT])
    given = {key: body for key, body in stored.parts.items() if key != ROOT}
    loaded = top.load_given(Stored(given, stored.values))
    if len(loaded) < len(given):
        raise UnknownFormat(f"parts without a holder: {sorted(given.keys() - loaded)}")
    top.fetch = fetch
    top.forget_changes()
    return top


def _load_subprocess(top: LiveWorkflow, key: str, body: bytes) -> LiveSubWorkflow:
    holder = top.get_task_from_id(key)
    part = LiveSubWorkflow(top.subprocess_specs[holder.task_spec.spec], key, top)
    top.subprocesses[key] = part
    _load_part(part, top, body)
    part.completed_event.connect(holder.task_spec._on_subworkflow_completed, holder)
    return part


# -- writing


def dump_part(part: Any) -> PartState:
    """One (sub)process: what it is as a whole, and its tasks with parents first. Its `size` and `keys` are set."""
    last = part.last_task.id if part.last_task is not None else None
    rows = [msgspec.Raw(_row(part, task)) for task in part.tasks.values()]
    used: set[str] = set()
    whole = [
        FORMAT,
        part.success,
        part.completed,
        last,
        _short(part, part.correlations, used),
        _part_data(part, used),
        part.top_workflow.values.short_data(part.ended, used),
        _short(part, part.memory, used),
        rows,
    ]
    for task in part.tasks.values():
        if task.keys:
            used.update(task.keys)
    body = encode(whole)
    part.size, part.keys = len(body), used
    return PartState(body, tuple(sorted(used)))


def dump_renamed(part: Any, rename: Callable[[str], str]) -> PartState:
    """The same with other names for the task specifications, as another version of the process has them."""
    dumped = dump_part(part)
    document = _as_written.decode(dumped.body)
    for row in document[-1]:
        row[2] = rename(row[2])
        for passage in row[6].get(trail.KEY, [])[1:]:
            passage[0] = rename(passage[0]) if passage[0] else passage[0]
    for entry in document[-2].get("compensable", ()):
        entry["activity"] = rename(entry["activity"])
    return PartState(encode(document), dumped.keys)


def _row(part: Any, task: LiveTask) -> bytes:
    if task.encoded is not None:
        return task.encoded
    parent = part.tasks.get(task._parent)
    above = _data_above(part, parent)
    updated = {name: value for name, value in task.data.items() if name not in above or not is_same(above[name], value)}
    used: set[str] = set()
    row = encode(
        [
            task.id,
            task._parent if parent is not None else None,
            task.task_spec.name,
            task._state,
            task.triggered,
            task.last_state_change,
            _short(part, _dump_internal(task, () if parent is None else parent.trail), used),
            part.top_workflow.values.short_data(updated, used),
            [name for name in above if name not in task.data],
        ]
    )
    task.keys = used
    finished = TaskState.FINISHED_MASK
    if task._state & finished and (parent is None or parent._state & finished):
        task.encoded = row  # neither it nor what it is compared with will change any more
    return row


def _short(part: Any, record: dict[str, Any], used: set[str]) -> Any:
    """What the engine notes for itself, without the long values it may have noted."""
    if not record:
        return record
    body = encode(record)
    return msgspec.Raw(body) if len(body) <= LONG else part.top_workflow.values.short_record(record, used)


def _part_data(part: Any, used: set[str]) -> dict[str, Any]:
    values: Values = part.top_workflow.values
    objects = part.data.get(OBJECTS) if part.data else None
    if not isinstance(objects, dict):
        return values.short_data(part.data, used)
    others = {name: value for name, value in part.data.items() if name != OBJECTS}
    return values.short_data(others, used) | {OBJECTS: values.short_data(objects, used)}


def _data_above(part: Any, parent: LiveTask | None) -> dict[str, Any]:
    """What a task's data are compared with: its parent's, or those of the task that holds its sub-process."""
    if parent is not None:
        return parent.data
    if part.parent_task_id is None:
        return {}
    holder: LiveTask = part.top_workflow.get_task_from_id(part.parent_task_id)
    return holder.data


def _dump_internal(task: LiveTask, above: trail.Trail) -> dict[str, Any]:
    passed = trail.difference(task.trail, above)
    noted = _noted(task)
    return noted if passed is None else noted | {trail.KEY: passed}


def _noted(task: LiveTask) -> dict[str, Any]:
    seen = task.internal_data.get("seen_events")
    if not seen:
        return task.internal_data
    definitions = task.task_spec.event_definition.event_definitions
    return task.internal_data | {
        "seen_events": [[definitions.index(event.event_definition), event.payload] for event in seen]
    }


# -- reading


def _decode(values: Values, body: bytes) -> tuple[list[Any], Collection[str]]:
    """The document in the shape of today's format, and the keys of the long values it has."""
    if state_json.is_written_so(body):
        return state_json.decode(body), set()
    try:
        document, used = values.decode(body)
    except msgspec.DecodeError as error:
        raise UnknownFormat(str(error)) from error
    if isinstance(document, list) and len(document) == FIELDS - 1 and document[0] == WITHOUT_MEMORY:
        return [*document[:-1], {}, document[-1]], used
    if not isinstance(document, list) or len(document) != FIELDS or document[0] not in (FORMAT, WITH_ALL_VALUES):
        raise UnknownFormat(f"expected format {FORMAT}, but got {document[0] if document else document!r}")
    return document, used


def _load_part(part: Any, top: LiveWorkflow, body: bytes) -> None:
    document, part.keys = _decode(top.values, body)
    _, part.success, part.completed, last, part.correlations, part.data, part.ended, part.memory, rows = document
    part.size = len(body)
    for row in rows:
        _load_task(part, top, row)
    part.task_tree = next(iter(part.tasks.values()))
    part.last_task = part.tasks.get(last)


def _load_task(part: Any, top: LiveWorkflow, row: list[Any]) -> None:
    key, above, name, state, triggered, order, internal, updated, deleted = row
    parent = part.tasks[above] if above else None
    spec = part.spec.task_specs[name]
    task = LiveTask(part, spec, parent, id=key, state=0)
    task.restore(state, order)
    task.triggered = triggered
    task.trail = trail.restored(internal.pop(trail.KEY, None), () if parent is None else parent.trail)
    task.internal_data = _load_internal(spec, internal)
    task.data = updated if deleted is None else _data_above(part, parent) | updated
    for gone in deleted or ():
        task.data.pop(gone, None)
    top.order = max(top.order, order)
    if state == TaskState.WAITING and isinstance(spec, CatchingEvent):
        top.event_manager.add_task(task)


def _load_internal(spec: Any, internal: dict[str, Any]) -> dict[str, Any]:
    seen = internal.get("seen_events")
    if seen and isinstance(getattr(spec, "event_definition", None), MultipleEventDefinition):
        definitions = spec.event_definition.event_definitions
        internal["seen_events"] = [BpmnEvent(definitions[index], payload) for index, payload in seen]
    return internal
