"""Compensation (BPMN 2.0.2, 10.7 and 13.5.5): undoing, in reverse order, what has been completed.

An activity that can be compensated leaves an entry in its scope when it completes: its name, its data, and the entries
of the sub-process it was. A throw event takes the entries it names (or all of its scope), has their handlers run one
after the other, the latest first, and goes on when the last has finished. An entry is used once.

What compensates an entry: the handler that an association leads to from the compensation event attached to the
activity; for a sub-process without one its compensation event sub-process; else the entries inside it, in reverse.
"""

from typing import Any

from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.bpmn.specs.defaults import SubWorkflowTask
from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask
from SpiffWorkflow.task import TaskState

from engine.bpmn.execution.events import ThrowEvent, ThrowingEnd, cancel_others, definitions_of, holder_of
from engine.bpmn.execution.merging import is_same, merge
from engine.bpmn.execution.scopes import SharingSubProcess

ENTRIES = "compensable"
PENDING = "compensations"
RUNNING = "compensating"
THROWER = "compensation_for"
ENTRY = "compensated"
CHILD = " [child]"
COMPENSATE_ALL = "CompensateAll"
SCOPE = ".compensation"


class CompensateEventDefinition(EventDefinition):
    """Compensates the activity it names, or everything in its scope."""

    def __init__(self, activity: str | None, *, waits: bool = True, **attributes: Any) -> None:
        super().__init__("compensation", **attributes)
        self.activity = activity
        self.waits = waits


# -- what can be compensated


def keep_entry(task: Any) -> None:
    """An activity completes: keep what its compensation will need, before anything that follows can ask for it."""
    spec, part = task.task_spec, task.workflow
    if isinstance(spec, LoopTask) or THROWER in task.internal_data:
        return  # the instances of a loop have left their entries; a handler is not compensated itself
    name = spec.name.removesuffix(CHILD)
    inner = _entries_inside(task)
    if name in part.spec.handlers or inner or _compensates_itself(task):
        entry = {"activity": name, "data": dict(task.data), "inner": inner}
        part.memory.setdefault(ENTRIES, []).append(entry)


def _entries_inside(task: Any) -> list[Any]:
    if not isinstance(task.task_spec, SubWorkflowTask):
        return []
    part = dict.get(task.workflow.top_workflow.subprocesses, task.id)
    return [] if part is None else part.memory.pop(ENTRIES, [])


def _compensates_itself(task: Any) -> bool:
    spec = task.task_spec
    if not isinstance(spec, SharingSubProcess):
        return False
    inside = task.workflow.top_workflow.subprocess_specs[spec.spec]
    return inside.compensation_subprocess is not None


# -- throwing


class _Compensates:
    """Waits until what it compensates is done."""

    event_definition: Any

    def _update_hook(self, my_task: Any) -> bool:
        if PENDING not in my_task.internal_data:
            super()._update_hook(my_task)  # type: ignore[misc]
            self._begin(my_task)
        return self._go_on(my_task)

    def _begin(self, my_task: Any) -> None:
        taken: list[Any] = []
        for definition in definitions_of(self):
            if isinstance(definition, CompensateEventDefinition):
                taken += take_entries(my_task, definition.activity)
        my_task.internal_data[PENDING] = taken
        my_task.internal_data[RUNNING] = []

    def _go_on(self, my_task: Any) -> bool:
        pending, running = my_task.internal_data[PENDING], my_task.internal_data[RUNNING]
        while pending and (not running or not self._waits()):
            part_id, entry = pending.pop(0)
            _start_handler(my_task, part_id, entry)
        if running and self._waits():
            my_task._set_state(TaskState.WAITING)
            return False
        return True

    def _waits(self) -> bool:
        return all(getattr(definition, "waits", True) for definition in definitions_of(self))


class CompensationThrow(_Compensates, ThrowEvent):
    """An intermediate throw event that compensates."""


