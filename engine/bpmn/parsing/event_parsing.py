"""What events throw and wait for, as drawn: any kind of event definition on any kind of event."""

from typing import Any

from SpiffWorkflow.bpmn.parser.event_parsers import (
    BoundaryEventParser,
    EndEventParser,
    IntermediateCatchEventParser,
    IntermediateThrowEventParser,
    ReceiveTaskParser,
    SendTaskParser,
    StartEventParser,
)
from SpiffWorkflow.bpmn.parser.task_parsers import GatewayParser
from SpiffWorkflow.bpmn.specs.event_definitions.multiple import MultipleEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.simple import CancelEventDefinition, NoneEventDefinition

from engine.bpmn.execution.compensation import CancelEnd, CompensateEventDefinition, CompensationEnd, CompensationThrow
from engine.bpmn.execution.events import Condition
from engine.bpmn.execution.timers import EACH, CycleTimer, DateTimer, DurationTimer
from engine.bpmn.parsing.placing import PlacingTaskParser
from engine.bpmn.source.extensions import read_extensions
from engine.bpmn.source.namespaces import bpmn
from engine.bpmn.source.references import are_linked

TIMERS = (("timeDate", DateTimer), ("timeDuration", DurationTimer), ("timeCycle", CycleTimer))
SUFFIX = "EventDefinition"


class Drawn(PlacingTaskParser):
    """Reads the event definitions of a node in the order they stand there."""

    def event_definition(self) -> Any:
        """What the event throws or waits for; several stand together in one."""
        nodes = [child for child in self.node if isinstance(child.tag, str) and child.tag.endswith(SUFFIX)]
        found = [self._read(node) for node in nodes]
        definitions = [definition for definition in found if definition is not None]
        if not definitions:
            return NoneEventDefinition(description="Default")
        if len(definitions) == 1:
            return definitions[0]
        is_parallel = self.node.get("parallelMultiple") == "true"
        return MultipleEventDefinition(definitions, is_parallel, description="Multiple")

    def _read(self, node: Any) -> Any:
        """One definition; None for a link, which is a flow."""
        kind = node.tag.rpartition("}")[2].removesuffix(SUFFIX)
        readers = {
            "message": self.parse_message_event,
            "signal": self.parse_signal_event,
            "error": self.parse_error_event,
            "escalation": self.parse_escalation_event,
            "terminate": self.parse_terminate_event,
            "cancel": self.parse_cancel_event,
            "timer": self.parse_timer_event,
            "conditional": self.parse_conditional_event,
            "compensate": self._read_compensation,
        }
        return readers[kind](node) if kind in readers else None

    def parse_timer_event(self, event: Any) -> Any:
        name = self.node.get("name", self.node.get("id"))
        for tag, timer in TIMERS:
            node = event.find(bpmn(tag))
            if node is not None:
                definition = timer(name, node.text or "", description=self.get_event_description(event))
                use = read_extensions(self.node)
                definition.catch_up, definition.in_working_time = use.catch_up or EACH, use.working_time
                return definition
        self.raise_validation_exception("A timer needs timeDate, timeDuration or timeCycle")
        return None

    def parse_conditional_event(self, event: Any) -> Any:
        condition = event.find(bpmn("condition"))
        text = "" if condition is None else (condition.text or "").strip()
        return Condition(text, description=self.get_event_description(event))

    def _read_compensation(self, event: Any) -> CompensateEventDefinition:
        return CompensateEventDefinition(
            event.get("activityRef"), waits=event.get("waitForCompletion", "true") == "true"
        )

    def is_link(self) -> bool:
        return self.node.find(bpmn("linkEventDefinition")) is not None

    def is_compensation(self) -> bool:
        catches = self.node.tag in (bpmn("boundaryEvent"), bpmn("startEvent"))
        return catches and self.node.find(bpmn("compensateEventDefinition")) is not None


class DrawnStart(Drawn, StartEventParser):
    """A start event; that of an event sub-process waits outside of it, so inside it is a plain beginning."""

    def create_task(self) -> Any:
        if self.spec.is_event_subprocess:
            task = self._create_task(NoneEventDefinition())
            task.bpmn_id = None
            return task
        return self._create_task(self.event_definition())


class DrawnEnd(Drawn, EndEventParser):
    """An end event."""

    def create_task(self) -> Any:
        definition = self.event_definition()
        if _has(definition, CancelEventDefinition):
            self.spec_class = CancelEnd
        elif _has(definition, CompensateEventDefinition):
            self.spec_class = CompensationEnd
        return self._create_task(definition)


class DrawnCatch(Drawn, IntermediateCatchEventParser):
    """An intermediate catch event."""

    def create_task(self) -> Any:
        return self._create_task(self.event_definition())


class DrawnThrow(Drawn, IntermediateThrowEventParser):
    """An intermediate throw event; a link leads on at the catch event of its name or reference."""

    def create_task(self) -> Any:
        definition = self.event_definition()
        if _has(definition, CompensateEventDefinition):
            self.spec_class = CompensationThrow
        return self._create_task(definition)

    def connect_flows(self) -> None:
        if not self.is_link():
            super().connect_flows()
            return
        mine = self.node.find(bpmn("linkEventDefinition"))
        for node in self.process_parser.node.findall(bpmn("intermediateCatchEvent")):
            link = node.find(bpmn("linkEventDefinition"))
            if link is not None and are_linked(mine, link):
                self.exit.connect(self.process_parser.entry_of(node.get("id")))


class DrawnBoundary(Drawn, BoundaryEventParser):
    """A boundary event."""

    def create_task(self) -> Any:
        interrupts = self.node.get("cancelActivity", "true") == "true"
        return self._create_task(self.event_definition(), interrupts)

    def ends_implicitly(self) -> bool:
        return not self.is_compensation()


class _Messaging(Drawn):
    """A task that sends or receives a message named on the node itself."""

    def create_task(self) -> Any:
        named = self.node.get("messageRef") is not None
        definition = self.parse_message_event(self.node) if named else self.event_definition()
        return self._create_task(definition)


class DrawnSend(_Messaging, SendTaskParser):
    """A send task."""


class DrawnReceive(_Messaging, ReceiveTaskParser):
    """A receive task."""


class DrawnEventGateway(PlacingTaskParser, GatewayParser):
    """An event-based gateway: the events behind it wait for themselves."""


def _has(definition: Any, kind: type[Any]) -> bool:
    return any(isinstance(one, kind) for one in getattr(definition, "event_definitions", None) or [definition])
