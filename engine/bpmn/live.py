"""The live workflow: SpiffWorkflow's, on the injected clock, with timers driven by rows and finished nodes noted."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from SpiffWorkflow.bpmn.specs.event_definitions.multiple import MultipleEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow

from engine.bpmn.environment import ClosedScriptEngine


class LiveSubWorkflow(BpmnSubWorkflow):
    """A sub-process or called process."""

    def _task_completed_notify(self, task: Any) -> None:
        self.top_workflow.on_passed(task)
        super()._task_completed_notify(task)


class LiveWorkflow(BpmnWorkflow):
    """The workflow of one process instance at one moment; `firing` is the waiting event whose timer may fire now."""

    def __init__(self, spec: Any, subprocess_specs: Any, now: datetime, **kwargs: Any) -> None:
        self.now = now
        self.on_passed: Callable[[Any], None] = lambda task: None
        self.firing: UUID | None = None
        super().__init__(spec, subprocess_specs, script_engine=ClosedScriptEngine(), **kwargs)

    def create_subprocess(self, my_task: Any, spec_name: str) -> Any:
        subprocess = LiveSubWorkflow(self.subprocess_specs[spec_name], parent_task_id=my_task.id, top_workflow=self)
        self.subprocesses[my_task.id] = subprocess
        return subprocess

    def refresh_timers(self) -> None:
        """Timers are fired one by one from their rows; here nothing may fire by itself."""

    def _task_completed_notify(self, task: Any) -> None:
        self.on_passed(task)
        super()._task_completed_notify(task)

    def all_tasks(self) -> list[Any]:
        """Every task of the instance, whatever its depth; a flat look, no walk of the tree."""
        return [task for part in (self, *self.subprocesses.values()) for task in part.tasks.values()]


def waits_for_timer(task: Any) -> bool:
    """Is what this catch event waits for a timer, alone or among others?"""
    if not isinstance(task.task_spec, CatchingEvent):
        return False
    definition = task.task_spec.event_definition
    if isinstance(definition, MultipleEventDefinition):
        return any(isinstance(one, TimerEventDefinition) for one in definition.event_definitions)
    return isinstance(definition, TimerEventDefinition)
