"""Event sub-processes (BPMN 2.0.2, 10.3.5): a listener in the scope, and the sub-process that it starts.

The listener stands in the scope from its beginning, like an event attached to it, and waits for what the start event
names; the sub-process behind it begins without an event of its own. A scope whose tokens have all come to an end does
not wait for listeners.
"""

from typing import Any

from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.task import TaskState

from engine.bpmn.execution.events import Condition, cancel_others, listen_again


class EventSubProcessStart(CatchingEvent, BpmnTaskSpec):
    """The start event of an event sub-process, listening in the scope around it."""

    starts_event_subprocess = True

    def __init__(
        self, wf_spec: Any, bpmn_id: str, event_definition: Any, *, interrupting: bool, name: str | None = None
    ) -> None:
        super().__init__(wf_spec, bpmn_id, event_definition)
        self.bpmn_id = bpmn_id
        self.bpmn_name = name
        self.interrupting = interrupting

    def catches(self, my_task: Any, event: Any) -> bool:
        return bool(my_task.state == TaskState.WAITING and super().catches(my_task, event))

    def catch(self, my_task: Any, event: Any) -> None:
        if not self.interrupting:
            listen_again(my_task)
        super().catch(my_task, event)

    def _on_ready_hook(self, my_task: Any) -> None:
        """See the data as they are now in the scope; end the rest of it, if that is what the event does."""
        super()._on_ready_hook(my_task)
        last = my_task.workflow.last_task
        my_task.data = my_task.data | (last.data if last is not None else {})
        if self.interrupting:
            cancel_others(my_task.workflow, my_task)
        elif isinstance(self.event_definition, Condition):
            listen_again(my_task)


def is_listener(task: Any) -> bool:
    """Does this task only wait for an event sub-process to start? A timer that still has cycles to come counts, too."""
    return isinstance(task.task_spec, EventSubProcessStart) and task.state == TaskState.WAITING
