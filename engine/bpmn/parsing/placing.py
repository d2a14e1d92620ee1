"""From the nodes of a (sub)process to task specifications: first all of them are placed, then their flows are drawn.

SpiffWorkflow 3.2.0 follows the flows while it creates, so that a chain of some hundred elements exceeds Python's depth,
and what no flow leads to is left out without a word. Here every flow node is placed, in the order of the file.
"""

from typing import Any

from SpiffWorkflow.bpmn.parser.ProcessParser import ProcessParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.bpmn.specs.control import (
    BoundaryEventSplit,
    EventSplit,
    SimpleBpmnTask,
    StartEventJoin,
    StartEventSplit,
)
from SpiffWorkflow.bpmn.specs.defaults import StartEvent
from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import SignalEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.simple import NoneEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition
from SpiffWorkflow.specs.MultiChoice import MultiChoice
from SpiffWorkflow.task import TaskState

from engine.bpmn.execution.ad_hoc import OFFER, AdHoc, AdHocEnd, AdHocStart
from engine.bpmn.execution.compensation import COMPENSATE_ALL, SCOPE, CompensateAll, CompensationScope
from engine.bpmn.execution.event_subprocesses import EventSubProcessStart
from engine.bpmn.execution.events import AttachedJoin, EventGateway, definitions_of
from engine.bpmn.execution.joining import ScopeEnd
from engine.bpmn.parsing.flows import ConditionalFlows, TokenGathering, TokenProduction
from engine.bpmn.source.namespaces import bpmn

SUBPROCESSES = (bpmn("subProcess"), bpmn("transaction"), bpmn("adHocSubProcess"))


class DiagramSpec(BpmnProcessSpec):
    """A (sub)process with what its execution needs to know beside its flows.

    `handlers` names the compensation handler of each activity that has one, `compensation_subprocess` the compensation
    event sub-process; `ad_hoc` says how an ad-hoc sub-process goes on.
    """

    def __init__(self, *, is_event_subprocess: bool = False, ad_hoc: AdHoc | None = None, **attributes: Any) -> None:
        super().__init__(**attributes)
        name: str = self.end.name  # type: ignore[has-type]
        del self.task_specs[name], self.task_specs["End"]
        self.end = (AdHocEnd if ad_hoc else ScopeEnd)(self, name)
        self.end.connect(SimpleBpmnTask(self, "End"))
        self.is_event_subprocess = is_event_subprocess
        self.ad_hoc = ad_hoc
        self.handlers: dict[str, str] = {}
        self.compensation_subprocess: str | None = None


class Alternatives(StartEventSplit):
    """Several start events: what started the instance says which; by hand it is the one without an event (10.5.2)."""

    def _predict_hook(self, my_task: Any) -> None:
        chosen = my_task.workflow.top_workflow.started_by
        plain = [spec for spec in self.outputs if isinstance(spec.event_definition, NoneEventDefinition)]
        named = [spec for spec in self.outputs if chosen is not None and chosen in started_by(spec)]
        my_task._sync_children(named or plain or self.outputs, TaskState.MAYBE)


def awaited_by(spec: Any) -> list[tuple[str, str]]:
    """The messages and signals that a catching event waits for, as (kind, name)."""
    return [
        (kind, definition.name)
        for definition in definitions_of(spec)
        for cls, kind in ((MessageEventDefinition, "message"), (SignalEventDefinition, "signal"))
        if isinstance(definition, cls) and definition.name
    ]


def started_by(spec: Any) -> list[tuple[str, str]]:
    """What can start a process at this event: what it waits for, a timer by the element's id."""
    timers = [("timer", spec.name) for one in definitions_of(spec) if isinstance(one, TimerEventDefinition)]
    return awaited_by(spec) + timers


class Beginning(StartEvent):
    """The start event of a process: when it is what started the instance, it waits for nothing more (10.5.2)."""

    def _is_chosen(self, my_task: Any) -> bool:
        chosen = my_task.workflow.top_workflow.started_by
        return my_task.workflow.parent_task_id is None and chosen is not None and chosen in started_by(self)

    def _update_hook(self, my_task: Any) -> bool:
        if self._is_chosen(my_task):
            BpmnTaskSpec._update_hook(self, my_task)
            return True
        return bool(super()._update_hook(my_task))

    def _predict_hook(self, my_task: Any) -> None:
        """A waiting cycle leads on with each of its occurrences; of one that started the instance this is the only."""
        if self._is_chosen(my_task):
            BpmnTaskSpec._predict_hook(self, my_task)
        else:
            super()._predict_hook(my_task)


def start_events(spec: DiagramSpec) -> tuple[tuple[str, str], ...]:
    """What starts a process, as (kind, name): its start events, or what stands at its beginning and waits."""
    return tuple(event for one in beginnings(spec) if hasattr(one, "event_definition") for event in started_by(one))


