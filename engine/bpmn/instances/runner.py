"""Runs one process instance in memory: (state, data, now) in, a `Step` out. No database, no clock of its own."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from SpiffWorkflow.bpmn.specs.defaults import BoundaryEvent
from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import (
    ErrorEventDefinition,
    EscalationEventDefinition,
    SignalEventDefinition,
)
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask
from SpiffWorkflow.bpmn.util.event import BpmnEvent
from SpiffWorkflow.task import TaskState

from engine.bpmn.bundle import CompiledBundle, CompiledProcess
from engine.bpmn.execution.compaction import compact
from engine.bpmn.execution.event_subprocesses import is_listener
from engine.bpmn.execution.events import catcher_of, definitions_of, hand_over
from engine.bpmn.execution.live import Before, Fetch, LiveTask, LiveWorkflow, waits_for_timer
from engine.bpmn.execution.merging import copied
from engine.bpmn.execution.timers import DUE
from engine.bpmn.instances import state
from engine.bpmn.instances.migration import migrated_parts
from engine.bpmn.instances.moving import move
from engine.bpmn.instances.returning import Way, go_back, open_behind, way_to_take_back, ways_back
from engine.bpmn.parsing.parser import ActionTask
from engine.domain.errors import AlreadyDone, Conflict, DubanError, Invalid, ModelFault, NotFound, Problem
from engine.domain.step import (
    ActionCall,
    Armed,
    Closed,
    Earlier,
    Fault,
    InstanceState,
    Opened,
    PartState,
    Passed,
    StartedBy,
    Step,
    Stored,
    Thrown,
    Waiting,
)

THROWN_KINDS: tuple[tuple[type[Any], Any], ...] = (
    (MessageEventDefinition, "message"),
    (SignalEventDefinition, "signal"),
    (ErrorEventDefinition, "error"),
    (EscalationEventDefinition, "escalation"),
)


class Runner:
    """One instance being advanced; `step()` says what came of it, `begin` takes up the next act."""

    def __init__(self, bundle: CompiledBundle, process: CompiledProcess, workflow: LiveWorkflow) -> None:
        self.bundle = bundle
        self.process = process
        self._workflow = workflow
        self._passed: list[Passed] = []
        self._thrown: tuple[Thrown, ...] = ()
        self._fault: Fault | None = None
        self._done: set[str] = set()
        self._is_going_back = False
        workflow.on_passed = self._note
        workflow.run_within(bundle.frame)

    @classmethod
    def start(
        cls,
        bundle: CompiledBundle,
        key: str,
        *,
        now: datetime,
        variables: Mapping[str, Any],
        event: StartedBy | None = None,
    ) -> "Runner":
        """A new instance of process `key`, advanced as far as it goes by itself; `event` is what started it."""
        process = bundle.process(key)
        workflow = LiveWorkflow(process.spec, process.subprocess_specs, now)
        runner = cls(bundle, process, workflow)
        workflow.begin()
        workflow.task_tree.data.update(copied(dict(variables)))
        workflow.started_by = None if event is None else (event.kind, event.name)
        runner._guard(lambda: None)
        if event is not None:
            for task in workflow.live_tasks():
                if any((one.kind, one.name) == workflow.started_by for one in _awaited(task)):
                    runner.deliver(task.id, event.name, variables)
                    break
        return runner

    @classmethod
    def load(
        cls,
        bundle: CompiledBundle,
        key: str,
        stored: Stored,
        *,
        now: datetime,
        fetch: Fetch | None = None,
    ) -> "Runner":
        """The instance as its last step left it; `fetch` answers sub-processes that `stored` does not hold."""
        process = bundle.process(key)
        return cls(bundle, process, state.load(process.spec, process.subprocess_specs, stored, now, fetch))

    def begin(self, now: datetime, fetch: Fetch) -> None:
        """Take up another act at another moment."""
        self._workflow.now = now
        if self._workflow.fetch:
            self._workflow.fetch = fetch
        self._workflow.forget_changes()
        self._passed.clear()
        self._done.clear()
        self._is_going_back = False
        self._thrown = ()

    @property
    def size(self) -> int:
        """Bytes of the stored state of what is loaded, long values included."""
        return sum(part.size for part in self._workflow.parts()) + self._workflow.values.size

    # -- what can be done to it

    def complete(self, task_id: str, variables: Mapping[str, Any]) -> None:
        """Complete an open user task with what was submitted."""
        task = self._task(task_id)
        if not task.has_state(TaskState.READY):
            raise AlreadyDone
        self._done.add(task_id)

        def run() -> None:
            task.data.update(copied(dict(variables)))
            task.run()

        self._guard(run)

    def finish_action(self, call: ActionCall, result: Mapping[str, Any]) -> None:
        """The action of a service task has run; its result becomes data of the process."""
        self.complete(call.task_id, result)

    def fire_timer(self, task_id: str) -> None:
        """The timer of a waiting event is due."""
        task = self._task(task_id)

        def run() -> None:
            self._workflow.note(task)
            self._workflow.firing = task.id
            task.task_spec._update(task)
            self._workflow.firing = None
            cycle = task.internal_data.get("cycle")
            if cycle and cycle["left"] == 0:
                task.task_spec._update(task)

        self._guard(run)

    def escalate(self, task_id: str, code: str, payload: Mapping[str, Any]) -> str | None:
        """Raise an escalation at an activity; the id of the event that caught it, None when nobody did."""
        event = BpmnEvent(EscalationEventDefinition(code, code), payload=dict(payload))
        catcher = catcher_of(self._task(task_id), event)
        if catcher is None:
            return None
        self._guard(lambda: hand_over(catcher, event))
        return str(catcher.task_spec.bpmn_id)

    def correlates(self, waiting_task_id: str, name: str, payload: Mapping[str, Any]) -> bool:
        """Does a message belong to this instance, by the correlation keys that its conversation has taken (8.4.2)?"""
        task = self._task(waiting_task_id)
        definition = _definition_named(task, name)
        if not isinstance(definition, MessageEventDefinition) or not task.workflow.correlations:
            return True
        try:
            correlations = definition.get_correlations(task, dict(payload))
        except DubanError:
            return False  # it does not even carry the values
        return bool(definition.catches(task, BpmnEvent(definition, dict(payload), correlations)))

    def deliver(self, waiting_task_id: str, name: str, payload: Mapping[str, Any]) -> None:
        """Hand a message or signal to the event that waits for it."""
        task = self._task(waiting_task_id)
        definition = _definition_named(task, name)
        event = BpmnEvent(definition, payload=dict(payload))
        self._guard(lambda: hand_over(task, event))

    def move(self, leave: Sequence[str], enter: Sequence[str], variables: Mapping[str, Any]) -> None:
        """Take tokens away and set others down, with corrected data; Invalid names every element that cannot be."""
        containers = {element.id: element.container for element in self.process.elements.values()}
        changed = copied(dict(variables))
        entered = move(self._workflow, leave, enter, changed, containers)
        for task in [] if entered else self._workflow.live_tasks():
            self._workflow.note(task)
            task.data.update(changed)
        self._go_on_from(entered)

    def earlier(self, task_id: str) -> list[Earlier]:
        """The user tasks that an open task can be returned to, the previous one first."""
        return [self._earlier(way) for way in ways_back(self._open_task(task_id))]

    def send_back(self, task_id: str, earlier_task_id: str) -> Earlier:
        """Return an open task to one that its token has passed; Invalid where it has not passed it."""
        for way in ways_back(self._open_task(task_id)):
            if way.passage.task_id == earlier_task_id:
                self._is_going_back = True
                self._go_on_from([go_back(way)])
                return self._earlier(way)
        raise Invalid([Problem("bpmn.not_passed", field="/to")])

    def behind(self, task_id: str) -> list[str] | None:
        """The open tasks that taking back a completed task would cancel; None where it cannot be taken back.

        It cannot when a task behind it was done, or anything reached outside: an action, an event, a sub-process.
        """
        way = way_to_take_back(self._workflow, task_id)
        return None if way is None else open_behind(way)

    def take_back(self, task_id: str) -> None:
        """Open a completed task again, as if it had not been done; Conflict where it cannot be taken back."""
        way = way_to_take_back(self._workflow, task_id)
        if way is None:
            raise Conflict([Problem("bpmn.cannot_take_back")])
        self._is_going_back = True
        self._go_on_from([go_back(way)])

    def migrated_parts(self, new: CompiledProcess, renames: Mapping[str, str]) -> dict[str, PartState]:
        """The state in the words of another version of the process; Invalid names every element that does not fit."""
        return migrated_parts(self._workflow, new, renames)

    def record_fault(self, element_id: str, code: str, message: str) -> None:
        """An action failed: the instance stops here as an incident."""
        self._fault = Fault(element_id, code, message)

    # -- what it shows

    def next_action(self) -> ActionCall | None:
        """The next service task that stands ready, or None."""
        if self._fault:
            return None
        moved = self._workflow.before or self._workflow.live_tasks()
        ready = [task for task in moved if task.state == TaskState.READY and isinstance(task.task_spec, ActionTask)]
        for task in sorted(ready, key=lambda one: one.last_state_change):
            if task.task_spec.manual and task.id in task.workflow.live:
                element = self.process.element(task.task_spec.bpmn_id)
                use = element.extensions.action
                assert use is not None  # noqa: S101 - only tasks with an action are manual
                return ActionCall(task.id, element.id, use.name, use.parameters, dict(task.data))
        return None

    def task_data(self, task_id: str) -> dict[str, Any]:
        """The data an open task sees."""
        return dict(self._task(task_id).data)

    def active(self) -> list[str]:
        """Elements that hold a token now: open or waiting nodes and the sub-processes around them."""
        self._workflow.wake_all()
        found = dict.fromkeys(
            task.task_spec.bpmn_id
            for task in self._workflow.live_tasks()
            if getattr(task.task_spec, "bpmn_id", None) in self.process.elements
            and not isinstance(task.task_spec, BoundaryEvent)
            and not is_listener(task)
        )
        return list(found)

    def step(self) -> Step:
        """Everything that changed since the act began; the live tree is cut to what can still matter."""
        self._thrown += self._left_the_instance()
        state_now = self._state()
        variables = self._variables() if self._workflow in self._workflow.changed else None
        parts = self._changed_parts()
        moved = [(task, before) for task, before in self._workflow.before.items() if _moved(task, before)]
        return Step(
            state=state_now,
            parts=parts,
            variables=variables,
            variable_keys=self._workflow.values.keys_in(variables or {}),
            opened=tuple(
                self._opened(task) for task, before in moved if _is_open(task) and not _was_open(task, before)
            ),
            closed=tuple(
                Closed(task.id, task.id in self._done, self._is_going_back)
                for task, before in moved
                if _was_open(task, before) and not _is_open(task)
            ),
            armed=tuple(_armed(task) for task, before in moved if _is_armed(task)),
            disarmed=tuple(task.id for task, before in moved if _was_armed(task, before) and not _is_armed(task)),
            passed=tuple(self._passed),
            thrown=self._thrown,
            subscribed=tuple(one for task, before in moved if _is_waiting(task) for one in _awaited(task)),
            unsubscribed=tuple(
                task.id
                for task, before in moved
                if before.state == TaskState.WAITING and not _is_waiting(task) and _awaited(task)
            ),
            fault=self._fault,
            values=dict(self._workflow.values.fresh),  # the last: what has opened may have named some
        )

    # -- inside

    def _guard(self, run: Callable[[], None]) -> None:
        """Advance; a fault of the model becomes an incident instead of an exception."""
        try:
            run()
            self._workflow.do_engine_steps()
        except ModelFault as fault:
            problem = fault.problems[0]
            self._fault = Fault(problem.element or "-", problem.code, problem.message())
        except Exception as error:  # whatever the model made SpiffWorkflow stumble over: an incident, not a crash
            element = getattr(getattr(error, "task_spec", None), "bpmn_id", None) or "-"
            problem = Problem("bpmn.engine_fault", {"reason": str(error) or type(error).__name__})
            self._fault = Fault(element, problem.code, problem.message())

    def _go_on_from(self, entered: Sequence[LiveTask]) -> None:
        """Let tokens that were set down begin, and joins look again at what is left."""

        def run() -> None:
            for task in entered:
                task.task_spec._update(task)
            for part in list(self._workflow.parts()):
                part.update_waiting_tasks()

        self._guard(run)

    def _open_task(self, task_id: str) -> LiveTask:
        self._workflow.wake_all()
        task: LiveTask = self._task(task_id)
        if not task.has_state(TaskState.READY):
            raise AlreadyDone
        return task

    def _earlier(self, way: Way) -> Earlier:
        element = self.process.element(way.passage.element_id)
        return Earlier(element.id, element.name or element.id, way.passage.task_id)

    def _note(self, task: Any) -> None:
        spec = task.task_spec
        element = self.process.elements.get(getattr(spec, "bpmn_id", None) or "")
        if element is None or isinstance(spec, LoopTask):
            return
        self._passed.append(Passed(element.id, element.name, element.type, task.id))

    def _task(self, task_id: str) -> Any:
        task = self._workflow.find(task_id)
        if task is None:
            self._workflow.wake_all()
            task = self._workflow.find(task_id)
        if task is None:
            raise NotFound
        return task

    def _changed_parts(self) -> dict[str, PartState | None]:
        """What is to be written: sub-processes that ended leave memory and database, the others are cut and encoded."""
        workflow = self._workflow
        for key, part in list(workflow.subprocesses.items()):
            if part in workflow.changed and part.completed and _has_ended(workflow.find(key)):
                del workflow.subprocesses[key]
        parts: dict[str, PartState | None] = {}
        for part in workflow.parts():
            if part in workflow.changed:
                compact(part)
                key = part.parent_task_id
                parts[key or state.ROOT] = state.dump_part(part)
                if key is not None:
                    workflow.stored.add(key)
        for key in [key for key in workflow.stored if key not in workflow.subprocesses]:
            workflow.stored.discard(key)
            parts[key] = None
        if workflow.values:
            workflow.values.keep_only(set().union(*(part.keys for part in workflow.parts())))
        return parts

    def _opened(self, task: Any) -> Opened:
        element = self.process.element(task.task_spec.bpmn_id)
        scope = scope_of(task.workflow)
        keys = self._workflow.values.keys_in(task.data)
        return Opened(task.id, element.id, element.name or element.id, dict(task.data), keys, scope)

    def _left_the_instance(self) -> tuple[Thrown, ...]:
        thrown = []
        for event in self._workflow.get_events():
            for cls, kind in THROWN_KINDS:
                if isinstance(event.event_definition, cls):
                    name = getattr(event.event_definition, "code", None) or event.event_definition.name
                    thrown.append(Thrown(kind, name or "", event.payload or {}))
        return tuple(thrown)

    def _state(self) -> InstanceState:
        if self._fault:
            return "incident"
        if any(thrown.kind == "error" for thrown in self._thrown):
            return "failed"
        return "completed" if self._workflow.completed else "running"

    def _variables(self) -> dict[str, Any]:
        last = self._workflow.last_task
        data = {**self._workflow.data, **(last.data if last else {})}
        objects = data.get(state.OBJECTS)
        if not isinstance(objects, dict):  # none, or a name that somebody submitted
            return data
        del data[state.OBJECTS]
        return {**objects, **data}


def scope_of(part: Any) -> str:
    """The sub-processes around the tasks of a part, outermost first, by the ids of the tasks that hold them."""
    found: list[str] = []
    while part.parent_task_id is not None:
        found.append(part.parent_task_id)
        part = part.parent_workflow
    return "/".join(reversed(found))


def _moved(task: LiveTask, before: Before) -> bool:
    return task.state != before.state or task.internal_data.get(DUE) != before.due or not _is_there(task)


def _is_there(task: LiveTask) -> bool:
    return task.id in task.workflow.live


def _is_open(task: LiveTask) -> bool:
    return task.state == TaskState.READY and _is_a_persons(task) and _is_there(task)


def _was_open(task: LiveTask, before: Before) -> bool:
    return before.state == TaskState.READY and _is_a_persons(task)


def _is_a_persons(task: LiveTask) -> bool:
    return bool(task.task_spec.manual) and not isinstance(task.task_spec, ActionTask)


def _is_waiting(task: LiveTask) -> bool:
    return task.state == TaskState.WAITING and _is_there(task)


def _is_armed(task: LiveTask) -> bool:
    return _is_waiting(task) and waits_for_timer(task) and DUE in task.internal_data


def _was_armed(task: LiveTask, before: Before) -> bool:
    return before.state == TaskState.WAITING and before.due is not None and waits_for_timer(task)


def _armed(task: LiveTask) -> Armed:
    return Armed(
        task.id, task.task_spec.bpmn_id, datetime.fromisoformat(task.internal_data[DUE]), scope_of(task.workflow)
    )


def _awaited(task: LiveTask) -> list[Waiting]:
    """The messages and signals that this event waits for by name."""
    if not isinstance(task.task_spec, CatchingEvent):
        return []
    return [
        Waiting(task.id, task.task_spec.bpmn_id, kind, definition.name)
        for definition in definitions_of(task.task_spec)
        for cls, kind in THROWN_KINDS[:2]
        if isinstance(definition, cls) and definition.name
    ]


def _has_ended(holder: LiveTask | None) -> bool:
    return holder is None or bool(holder.state & TaskState.FINISHED_MASK)


def _definition_named(task: Any, name: str) -> Any:
    for definition in definitions_of(task.task_spec):
        if getattr(definition, "name", None) == name:
            return definition
    raise NotFound
