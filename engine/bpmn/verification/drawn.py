"""From the XML tree of a process to scopes, nodes and flows."""

from collections import defaultdict
from dataclasses import replace
from typing import Any

from lxml import etree

from engine.bpmn.source.elements import FLOW_NODES
from engine.bpmn.source.extensions import read_extensions
from engine.bpmn.source.namespaces import bpmn
from engine.bpmn.verification.model import Flow, Node, Scope

SCOPES = {"subProcess", "transaction", "adHocSubProcess"}
DEFINITION = "EventDefinition"
MOST_QUANTITY = 10  # of tokens at once that an activity needs or gives


def read_scope(container: Any) -> Scope:
    """A process or sub-process with everything inside."""
    flows = [_flow(node) for node in container.findall(bpmn("sequenceFlow"))]
    incoming, outgoing = defaultdict(list), defaultdict(list)
    for flow in flows:
        incoming[flow.target].append(flow)
        outgoing[flow.source].append(flow)
    codes = _codes(container)
    nodes = {
        child.get("id"): _node(child, tag, tuple(incoming[child.get("id")]), tuple(outgoing[child.get("id")]), codes)
        for child in container.iterchildren(etree.Element)
        if (tag := etree.QName(child).localname) in FLOW_NODES and child.get("id")
    }
    return Scope(
        id=container.get("id") or "",
        kind=etree.QName(container).localname,
        nodes=_within(nodes),
        name=container.get("name"),
        line=container.sourceline,
        is_event=_is_true(container, "triggeredByEvent"),
    )


def _within(nodes: dict[str, Node]) -> dict[str, Node]:
    """Flows that leave the scope or lead nowhere are the drawing's problem and none of ours."""
    return {
        key: replace(
            node,
            incoming=tuple(flow for flow in node.incoming if flow.source in nodes),
            outgoing=tuple(flow for flow in node.outgoing if flow.target in nodes),
        )
        for key, node in nodes.items()
    }


def _flow(node: Any) -> Flow:
    is_conditional = node.find(bpmn("conditionExpression")) is not None
    return Flow(node.get("id") or "", node.get("sourceRef") or "", node.get("targetRef") or "", is_conditional)


def _node(
    drawn: Any, tag: str, incoming: tuple[Flow, ...], outgoing: tuple[Flow, ...], codes: dict[str, str | None]
) -> Node:
    trigger, code = _trigger(drawn, codes)
    return Node(
        id=drawn.get("id"),
        type=tag,
        name=(drawn.get("name") or "").replace("\n", "").strip() or None,
        line=drawn.sourceline,
        incoming=incoming,
        outgoing=outgoing,
        default=drawn.get("default"),
        trigger=trigger,
        code=code,
        attached_to=drawn.get("attachedToRef"),
        is_interrupting=drawn.get("cancelActivity", "true").strip() in ("true", "1"),
        is_compensation=_is_true(drawn, "isForCompensation"),
        needs=_quantity(drawn, "startQuantity"),
        gives=_quantity(drawn, "completionQuantity"),
        extensions=read_extensions(drawn),
        scope=read_scope(drawn) if tag in SCOPES else None,
    )


def _trigger(drawn: Any, codes: dict[str, str | None]) -> tuple[str, str | None]:
    definitions = [
        child
        for child in drawn.iterchildren(etree.Element)
        if etree.QName(child).localname.endswith((DEFINITION, f"{DEFINITION}Ref"))
    ]
    if len(definitions) != 1:
        return ("multiple" if definitions else "none"), None
    definition = definitions[0]
    kind = etree.QName(definition).localname.removesuffix("Ref").removesuffix(DEFINITION)
    if kind == "link":
        return kind, definition.get("name")
    reference = definition.get(f"{kind}Ref")
    return kind, codes.get(reference) if reference else None


def _codes(container: Any) -> dict[str, str | None]:
    """The codes of the errors and escalations that the file declares."""
    root = container.getroottree().getroot()
    return {
        declared.get("id"): declared.get(attribute)
        for tag, attribute in (("error", "errorCode"), ("escalation", "escalationCode"))
        for declared in root.iter(bpmn(tag))
    }


def _quantity(drawn: Any, attribute: str) -> int:
    text = drawn.get(attribute, "1").strip()
    return min(max(int(text), 1), MOST_QUANTITY) if text.isdecimal() and len(text) < 10 else 1


def _is_true(drawn: Any, attribute: str) -> bool:
    return drawn.get(attribute, "false").strip() in ("true", "1")
