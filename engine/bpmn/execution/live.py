"""The live workflow: SpiffWorkflow's, with its cost in what moves and not in what has been.

What differs from SpiffWorkflow 3.2.0, and why:
- Tasks that are waiting, ready or started stand in an index; the engine looks there and never walks the tree.
- Nothing is predicted. A task gets its children when it runs; what might come later is not kept.
- Only (sub)processes in which something became ready are stepped, the deepest first.
- The clock is injected, and no timer fires by itself: a row in the database says when.
- Every change of a task's state is noted, so that a step can be told without comparing everything.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from os import urandom
from typing import Any

from SpiffWorkflow.bpmn.specs.event_definitions.conditional import ConditionalEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.multiple import MultipleEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask
from SpiffWorkflow.bpmn.specs.mixins.subworkflow_task import SubWorkflowTask
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.exceptions import TaskNotFoundException
from SpiffWorkflow.specs.Join import Join
from SpiffWorkflow.specs.MultiChoice import MultiChoice
from SpiffWorkflow.task import Task, TaskState

from engine.bpmn.execution.budget import Budget, require_depth
from engine.bpmn.execution.compaction import compact, is_big
from engine.bpmn.execution.compensation import keep_entry, report_to_thrower
from engine.bpmn.execution.environment import ClosedScriptEngine
from engine.bpmn.execution.frame import DEFAULT_FRAME, Frame
from engine.bpmn.execution.merging import merge
from engine.bpmn.execution.timers import DUE
from engine.bpmn.execution.trail import Trail, after
from engine.bpmn.execution.values import Values
from engine.domain.step import Stored
from engine.expressions import Surroundings

LIVE = TaskState.WAITING | TaskState.READY | TaskState.STARTED
ID_BYTES = 12
Fetch = Callable[[str | None], Stored]


@dataclass(frozen=True)
class Before:
    """What a task was when the step began: its state (0: not there yet), and when its timer was due."""

    state: int
    due: str | None


class LiveTask(Task):
    """A task that notes its changes; their order is counted, for clocks can be set back. Its id is text."""

    thread_id = 0

    def __init__(
        self, workflow: Any, task_spec: Any, parent: Any = None, state: int = TaskState.MAYBE, id: str | None = None
    ) -> None:
        self.id = id or urandom(ID_BYTES).hex()
        self.workflow = workflow
        self.task_spec = task_spec
        self._parent = None if parent is None else parent.id
        self._children: list[str] = []
        self._state = 0
        self.triggered = False
        self.data: dict[str, Any] = {}
        self.internal_data: dict[str, Any] = {}
        self.last_state_change = 0
        self.encoded: bytes | None = None
        self.keys: Collection[str] = ()  # of the long values in what was encoded
        self.trail: Trail = () if parent is None else parent.trail
        workflow.tasks[self.id] = self
        if parent is not None:
            parent._children.append(self.id)
        if state:
            self._set_state(state)

    def restore(self, state: int, order: int) -> None:
        """Be what the stored row says."""
        self._state = state
        self.last_state_change = order
        if state & LIVE:
            self.workflow.live[self.id] = self

    def _add_child(self, task_spec: Any, state: int = TaskState.MAYBE) -> "LiveTask":
        child = LiveTask(self.workflow, task_spec, self, state)
        if state == TaskState.READY:
            child._ready()
        return child

    def _set_state(self, value: int) -> None:
        if value == self._state:
            return
        top = self.workflow.top_workflow
        top.note(self)
        self._state = value
        self.encoded = None
        top.order += 1
        self.last_state_change = top.order
        if value & LIVE:
            self.workflow.live[self.id] = self
            if value == TaskState.READY and not self.task_spec.manual:
                top.stirred[self.workflow] = None
        else:
            self.workflow.live.pop(self.id, None)

    def _inherit_data(self) -> None:
        self.trail = self.parent.trail
        if self.data:
            merge(self.data, self.parent.data)
        else:
            self.data = dict(self.parent.data)

    def run(self) -> bool | None:
        """Run it, with the children that its outputs say; a choice adds its own when it has chosen."""
        if not isinstance(self.task_spec, MultiChoice):
            self.task_spec._predict_hook(self)
        done: bool | None = self.task_spec._run(self)
        if self._state & TaskState.FINISHED_MASK:
            return done
        if done is None:
            self._set_state(TaskState.STARTED)
        elif done is False:
            self.error()
        else:
            self.complete()
        return done

    def cancel(self) -> None:
        """Cancelled, with what it holds: the instances of a loop, and a sub-process, which is loaded if it sleeps."""
        top = self.workflow.top_workflow
        holds = self._state == TaskState.STARTED and isinstance(self.task_spec, SubWorkflowTask)
        if holds and not dict.__contains__(top.subprocesses, self.id):
            top.wake(self.id)
        if self._state & LIVE and isinstance(self.task_spec, LoopTask):
            for instance in self.children:
                instance.cancel()  # SpiffWorkflow drops them, and what they hold would go on
        super().cancel()

    def complete(self) -> None:
        """Completed; what comes next may ask for its compensation at once."""
        keep_entry(self)
        self.trail = after(self)
        super().complete()


class _Part:
    """What the process and its sub-processes have in common; `live` holds the tasks that are not finished."""

    live: dict[str, LiveTask]
    tasks: dict[str, LiveTask]
    top_workflow: "LiveWorkflow"
    memory: dict[str, Any]  # what its gateways and its compensation have to remember
    ended: dict[str, Any]  # the data of tokens that reached the end of this (sub)process before its last one
    size: int  # bytes of its stored state
    keys: Collection[str]  # of the long values in its stored state
    task_tree: LiveTask
    last_task: LiveTask | None

    def begin(self) -> None:
        """Stand at the start; SpiffWorkflow's constructor would predict everything from here."""
        self.task_tree = LiveTask(self, self.spec.start, state=TaskState.FUTURE)  # type: ignore[attr-defined]
        self.task_tree._ready()

    def update_waiting_tasks(self) -> None:
        """Joins look again after every completed task, and conditions; no other event comes about by itself."""
        for task in [task for task in self.live.values() if task._state == TaskState.WAITING]:
            if task._state == TaskState.WAITING and task.task_spec.rechecks:
                task.task_spec._update(task)

    def _remove_task(self, task_id: str) -> None:
        task = self.tasks[task_id]
        self.top_workflow.note(task)
        self.live.pop(task_id, None)
        super()._remove_task(task_id)  # type: ignore[misc]

    def _task_completed_notify(self, task: Any) -> None:
        self.top_workflow.on_passed(task)
        super()._task_completed_notify(task)  # type: ignore[misc]
        report_to_thrower(task)

    def run_ready(self) -> None:
        """Run what is ready and no person's, until nothing is."""
        while ready := [t for t in self.live.values() if t._state == TaskState.READY and not t.task_spec.manual]:
            for task in ready:
                if task._state == TaskState.READY:
                    self.top_workflow.spend(task)
                    task.run()
            if is_big(self):
                compact(self)


