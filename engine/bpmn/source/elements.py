"""The flow nodes of a diagram as plain values: what they are called, where they stand, what they carry."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.bpmn.source.extensions import Extensions, read_extensions, read_without
from engine.bpmn.source.namespaces import BPMN, bpmn, local_name
from engine.bpmn.source.references import GLOBAL_TASKS

EVENTS = {"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"}
GATEWAYS = {"exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway"}
ACTIVITIES = {
    "task",
    "userTask",
    "manualTask",
    "scriptTask",
    "serviceTask",
    "businessRuleTask",
    "sendTask",
    "receiveTask",
    "subProcess",
    "transaction",
    "adHocSubProcess",
    "callActivity",
}
FLOW_NODES = EVENTS | GATEWAYS | ACTIVITIES


@dataclass(frozen=True)
class Element:
    """One flow node. `type` is its BPMN tag; `container` the id of the (sub)process around it."""

    id: str
    name: str | None
    type: str
    line: int
    container: str
    lane: str | None
    documentation: str | None
    extensions: Extensions
    attached_to: str | None = None
    escalation_code: str | None = None
    message: str | None = None
    without_verbs: frozenset[str] = frozenset()


def read_elements(root: Any) -> Mapping[str, Element]:
    """All flow nodes of a file, or of one process of it, by id."""
    lanes = {ref.text: ref.getparent().get("name") for ref in root.iter(bpmn("flowNodeRef"))}
    codes = {e.get("id"): e.get("escalationCode") for e in root.getroottree().iter(bpmn("escalation"))}
    messages = {e.get("id"): e.get("name") for e in root.getroottree().iter(bpmn("message"))}
    elements: dict[str, Element] = {}
    for node in root.iter(f"{{{BPMN}}}*"):
        tag = GLOBAL_TASKS.get(local_name(node), local_name(node))
        if tag in FLOW_NODES:
            elements.setdefault(node.get("id"), _element(node, tag, lanes, codes, messages))
    return elements


def _element(
    node: Any, tag: str, lanes: Mapping[str, str], codes: Mapping[str, str], messages: Mapping[str, str]
) -> Element:
    documentation = node.find(bpmn("documentation"))
    escalation = node.find(bpmn("escalationEventDefinition"))
    message = node.find(bpmn("messageEventDefinition"))
    return Element(
        id=node.get("id"),
        name=(node.get("name") or "").replace("\n", "").strip() or None,
        type=tag,
        line=node.sourceline,
        container=node.getparent().get("id") or "",
        lane=_lane(node, lanes),
        documentation=None if documentation is None else documentation.text,
        extensions=read_extensions(node),
        attached_to=node.get("attachedToRef"),
        escalation_code=None if escalation is None else codes.get(escalation.get("escalationRef"), "*"),
        message=None if message is None else messages.get(message.get("messageRef")),
        without_verbs=read_without(node) if tag == "userTask" else frozenset(),
    )


def _lane(node: Any, lanes: Mapping[str, str]) -> str | None:
    """The lane of the node, or of the nearest sub-process around it."""
    while node is not None:
        if node.get("id") in lanes:
            return lanes[node.get("id")]
        node = node.getparent()
    return None