def beginnings(spec: DiagramSpec) -> list[Any]:
    """What stands at the beginning of a process."""
    first: list[Any] = [
        task_spec for task_spec in spec.start.outputs if not isinstance(task_spec, EventSubProcessStart)
    ]
    behind: tuple[type[Any], ...] = (EventSplit, EventGateway)
    found: list[Any] = []
    for one in first:
        found += one.outputs if isinstance(one, behind) else [one]
    return found


class PlacingTaskParser(TaskParser):
    """One flow node: `entry` is where flows into it lead, `exit` where those out of it begin."""

    entry: Any
    exit: Any
    listener: Any = None  # of an event sub-process: what waits for its event in the scope around it

    @property
    def bpmn_attributes(self) -> dict[str, Any]:
        """Data objects are variables by their name; that they are drawn needs nothing to be copied."""
        return {
            "description": self.get_description(),
            "lane": self.lane,
            "bpmn_name": self.node.get("name"),
            "documentation": self.parse_documentation(),
        }

    def create_data_spec(self, item: Any, cls: Any) -> Any:
        """A data item is the variable of its name."""
        name = item.get("name") or item.get("id")
        return cls(name, name)

    def is_compensation(self) -> bool:
        """Is this an event that only marks what compensates its activity?"""
        return False

    def place(self) -> None:
        """Create the specifications of the node itself, without its flows."""
        self.task = self.create_task()
        self.task.extensions = {}
        for loop in self.xpath("./bpmn:standardLoopCharacteristics"):
            self._add_loop_task(loop)
        for loop in self.xpath("./bpmn:multiInstanceLoopCharacteristics"):
            self._add_multiinstance_task(loop)
        self.entry = self.exit = self.task
        self._count_tokens()

    def attach(self, events: list[Any]) -> None:
        """Put the node between a split and a join, with the events attached to it beside it."""
        split = BoundaryEventSplit(self.spec, f"{self.bpmn_id}.BoundaryEventSplit", lane=self.task.lane)
        join = AttachedJoin(
            self.spec, f"{self.bpmn_id}.BoundaryEventJoin", lane=self.task.lane, split_task=split.name, cancel=True
        )
        split.connect(self.task)
        self.task.connect(join)
        for event in events:
            split.connect(event)
            event.connect(join)
        if self.entry is self.task:
            self.entry = split
        else:
            self.entry.outputs = [split]
            self.task.inputs = [split]
            split._connect_notify(self.entry)

    def connect_flows(self) -> None:
        """Draw the flows out of the node; one that has none leads to the end of its scope (10.4.3)."""
        flows = self.process_parser.flows_from(self.bpmn_id)
        if not flows and self.ends_implicitly():
            self.exit.connect(self.spec.end)
        elif self.node.tag.endswith("Gateway") or not any(self.parse_condition(flow) for flow in flows):
            self._connect_plainly(flows)
        else:
            self._connect_with_conditions(flows)

    def ends_implicitly(self) -> bool:
        """Does a token come to its end here when no flow leads on?"""
        return self.node.get("isForCompensation") != "true"

    def _connect_plainly(self, flows: list[Any]) -> None:
        default = self.node.get("default")
        if len(flows) == 1 and isinstance(self.task, MultiChoice) and self.parse_condition(flows[0]) is None:
            default = flows[0].get("id")
        for flow in flows:
            self.connect_outgoing(self._target(flow), flow, flow.get("id") == default)

    def connect_outgoing(self, outgoing_task: Any, sequence_flow_node: Any, is_default: bool) -> None:
        self.exit.connect(outgoing_task)

    def _connect_with_conditions(self, flows: list[Any]) -> None:
        choice = ConditionalFlows(self.spec, f"{self.bpmn_id}.flows")
        self.exit.connect(choice)
        for flow in flows:
            condition = self.parse_condition(flow)
            if flow.get("id") == self.node.get("default"):
                choice.connect(self._target(flow))
            elif condition is None:
                choice.connect_always(self._target(flow))
            else:
                choice.connect_outgoing_if(condition, self._target(flow))

    def _target(self, flow: Any) -> Any:
        """Where the flow leads; a second flow between the same two nodes has a step of its own, to be told apart."""
        target = self.process_parser.entry_of(flow.get("targetRef"))
        if self.exit.name in target._inputs or target.name in self.exit._outputs:
            step = SimpleBpmnTask(self.spec, f"{flow.get('id')}.flow")
            step.connect(target)
            return step
        return target

    def _count_tokens(self) -> None:
        needed, made = int(self.node.get("startQuantity", 1)), int(self.node.get("completionQuantity", 1))
        if needed > 1:
            self.entry = TokenGathering(self.spec, f"{self.bpmn_id}.start", needed)
            self.entry.connect(self.task)
        if made > 1:
            self.exit = TokenProduction(self.spec, f"{self.bpmn_id}.completion", made)
            self.task.connect(self.exit)