class LiveSubWorkflow(_Part, BpmnSubWorkflow):
    """A sub-process or called process."""

    def __init__(self, spec: Any, parent_task_id: str, top_workflow: "LiveWorkflow") -> None:
        self.live = {}
        self.ended = {}
        self.memory = {}
        self.size = 0
        self.keys = ()
        super().__init__(spec, parent_task_id, top_workflow, deserializing=True)


class Parts(dict[str, LiveSubWorkflow]):
    """The sub-processes that run, by the task that holds them; one that is only stored is loaded when asked for."""

    def __init__(self, top: "LiveWorkflow") -> None:
        self._top = top

    def get(self, key: Any, default: Any = None) -> Any:
        part = super().get(key)
        return part if part is not None else self._top.wake(key) or default


class LiveWorkflow(_Part, BpmnWorkflow):
    """One process instance. `now` is the moment of the act, `firing` the event whose timer may fire in it.

    `fetch` answers the stored sub-processes that are not loaded: one by its holder, or all for None.
    """

    def __init__(self, spec: Any, subprocess_specs: Any, now: datetime) -> None:
        self.live = {}
        self.ended = {}
        self.memory = {}
        self.size = 0
        self.keys = ()
        self.now = now
        self.on_passed: Callable[[Any], None] = lambda task: None
        self.firing: str | None = None
        self.started_by: tuple[str, str] | None = None
        self.fetch: Fetch | None = None
        self.load_part: Callable[[LiveWorkflow, str, bytes], LiveSubWorkflow] | None = None
        self.order = 0
        self.stirred: dict[Any, None] = {}
        self.before: dict[LiveTask, Before] = {}
        self.changed: dict[Any, None] = {}
        self.values = Values()
        self.stored: set[str] = set()  # the sub-processes known to be in the database
        self.frame = DEFAULT_FRAME
        self.budget = Budget(self.frame.limits)
        engine = ClosedScriptEngine(lambda: Surroundings(self.now, self.frame.calendar))
        super().__init__(spec, subprocess_specs, script_engine=engine, deserializing=True)
        self.subprocesses = Parts(self)

    # -- SpiffWorkflow's doors

    def create_subprocess(self, my_task: Any, spec_name: str) -> LiveSubWorkflow:
        part = LiveSubWorkflow(self.subprocess_specs[spec_name], my_task.id, self)
        require_depth(part.depth, self.frame.limits, my_task.task_spec.bpmn_id)
        self.subprocesses[my_task.id] = part
        self.changed[part] = None
        part.begin()
        return part

    def refresh_timers(self) -> None:
        """Timers are fired one by one from their rows; here nothing may fire by itself."""

    def catch(self, event: Any) -> None:
        """Whoever waits may sit in a sub-process that is not loaded."""
        self.wake_all()
        super().catch(event)

    def get_task_from_id(self, task_id: str) -> LiveTask:
        task = self.find(task_id)
        if task is None:
            raise TaskNotFoundException(f"no task {task_id}", task_spec=self.spec)
        return task

    def cancel(self, workflow: Any = None) -> Any:
        self.wake_all()
        return super().cancel(workflow)

    def do_engine_steps(self, *_: Any) -> None:
        """Step the (sub)processes in which something became ready, the deepest first."""
        while self.stirred:
            part = max(self.stirred, key=lambda one: one.depth)
            del self.stirred[part]
            part.run_ready()
            if part.completed and part is not self:
                self._finish(part)

    def _finish(self, part: LiveSubWorkflow) -> None:
        holder = self.find(part.parent_task_id)
        if holder is not None and holder._state & LIVE:
            holder.task_spec._update(holder)

    # -- what the runner asks

    def parts(self) -> Iterator[Any]:
        """The process and its loaded sub-processes."""
        yield self
        yield from list(self.subprocesses.values())

    def live_tasks(self) -> Iterable[LiveTask]:
        """Every loaded task that is not finished."""
        return [task for part in self.parts() for task in part.live.values()]

    def find(self, task_id: str) -> LiveTask | None:
        """The task, if its part is loaded."""
        for part in self.parts():
            task: LiveTask | None = part.tasks.get(task_id)
            if task is not None:
                return task
        return None

    def note(self, task: LiveTask) -> None:
        """The task is about to change."""
        if task not in self.before:
            self.before[task] = Before(task._state, task.internal_data.get(DUE))
        self.changed[task.workflow] = None

    def spend(self, task: LiveTask) -> None:
        """One act runs so many elements for so long and no more: a process that spins is a fault, never silence."""
        self.budget.spend(getattr(task.task_spec, "bpmn_id", None))

    def forget_changes(self) -> None:
        """A new step begins."""
        self.before.clear()
        self.changed.clear()
        self.values.fresh.clear()
        self.budget = Budget(self.frame.limits)

    def run_within(self, frame: Frame) -> None:
        """Take the limits and the calendar of the definition."""
        self.frame = frame
        self.budget = Budget(frame.limits)

    def wake(self, holder_id: str) -> LiveSubWorkflow | None:
        """Load the sub-process of a task that holds one."""
        holder = self.find(holder_id) if self.fetch else None
        if holder is None or not isinstance(holder.task_spec, SubWorkflowTask) or holder._state != TaskState.STARTED:
            return None
        self.load_given(self.fetch(holder_id) if self.fetch else Stored({}))
        return dict.get(self.subprocesses, holder_id)

    def wake_all(self) -> None:
        """Load everything that sleeps."""
        if self.fetch:
            self.load_given(self.fetch(None))
            self.fetch = None

    def load_given(self, given: Stored) -> set[str]:
        """Load sub-processes, a holder before what it holds; answers those that are loaded now."""
        bodies = given.parts
        self.stored.update(bodies)
        self.values.offered = given.values
        waiting = {key: body for key, body in bodies.items() if not dict.__contains__(self.subprocesses, key)}
        while ready := [key for key in waiting if self.find(key) is not None]:
            for key in ready:
                self.load_part(self, key, waiting.pop(key))  # type: ignore[misc]
        self.values.offered = {}
        return bodies.keys() - waiting.keys()


