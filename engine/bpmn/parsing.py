"""SpiffWorkflow's parser with our timers, boundary events, joins and action tasks, by its extension points."""

from typing import Any

from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser, full_tag
from SpiffWorkflow.bpmn.parser.event_parsers import (
    BoundaryEventParser,
    EventBasedGatewayParser,
    IntermediateCatchEventParser,
    StartEventParser,
)
from SpiffWorkflow.bpmn.parser.ProcessParser import ProcessParser
from SpiffWorkflow.bpmn.parser.task_parsers import ConditionalGatewayParser, GatewayParser, SubWorkflowParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.parser.util import first
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.control import SimpleBpmnTask
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
from engine.bpmn.joining import ConsumingInclusiveGateway, ConsumingParallelGateway, ScopeEnd
from engine.bpmn.scopes import (
    SharingEventSubProcess,
    SharingLoop,
    SharingParallelInstances,
    SharingSequentialInstances,
    SharingSubProcess,
    SharingTransaction,
)
from engine.bpmn.timers import EACH, CycleTimer, DateTimer, DurationTimer

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
            my_task.workflow.top_workflow.event_manager.add_task(listener)
        super().catch(my_task, event)


class _ClockTimers:
    """Reads timer definitions as our own classes."""

    def parse_timer_event(self, event: Any) -> Any:
        name = self.node.get("name", self.node.get("id"))  # type: ignore[attr-defined]
        for tag, timer in TIMERS:
            node = first(self.xpath(f".//bpmn:{tag}"))  # type: ignore[attr-defined]
            if node is not None:
                definition = timer(name, node.text or "", description=self.get_event_description(event))  # type: ignore[attr-defined]
                definition.catch_up = read_extensions(self.node).catch_up or EACH  # type: ignore[attr-defined]
                return definition
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


class _Sharing:
    """A parser whose multi-instance activities, loops and event sub-processes share their data."""

    STANDARD_LOOP_CLASS = SharingLoop
    PARALLEL_MI_CLASS = SharingParallelInstances
    SEQUENTIAL_MI_CLASS = SharingSequentialInstances
    EVENT_SUBPROCESS_CLASS = SharingEventSubProcess


def _sharing(parser: Any) -> Any:
    return type(parser.__name__, (_Sharing, parser), {})


OURS = {
    full_tag("startEvent"): (_Start, StartEvent),
    full_tag("intermediateCatchEvent"): (_Catch, IntermediateCatchEvent),
    full_tag("boundaryEvent"): (_Boundary, RearmingBoundaryEvent),
    full_tag("eventBasedGateway"): (_EventGateway, EventBasedGateway),
    full_tag("parallelGateway"): (GatewayParser, ConsumingParallelGateway),
    full_tag("inclusiveGateway"): (ConditionalGatewayParser, ConsumingInclusiveGateway),
    full_tag("serviceTask"): (_ServiceTaskParser, ActionTask),
    full_tag("subProcess"): (SubWorkflowParser, SharingSubProcess),
    full_tag("transaction"): (SubWorkflowParser, SharingTransaction),
}


class DiagramSpec(BpmnProcessSpec):
    """A process whose end is our own."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        name: str = self.end.name  # type: ignore[has-type]
        del self.task_specs[name], self.task_specs["End"]
        self.end = ScopeEnd(self, name)
        self.end.connect(SimpleBpmnTask(self, "End"))


class _ProcessParser(ProcessParser):
    def create_spec(self) -> DiagramSpec:
        super().create_spec()  # refuses what is not executable
        return DiagramSpec(name=self.bpmn_id, description=self.get_name(), filename=self.filename)


class DiagramParser(BpmnParser):
    """The parser all diagrams go through, after our own check."""

    PROCESS_PARSER_CLASS = _ProcessParser

    OVERRIDE_PARSER_CLASSES = {  # noqa: RUF012 - SpiffWorkflow's extension point is a class attribute
        tag: (_sharing(parser), spec) for tag, (parser, spec) in (BpmnParser.PARSER_CLASSES | OURS).items()
    }