class PlacingProcessParser(ProcessParser):
    """One process or sub-process."""

    def create_spec(self) -> DiagramSpec:
        if self.node.tag == bpmn("process"):
            super().create_spec()  # refuses what is not executable
        return DiagramSpec(
            name=self.bpmn_id,
            description=self.get_name(),
            filename=self.filename,
            is_event_subprocess=self.node.get("triggeredByEvent") == "true",
            ad_hoc=self._ad_hoc(),
        )

    def _ad_hoc(self) -> AdHoc | None:
        if self.node.tag != bpmn("adHocSubProcess"):
            return None
        condition = self.node.find(bpmn("completionCondition"))
        return AdHoc(
            is_sequential=self.node.get("ordering") == "Sequential",
            condition=None if condition is None else (condition.text or "").strip(),
            cancels_rest=self.node.get("cancelRemainingInstances", "true") == "true",
        )

    def _parse(self) -> None:
        self.spec = self.create_spec()
        self.add_tasks()

    def add_tasks(self) -> None:
        self.placed: dict[str, PlacingTaskParser] = {}
        for node in self.node:
            parser, spec_class = self.parser._get_parser_class(node.tag)
            if parser is not None:
                one = parser(self, spec_class, node, self.nsmap, lane=self.lane)
                one.place()
                self.placed[node.get("id")] = one
        for one in self.placed.values():
            events = [self.placed[e.get("id")] for e in self.get_boundary_events(one.bpmn_id)]
            listening = [event.task for event in events if not event.is_compensation()]
            if listening:
                one.attach(listening)
        for one in self.placed.values():
            one.connect_flows()
        self._add_compensation()
        self._add_starts()

    def flows_from(self, element_id: str) -> list[Any]:
        """The flows out of an element, from the top of the drawing down."""
        flows = self.get_outgoing_sequence_flows(element_id)
        return sorted(flows, key=lambda flow: float(self.get_position(flow.get("targetRef"))["y"]))

    def entry_of(self, element_id: str) -> Any:
        return self.placed[element_id].entry

    def _add_starts(self) -> None:
        starts = [one.task for one in self.placed.values() if one.node.tag == bpmn("startEvent")]
        for listener in [one.listener for one in self.placed.values() if one.listener is not None]:
            self.spec.start.connect(listener)
        if self.spec.ad_hoc is not None:
            self._offer_activities(self.spec.ad_hoc)
        elif len(starts) > 1:
            self._add_alternatives(starts)
        else:
            starts = starts or [one.entry for one in self.placed.values() if self._starts_by_itself(one)]
            if not starts:
                self.raise_validation_exception("Nothing in it starts: every element has a flow into it")
            for start in starts:
                self.spec.start.connect(start)

    def _add_alternatives(self, starts: list[Any]) -> None:
        """Of several start events the first to happen starts the process."""
        split = Alternatives(self.spec, "StartEventSplit")
        join = StartEventJoin(self.spec, "StartEventJoin", split_task="StartEventSplit", threshold=1, cancel=True)
        self.spec.start.connect(split)
        for start in starts:
            split.connect(start)
            start.connect(join)

    def _offer_activities(self, ad_hoc: AdHoc) -> None:
        offer = AdHocStart(self.spec, OFFER)
        self.spec.start.connect(offer)
        for one in self.placed.values():
            if self._starts_by_itself(one):
                offer.connect(one.entry)
                ad_hoc.entries.append(one.entry.name)

    def _starts_by_itself(self, one: PlacingTaskParser) -> bool:
        """Without a start event, what no flow leads to starts with the process (10.5.2)."""
        return (
            one.listener is None
            and one.node.tag not in (bpmn("boundaryEvent"), bpmn("startEvent"))
            and one.node.get("isForCompensation") != "true"
            and one.node.find(f"{bpmn('linkEventDefinition')}") is None
            and not self.xpath(f"./bpmn:sequenceFlow[@targetRef='{one.bpmn_id}']")
        )

    def _add_compensation(self) -> None:
        """Handlers by association, and for each sub-process the way back into it."""
        targets = {a.get("sourceRef"): a.get("targetRef") for a in self.node.iter(bpmn("association"))}
        for event in [one for one in self.placed.values() if one.is_compensation()]:
            handler = targets.get(event.bpmn_id)
            if event.node.tag == bpmn("boundaryEvent") and handler in self.placed:
                self.spec.handlers[event.node.get("attachedToRef")] = handler
                self.entry_of(handler)._connect_notify(event.task)
        for one in self.placed.values():
            if one.node.tag not in SUBPROCESSES or one.listener is not None:
                continue
            if one.node.get("triggeredByEvent") == "true":
                self.spec.compensation_subprocess = one.bpmn_id
                one.task._connect_notify(self.spec.start)
            else:
                scope = CompensationScope(self.spec, one.bpmn_id + SCOPE, subworkflow_spec=one.bpmn_id)
                scope.bpmn_id = None
                scope._connect_notify(self.spec.start)
        everything = CompensateAll(self.spec, COMPENSATE_ALL)
        everything._connect_notify(self.spec.start)
        everything.connect(self.spec.end)
