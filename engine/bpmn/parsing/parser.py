"""SpiffWorkflow's parser with our own task specifications, by its extension points."""

from collections.abc import Mapping
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser, full_tag
from SpiffWorkflow.bpmn.parser.event_parsers import BoundaryEventParser
from SpiffWorkflow.bpmn.parser.task_parsers import (
    CallActivityParser,
    ConditionalGatewayParser,
    GatewayParser,
    ScriptTaskParser,
    SubWorkflowParser,
)
from SpiffWorkflow.bpmn.specs.control import SimpleBpmnTask
from SpiffWorkflow.bpmn.specs.defaults import (
    ExclusiveGateway,
    ManualTask,
    ScriptTask,
    ServiceTask,
    StartEvent,
    UserTask,
)
from SpiffWorkflow.bpmn.specs.defaults import NoneTask as AbstractTask

from engine.bpmn.execution.complex_gateway import ComplexGateway
from engine.bpmn.execution.decision_task import DecisionTask, DecisionTaskParser
from engine.bpmn.execution.event_subprocesses import EventSubProcessStart
from engine.bpmn.execution.events import (
    AttachedEvent,
    CatchEvent,
    EventGateway,
    ReceivingTask,
    SendingTask,
    ThrowEvent,
    ThrowingEnd,
)
from engine.bpmn.execution.joining import ConsumingInclusiveGateway, ConsumingParallelGateway
from engine.bpmn.execution.scopes import (
    SharingCallActivity,
    SharingEventSubProcess,
    SharingLoop,
    SharingParallelInstances,
    SharingSequentialInstances,
    SharingSubProcess,
    SharingTransaction,
    Thrown,
)
from engine.bpmn.parsing.event_parsing import (
    Drawn,
    DrawnBoundary,
    DrawnCatch,
    DrawnEnd,
    DrawnEventGateway,
    DrawnReceive,
    DrawnSend,
    DrawnStart,
    DrawnThrow,
)
from engine.bpmn.parsing.placing import Beginning, PlacingProcessParser, PlacingTaskParser
from engine.bpmn.source.extensions import read_extensions
from engine.bpmn.source.namespaces import bpmn
from engine.bpmn.source.references import global_tasks
from engine.domain.decision import DecisionTable


class ActionTask(ServiceTask):
    """A service task that waits for the command layer to run its action; without one it passes at once."""

    def _execute(self, task: Any) -> bool:
        return True


class EventBasedGateway(EventGateway, SimpleBpmnTask):
    """The tokens of all its flows wait at the events behind it; the first event to happen withdraws the others."""

    def __init__(self, wf_spec: Any, bpmn_id: str, **attributes: Any) -> None:
        attributes.pop("bpmn_name", None)
        super().__init__(wf_spec, bpmn_id, **attributes)
        self.bpmn_id = bpmn_id


class _Activity(PlacingTaskParser):
    """An activity whose loops share their data."""

    STANDARD_LOOP_CLASS = SharingLoop
    PARALLEL_MI_CLASS = SharingParallelInstances
    SEQUENTIAL_MI_CLASS = SharingSequentialInstances
    EVENT_SUBPROCESS_CLASS = SharingEventSubProcess

    def _add_multiinstance_task(self, loop_characteristics: Any) -> None:
        super()._add_multiinstance_task(loop_characteristics)
        self.task.behavior = read_behavior(self, loop_characteristics)
        self.task.joint = read_extensions(self.node).joint


class _LoopEvents(Drawn, BoundaryEventParser):
    """Reads the event definitions that a multi-instance activity refers to."""


def read_behavior(parser: PlacingTaskParser, loop: Any) -> list[Thrown]:
    """What a multi-instance activity throws about its instances (10.3.8): `behavior` All, the default, is nothing."""
    kind = loop.get("behavior", "All")
    reader = _LoopEvents(parser.process_parser, AttachedEvent, loop, parser.nsmap)
    if kind == "Complex":
        return [_complex(reader, one) for one in loop.findall(bpmn("complexBehaviorDefinition"))]
    if kind not in ("None", "One"):
        return []
    reference = loop.get(f"{kind.lower()}BehaviorEventRef")
    root = parser.process_parser.document_root
    node = next((one for one in root.iterchildren(etree.Element) if reference and one.get("id") == reference), None)
    return [Thrown(kind == "One", None, None if node is None else reader._read(node))]


def _complex(reader: Any, node: Any) -> Thrown:
    condition, event = node.find(bpmn("condition")), node.find(bpmn("event"))
    definition = None if event is None or len(event) == 0 else reader._read(event[0])
    return Thrown(False, (condition.text or "").strip(), definition)