class CompensationEnd(_Compensates, ThrowingEnd):
    """An end event that compensates."""


class CancelEnd(_Compensates, ThrowingEnd):
    """The cancel end event of a transaction: all else in it is cancelled, all completed is compensated, and then the
    cancel event attached to the transaction takes over (10.3.5, 13.3.4)."""

    def _begin(self, my_task: Any) -> None:
        cancel_others(my_task.workflow, my_task)
        my_task.internal_data[PENDING] = take_entries(my_task, None)
        my_task.internal_data[RUNNING] = []


class CompensateAll(_Compensates, BpmnTaskSpec):
    """What stands in for a sub-process without a handler of its own: everything inside, in reverse."""

    event_definition = CompensateEventDefinition(None)

    def __init__(self, wf_spec: Any, name: str) -> None:
        super().__init__(wf_spec, name)


class CompensationScope(SharingSubProcess):
    """A completed sub-process, entered again to be compensated."""

    def start_workflow(self, my_task: Any) -> None:
        part = my_task.workflow.top_workflow.create_subprocess(my_task, self.spec)
        part.completed_event.connect(self._on_subworkflow_completed, my_task)
        self.copy_data(my_task, part)
        part.memory[ENTRIES] = my_task.internal_data[ENTRY]["inner"]
        start = part.task_tree
        start._set_state(TaskState.COMPLETED)
        name = part.spec.compensation_subprocess or COMPENSATE_ALL
        child = start._add_child(part.spec.task_specs[name], TaskState.FUTURE)
        child.task_spec._update(child)


def take_entries(my_task: Any, activity: str | None) -> list[Any]:
    """What a throw event compensates, the latest first, as (the part it lies in, the entry).

    A throw event inside an event sub-process means the scope that this one belongs to as well.
    """
    taken: list[Any] = []
    part: Any = my_task.workflow
    while part is not None:
        entries = part.memory.get(ENTRIES, [])
        mine = [entry for entry in entries if activity in (None, entry["activity"])]
        if mine:
            part.memory[ENTRIES] = [entry for entry in entries if entry not in mine]
            part.top_workflow.changed[part] = None
        taken += [[part.parent_task_id, entry] for entry in reversed(mine)]
        holder = holder_of(part)
        is_inside = holder is not None and (part.spec.is_event_subprocess or (activity is not None and not taken))
        part = holder.workflow if is_inside else None
    return taken


def _start_handler(my_task: Any, part_id: str | None, entry: dict[str, Any]) -> None:
    top = my_task.workflow.top_workflow
    part = top if part_id is None else top.subprocesses.get(part_id)
    if part is None:
        return
    name = part.spec.handlers.get(entry["activity"], entry["activity"] + SCOPE)
    child = part.task_tree._add_child(part.spec.task_specs[name], TaskState.FUTURE)
    child.triggered = True
    child.data = entry["data"] | my_task.data
    child.internal_data[THROWER] = my_task.id
    child.internal_data[ENTRY] = entry
    my_task.internal_data[RUNNING].append(child.id)
    child.task_spec._update(child)


def report_to_thrower(task: Any) -> None:
    """Where a compensation handler has completed: what it changed is known to the thrower, which goes on."""
    if THROWER not in task.internal_data:
        return
    top = task.workflow.top_workflow
    thrower = top.find(task.internal_data[THROWER])
    if thrower is None:
        top.wake_all()
        thrower = top.find(task.internal_data[THROWER])
    entry = task.internal_data.pop(ENTRY)
    if thrower is None or thrower.state & TaskState.FINISHED_MASK:
        return
    before = entry["data"]
    merge(
        thrower.data,
        {name: one for name, one in task.data.items() if name not in before or not is_same(before[name], one)},
    )
    top.note(thrower)
    thrower.internal_data[RUNNING] = [one for one in thrower.internal_data[RUNNING] if one != task.id]
    thrower.task_spec._update(thrower)
