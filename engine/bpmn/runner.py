"""Runs one process instance in memory: (state, data, now) in, a `Step` out. No database, no clock of its own."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from SpiffWorkflow.bpmn.specs.control import BoundaryEventSplit
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

from engine.bpmn import state
from engine.bpmn.bundle import CompiledBundle, CompiledProcess
from engine.bpmn.live import LiveWorkflow, waits_for_timer
from engine.bpmn.parsing import ActionTask
from engine.bpmn.timers import waits_until
from engine.domain.errors import AlreadyDone, ModelFault, NotFound, Problem
from engine.domain.step import ActionCall, Armed, Closed, Fault, InstanceState, Opened, Passed, Step, Thrown, Waiting

THROWN_KINDS: tuple[tuple[type[Any], Any], ...] = (
    (MessageEventDefinition, "message"),
    (SignalEventDefinition, "signal"),
    (ErrorEventDefinition, "error"),
    (EscalationEventDefinition, "escalation"),
)


class Runner:
    """One instance being advanced; `step()` says what came of it."""

    def __init__(self, bundle: CompiledBundle, process: CompiledProcess, workflow: LiveWorkflow) -> None:
        self.bundle = bundle
        self.process = process
        self._workflow = workflow
        self._passed: list[Passed] = []
        self._fault: Fault | None = None
        self._done: set[str] = set()
        self._open_before = {str(task.id) for task in self._open_tasks()}
        self._armed_before = {str(task.id): waits_until(task) for task in self._timer_tasks()}
        self._parts_before: frozenset[str] = frozenset()
        workflow.on_passed = self._note

    @classmethod
    def start(cls, bundle: CompiledBundle, key: str, *, now: datetime, variables: Mapping[str, Any]) -> "Runner":
        """A new instance of process `key`, advanced as far as it goes by itself."""
        process = bundle.process(key)
        runner = cls(bundle, process, LiveWorkflow(process.spec, process.subprocess_specs, now))
        runner._open_before, runner._armed_before = set(), {}
        runner._workflow.task_tree.data.update(variables)
        runner._guard(lambda: None)
        return runner

    @classmethod
    def load(cls, bundle: CompiledBundle, key: str, parts: Mapping[str, bytes], *, now: datetime) -> "Runner":
        """The instance as its last step left it."""
        process = bundle.process(key)
        runner = cls(bundle, process, state.load(process.spec, process.subprocess_specs, parts, now))
        runner._parts_before = frozenset(parts)
        return runner

    # -- what can be done to it

    def complete(self, task_id: str, variables: Mapping[str, Any]) -> None:
        """Complete an open user task with what was submitted."""
        task = self._task(task_id)
        if not task.has_state(TaskState.READY):
            raise AlreadyDone
        self._done.add(task_id)

        def run() -> None:
            task.data.update(variables)
            task.run()

        self._guard(run)

    def finish_action(self, call: ActionCall, result: Mapping[str, Any]) -> None:
        """The action of a service task has run; its result becomes data of the process."""
        self.complete(call.task_id, result)

    def fire_timer(self, task_id: str) -> None:
        """The timer of a waiting event is due."""
        task = self._task(task_id)

        def run() -> None:
            self._workflow.firing = task.id
            task.task_spec._update(task)
            self._workflow.firing = None
            cycle = task.internal_data.get("cycle")
            if cycle and cycle["left"] == 0:
                task.task_spec._update(task)

        self._guard(run)

    def escalate(self, task_id: str, code: str, payload: Mapping[str, Any]) -> str | None:
        """Raise an escalation at an activity; the id of the event that caught it, None when nobody did."""
        catcher = self._catcher(self._task(task_id), code)
        if catcher is None:
            return None
        event = BpmnEvent(EscalationEventDefinition(code, code), payload=dict(payload))

        def run() -> None:
            catcher.task_spec.catch(catcher, event)
            catcher.task_spec._update(catcher)

        self._guard(run)
        return str(catcher.task_spec.bpmn_id)

    def deliver(self, waiting_task_id: str, name: str, payload: Mapping[str, Any]) -> None:
        """Hand a message or signal to the event that waits for it."""
        task = self._task(waiting_task_id)
        definition = _definition_named(task, name)
        event = BpmnEvent(definition, payload=dict(payload))

        def run() -> None:
            task.task_spec.catch(task, event)
            task.task_spec._update(task)

        self._guard(run)

    def record_fault(self, element_id: str, code: str, message: str) -> None:
        """An action failed: the instance stops here as an incident."""
        self._fault = Fault(element_id, code, message)

    # -- what it shows

    def next_action(self) -> ActionCall | None:
        """The next service task that stands ready, or None."""
        if self._fault:
            return None
        for task in self._workflow.all_tasks():
            if task.state == TaskState.READY and isinstance(task.task_spec, ActionTask) and task.task_spec.manual:
                element = self.process.element(task.task_spec.bpmn_id)
                use = element.extensions.action
                if use:
                    return ActionCall(str(task.id), element.id, use.name, use.parameters, dict(task.data))
        return None

    def task_data(self, task_id: str) -> dict[str, Any]:
        """The data an open task sees."""
        return dict(self._task(task_id).data)

    def step(self) -> Step:
        """Everything that changed since the instance was loaded or started."""
        self._workflow_messages = self._thrown()
        parts: dict[str, bytes | None] = dict(state.dump(self._workflow))
        parts.update(dict.fromkeys(self._parts_before - parts.keys()))
        open_now = {str(task.id): task for task in self._open_tasks()}
        timers = {str(task.id): task for task in self._timer_tasks()}
        return Step(
            state=self._state(),
            parts=parts,
            variables=self._variables(),
            opened=tuple(self._opened(task) for key, task in open_now.items() if key not in self._open_before),
            closed=tuple(Closed(key, key in self._done) for key in sorted(self._open_before - open_now.keys())),
            armed=tuple(
                _armed(task) for key, task in timers.items() if waits_until(task) != self._armed_before.get(key)
            ),
            disarmed=tuple(sorted(self._armed_before.keys() - timers.keys())),
            passed=tuple(self._passed),
            thrown=self._workflow_messages,
            waiting=tuple(self._waiting()),
            fault=self._fault,
            active=tuple(self._active()),
        )

    # -- inside

    def _guard(self, run: Callable[[], None]) -> None:
        """Advance; a fault of the model becomes an incident instead of an exception."""
        try:
            run()
            self._workflow.do_engine_steps()
            self._require_nothing_left()
        except ModelFault as fault:
            problem = fault.problems[0]
            self._fault = Fault(problem.element or "-", problem.code, problem.message())
        except Exception as error:  # whatever the model made SpiffWorkflow stumble over: an incident, not a crash
            element = getattr(getattr(error, "task_spec", None), "bpmn_id", None) or "-"
            problem = Problem("bpmn.engine_fault", {"reason": str(error) or type(error).__name__})
            self._fault = Fault(element, problem.code, problem.message())

    def _require_nothing_left(self) -> None:
        """SpiffWorkflow 3.2.0 does not see tasks below depth 1000: what it left standing is a fault, never silence."""
        for task in self._workflow.all_tasks():
            if task.state == TaskState.READY and not task.task_spec.manual and not task.workflow.completed:
                raise ModelFault(Problem("bpmn.too_deep", element=getattr(task.task_spec, "bpmn_id", None)))

    def _note(self, task: Any) -> None:
        spec = task.task_spec
        element = self.process.elements.get(getattr(spec, "bpmn_id", None) or "")
        if element is None or isinstance(spec, LoopTask):
            return
        self._passed.append(Passed(element.id, element.name, element.type, str(task.id)))

    def _task(self, task_id: str) -> Any:
        task = state._find(self._workflow, UUID(task_id))
        if task is None:
            raise NotFound
        return task

    def _open_tasks(self) -> list[Any]:
        return [
            task
            for task in self._workflow.all_tasks()
            if task.state == TaskState.READY and task.task_spec.manual and not isinstance(task.task_spec, ActionTask)
        ]

    def _timer_tasks(self) -> list[Any]:
        tasks = self._workflow.all_tasks()
        return [t for t in tasks if t.state == TaskState.WAITING and waits_for_timer(t) and waits_until(t)]

    def _catcher(self, task: Any, code: str) -> Any:
        while task is not None:
            caught = [sibling for sibling in _boundary_events(task) if _catches_escalation(sibling, code)]
            if caught:
                return caught[0]
            task = self._holder(task)
        return None

    def _holder(self, task: Any) -> Any:
        parent_id = task.workflow.parent_task_id
        return None if parent_id is None else state._find(self._workflow, parent_id)

    def _opened(self, task: Any) -> Opened:
        element = self.process.element(task.task_spec.bpmn_id)
        return Opened(str(task.id), element.id, element.name or element.id, dict(task.data))

    def _waiting(self) -> list[Waiting]:
        found = []
        for task in self._workflow.all_tasks():
            if task.state == TaskState.WAITING and isinstance(task.task_spec, CatchingEvent):
                found += [
                    Waiting(str(task.id), task.task_spec.bpmn_id, kind, definition.name)
                    for definition in _definitions(task)
                    for cls, kind in THROWN_KINDS[:2]
                    if isinstance(definition, cls) and definition.name
                ]
        return found

    def _active(self) -> list[str]:
        """Elements that hold a token now: open or waiting nodes and the sub-processes around them."""
        states = TaskState.READY | TaskState.WAITING | TaskState.STARTED
        found = dict.fromkeys(
            task.task_spec.bpmn_id
            for task in self._workflow.all_tasks()
            if task.has_state(states)
            and getattr(task.task_spec, "bpmn_id", None) in self.process.elements
            and not isinstance(task.task_spec, BoundaryEvent)
        )
        return list(found)

    def _thrown(self) -> tuple[Thrown, ...]:
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
        if any(thrown.kind == "error" for thrown in self._workflow_messages):
            return "failed"
        return "completed" if self._workflow.completed else "running"

    def _variables(self) -> dict[str, Any]:
        last = self._workflow.last_task
        data = {**self._workflow.data, **(last.data if last else {})}
        objects = data.pop("data_objects", {})
        return {**objects, **data}


def _armed(task: Any) -> Armed:
    due = waits_until(task)
    assert due is not None  # noqa: S101 - only called for timer tasks that have one
    return Armed(str(task.id), task.task_spec.bpmn_id, due)


def _boundary_events(task: Any) -> list[Any]:
    """Events attached to the activity of this task, those of the loop around it included."""
    while task.parent is not None and isinstance(task.parent.task_spec, LoopTask):
        task = task.parent
    if task.parent is None or not isinstance(task.parent.task_spec, BoundaryEventSplit):
        return []
    return [t for t in task.parent.children if isinstance(t.task_spec, BoundaryEvent) and t.state == TaskState.WAITING]


def _catches_escalation(task: Any, code: str) -> bool:
    definition = task.task_spec.event_definition
    return isinstance(definition, EscalationEventDefinition) and definition.code in (None, code)


def _definitions(task: Any) -> list[Any]:
    definition = task.task_spec.event_definition
    return getattr(definition, "event_definitions", None) or [definition]


def _definition_named(task: Any, name: str) -> Any:
    for definition in _definitions(task):
        if getattr(definition, "name", None) == name:
            return definition
    raise NotFound