class _ServiceTaskParser(_Activity):
    def create_task(self) -> Any:
        task = super().create_task()
        task.manual = read_extensions(self.node).action is not None
        return task


class _DecisionTaskParser(_Activity, DecisionTaskParser):
    pass


class _ScriptTaskParser(_Activity, ScriptTaskParser):
    pass


class _CallActivityParser(_Activity, CallActivityParser):
    pass


class _SubProcessParser(_Activity, SubWorkflowParser):
    """An embedded sub-process, or an event sub-process with the listener that starts it."""

    def create_task(self) -> Any:
        parser = self.process_parser.parser
        parser.create_parser(self.node, filename=self.filename, lane=self.lane)
        parser.process_parsers[self.bpmn_id].parent = self.process_parser
        is_event = self.node.get("triggeredByEvent") == "true"
        spec_class = self.EVENT_SUBPROCESS_CLASS if is_event else self.spec_class
        task = spec_class(self.spec, self.bpmn_id, subworkflow_spec=self.bpmn_id, **self.bpmn_attributes)
        if is_event:
            self._listen(task)
        return task

    def _listen(self, task: Any) -> None:
        start = self.node.find(bpmn("startEvent"))
        drawn = DrawnStart(self.process_parser, StartEvent, start, self.nsmap)
        if not drawn.is_compensation():
            self.listener = EventSubProcessStart(
                self.spec,
                start.get("id"),
                drawn.event_definition(),
                interrupting=start.get("isInterrupting", "true") == "true",
                name=start.get("name"),
            )
            self.listener.connect(task)

    def ends_implicitly(self) -> bool:
        return self.node.get("triggeredByEvent") == "true" or super().ends_implicitly()


class _GatewayParser(PlacingTaskParser, GatewayParser):
    pass


class _ConditionalGatewayParser(ConditionalGatewayParser, PlacingTaskParser):
    pass


class _ComplexGatewayParser(_ConditionalGatewayParser):
    def create_task(self) -> Any:
        task = super().create_task()
        condition = self.node.find(bpmn("activationCondition"))
        task.activation_condition = None if condition is None else (condition.text or "").strip()
        return task


PARSERS = {
    "startEvent": (DrawnStart, Beginning),
    "endEvent": (DrawnEnd, ThrowingEnd),
    "intermediateCatchEvent": (DrawnCatch, CatchEvent),
    "intermediateThrowEvent": (DrawnThrow, ThrowEvent),
    "boundaryEvent": (DrawnBoundary, AttachedEvent),
    "sendTask": (DrawnSend, SendingTask),
    "receiveTask": (DrawnReceive, ReceivingTask),
    "eventBasedGateway": (DrawnEventGateway, EventBasedGateway),
    "exclusiveGateway": (_ConditionalGatewayParser, ExclusiveGateway),
    "inclusiveGateway": (_ConditionalGatewayParser, ConsumingInclusiveGateway),
    "parallelGateway": (_GatewayParser, ConsumingParallelGateway),
    "complexGateway": (_ComplexGatewayParser, ComplexGateway),
    "task": (_Activity, AbstractTask),
    "userTask": (_Activity, UserTask),
    "manualTask": (_Activity, ManualTask),
    "scriptTask": (_ScriptTaskParser, ScriptTask),
    "serviceTask": (_ServiceTaskParser, ActionTask),
    "businessRuleTask": (_DecisionTaskParser, DecisionTask),
    "callActivity": (_CallActivityParser, SharingCallActivity),
    "subProcess": (_SubProcessParser, SharingSubProcess),
    "transaction": (_SubProcessParser, SharingTransaction),
    "adHocSubProcess": (_SubProcessParser, SharingSubProcess),
}


class DiagramParser(BpmnParser):
    """The parser all diagrams go through, after our own check; `decisions` are the tables they may ask."""

    decisions: Mapping[str, DecisionTable]

    PROCESS_PARSER_CLASS = PlacingProcessParser
    PARSER_CLASSES: dict[str, Any] = {}  # noqa: RUF012 - SpiffWorkflow's extension point is a class attribute
    OVERRIDE_PARSER_CLASSES = {full_tag(tag): pair for tag, pair in PARSERS.items()}  # noqa: RUF012

    def _add_processes(self, bpmn: Any, filename: str | None = None) -> None:
        super()._add_processes(bpmn, filename)
        for process in global_tasks(bpmn):
            self.create_parser(process, filename)

    def _add_data_stores(self, bpmn: Any) -> None:
        """A data store is drawn for the reader."""
