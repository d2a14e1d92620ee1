"""SpiffWorkflow's parser with our timers, boundary events, joins and action tasks, by its extension points."""

from typing import Any

from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser, full_tag
from SpiffWorkflow.bpmn.parser.event_parsers import (
    BoundaryEventParser,
    EventBasedGatewayParser,
    IntermediateCatchEventParser,
    StartEventParser,
)
from SpiffWorkflow.bpmn.parser.task_parsers import GatewayParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.parser.util import first
from SpiffWorkflow.bpmn.specs.defaults import (
    BoundaryEvent,
    EventBasedGateway,
    IntermediateCatchEvent,
    ServiceTask,
    StartEvent,
)
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition
from SpiffWorkflow.task import TaskState

from engine.bpmn.extensions import read_extensions
from engine.bpmn.joining import ConsumingParallelGateway
from engine.bpmn.timers import CycleTimer, DateTimer, DurationTimer

TIMERS = (("timeDate", DateTimer), ("timeDuration", DurationTimer), ("timeCycle", CycleTimer))


class ActionTask(ServiceTask):
    """A service task that waits for the command layer to run its action; without one it passes at once."""

    def _execute(self, task: Any) -> bool:
        return True


class RearmingBoundaryEvent(BoundaryEvent):
    """A non-interrupting boundary event goes on listening after it fired (BPMN 2.0.2, 10.5.4).

    SpiffWorkflow 3.2.0 lets it fire once. Here a fresh event takes its place before the old one runs.
    """

    def catch(self, my_task: Any, event: Any) -> None:
        if not self.cancel_activity and not isinstance(self.event_definition, TimerEventDefinition):
            listener = my_task.parent._add_child(self, TaskState.WAITING)
            self._predict(listener, mask=TaskState.NOT_FINISHED_MASK)
            my_task.workflow.top_workflow.event_manager.add_task(listener)
        super().catch(my_task, event)


class _ClockTimers:
    """Reads timer definitions as our own classes."""

    def parse_timer_event(self, event: Any) -> Any:
        name = self.node.get("name", self.node.get("id"))  # type: ignore[attr-defined]
        for tag, timer in TIMERS:
            node = first(self.xpath(f".//bpmn:{tag}"))  # type: ignore[attr-defined]
            if node is not None:
                return timer(name, node.text or "", description=self.get_event_description(event))  # type: ignore[attr-defined]
        self.raise_validation_exception("A timer needs timeDate, timeDuration or timeCycle")  # type: ignore[attr-defined]
        return None


class _Start(_ClockTimers, StartEventParser):
    pass


class _Catch(_ClockTimers, IntermediateCatchEventParser):
    pass


class _Boundary(_ClockTimers, BoundaryEventParser):
    pass


class _EventGateway(_ClockTimers, EventBasedGatewayParser):
    pass


class _ServiceTaskParser(TaskParser):
    def create_task(self) -> Any:
        task = super().create_task()
        task.manual = read_extensions(self.node).action is not None
        return task


class DiagramParser(BpmnParser):
    """The parser all diagrams go through, after our own check."""

    OVERRIDE_PARSER_CLASSES = {  # noqa: RUF012 - SpiffWorkflow's extension point is a class attribute
        full_tag("startEvent"): (_Start, StartEvent),
        full_tag("intermediateCatchEvent"): (_Catch, IntermediateCatchEvent),
        full_tag("boundaryEvent"): (_Boundary, RearmingBoundaryEvent),
        full_tag("eventBasedGateway"): (_EventGateway, EventBasedGateway),
        full_tag("parallelGateway"): (GatewayParser, ConsumingParallelGateway),
        full_tag("serviceTask"): (_ServiceTaskParser, ActionTask),
    }