def prepare_spec(spec: Any) -> None:
    """Make the task specifications of a parsed process ready for live workflows."""
    for task_spec in spec.task_specs.values():
        task_spec._predict = _predict_nothing
        task_spec.rechecks = _rechecks(task_spec)
        if isinstance(task_spec, LoopTask):
            # SpiffWorkflow connects when it creates an instance; one that was loaded must be heard as well
            instance = spec.task_specs[task_spec.task_spec]
            if not instance.completed_event.is_connected(task_spec.merge_child):
                instance.completed_event.connect(task_spec.merge_child)


def _predict_nothing(*_: Any, **__: Any) -> None:
    """Nothing is kept of what might come."""


def _rechecks(task_spec: Any) -> bool:
    definition = getattr(task_spec, "event_definition", None)
    return isinstance(task_spec, Join) or isinstance(definition, ConditionalEventDefinition)


def waits_for_timer(task: Any) -> bool:
    """Is what this catch event waits for a timer, alone or among others?"""
    if not isinstance(task.task_spec, CatchingEvent):
        return False
    definition = task.task_spec.event_definition
    if isinstance(definition, MultipleEventDefinition):
        return any(isinstance(one, TimerEventDefinition) for one in definition.event_definitions)
    return isinstance(definition, TimerEventDefinition)
