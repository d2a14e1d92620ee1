"""Mutated diagrams: what an editor, a person or an attacker could have made of a good one."""

from collections.abc import Callable
from random import Random
from typing import Any

from lxml import etree

from engine.bpmn.source.elements import FLOW_NODES
from engine.bpmn.source.namespaces import BPMN, bpmn

MOST = 6  # mutations of one diagram
DEFINITIONS = ("terminate", "error", "escalation", "timer", "message", "signal", "compensate", "link", "cancel")


def mutated(content: bytes, random: Random) -> bytes:
    """Some flows deleted, doubled or led elsewhere, some elements of another kind, some attributes gone."""
    root = etree.fromstring(content)
    for _ in range(random.randint(1, MOST)):
        random.choice(MUTATIONS)(root, random)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _some(root: Any, random: Random, *tags: str) -> Any | None:
    found = [node for tag in tags for node in root.iter(bpmn(tag))]
    return random.choice(found) if found else None


def _delete_flow(root: Any, random: Random) -> None:
    flow = _some(root, random, "sequenceFlow")
    if flow is not None:
        flow.getparent().remove(flow)


def _double_flow(root: Any, random: Random) -> None:
    flow = _some(root, random, "sequenceFlow")
    if flow is not None:
        copy = etree.fromstring(etree.tostring(flow))
        copy.set("id", f"copy{random.randrange(10**6)}")
        flow.addnext(copy)


def _redirect_flow(root: Any, random: Random) -> None:
    flow, node = _some(root, random, "sequenceFlow"), _some(root, random, *FLOW_NODES)
    if flow is not None and node is not None:
        flow.set(random.choice(["sourceRef", "targetRef"]), node.get("id") or "")


def _change_kind(root: Any, random: Random) -> None:
    node = _some(root, random, *FLOW_NODES)
    if node is not None:
        node.tag = bpmn(random.choice(sorted(FLOW_NODES)))


def _delete_node(root: Any, random: Random) -> None:
    node = _some(root, random, *FLOW_NODES)
    if node is not None:
        node.getparent().remove(node)


def _move_node(root: Any, random: Random) -> None:
    node, scope = _some(root, random, *FLOW_NODES), _some(root, random, "subProcess", "process")
    if node is not None and scope is not None and scope not in (node, *node.iterdescendants()):
        scope.append(node)


def _drop_attribute(root: Any, random: Random) -> None:
    nodes = [node for node in root.iter(f"{{{BPMN}}}*") if node.attrib]
    node = random.choice(nodes)
    del node.attrib[random.choice(sorted(node.attrib))]


def _add_definition(root: Any, random: Random) -> None:
    node = _some(root, random, "endEvent", "boundaryEvent", "startEvent", "intermediateThrowEvent")
    if node is not None:
        etree.SubElement(node, bpmn(f"{random.choice(DEFINITIONS)}EventDefinition"))


def _set_quantity(root: Any, random: Random) -> None:
    node = _some(root, random, *FLOW_NODES)
    if node is not None:
        name = random.choice(["startQuantity", "completionQuantity", "isForCompensation", "cancelActivity", "default"])
        node.set(name, random.choice(["0", "2", "-1", "99999999999", "true", "x"]))


MUTATIONS: list[Callable[[Any, Random], None]] = [
    _delete_flow,
    _double_flow,
    _redirect_flow,
    _redirect_flow,
    _change_kind,
    _delete_node,
    _move_node,
    _drop_attribute,
    _add_definition,
    _set_quantity,
]
