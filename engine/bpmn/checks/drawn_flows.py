"""Sequence flows and gateways: every line leads somewhere, every node is reached, every choice can be made."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.bpmn.source.namespaces import bpmn, local_name
from engine.bpmn.source.report import Report, name_of
from engine.bpmn.source.standard import is_a

SCOPES = ("process", "subProcess", "transaction")
RESERVED = ("Start", "End", "StartEventSplit", "StartEventJoin", "AdHocStart")  # names of the engine's own steps
_CHOOSE = ("exclusiveGateway", "inclusiveGateway")
_ALWAYS_GOES_ON = ("parallelGateway", "eventBasedGateway")


@dataclass(frozen=True)
class Flows:
    """The flow nodes of a process by id, the ids of its flows, and which of them leave and enter each node."""

    nodes: Mapping[str, Any]
    keys: frozenset[str]
    leaving: Mapping[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    entering: Mapping[str, list[Any]] = field(default_factory=lambda: defaultdict(list))


def flows_of(process: Any) -> Flows:
    nodes = {node.get("id"): node for node in process.iterdescendants() if is_a(local_name(node), "flowNode")}
    drawn = list(process.iter(bpmn("sequenceFlow")))
    flows = Flows(nodes, frozenset(flow.get("id") for flow in drawn))
    for flow in drawn:
        flows.leaving[flow.get("sourceRef") or ""].append(flow)
        flows.entering[flow.get("targetRef") or ""].append(flow)
    return flows


def check_flows(report: Report, process: Any) -> None:
    """Everything about the lines of one process that is to run."""
    flows = flows_of(process)
    for flow in process.iter(bpmn("sequenceFlow")):
        _ends(report, flow, flows.nodes)
    for key, node in flows.nodes.items():
        if key in RESERVED:
            report.wrong(node, "bpmn.id_reserved", id=key)
        _around(report, node, flows)
        if local_name(node) in _CHOOSE:
            _choice(report, node, flows)
        _default(report, node, flows)
    for scope in _scopes(process):
        _starts(report, scope, flows)


def _ends(report: Report, flow: Any, nodes: Mapping[str, Any]) -> None:
    ends = [(end, flow.get(end)) for end in ("sourceRef", "targetRef")]
    for end, reference in ends:
        if reference not in nodes:
            report.wrong(flow, "bpmn.flow_loose", end=end, reference=reference or "")
    source = nodes.get(flow.get("sourceRef"))
    if (
        source is not None
        and local_name(source) in _ALWAYS_GOES_ON
        and flow.find(bpmn("conditionExpression")) is not None
    ):
        report.odd(flow, "bpmn.condition_ignored", name=name_of(source))


def _around(report: Report, node: Any, flows: Flows) -> None:
    """Who may have lines in and out (BPMN 2.0.2, 10.5.2 to 10.5.4, 10.6.6)."""
    tag, key = local_name(node), node.get("id")
    if flows.entering[key] and tag in ("startEvent", "boundaryEvent"):
        code = "bpmn.start_entered" if tag == "startEvent" else "bpmn.boundary_entered"
        report.wrong(node, code, name=name_of(node))
    if flows.leaving[key] and tag == "endEvent":
        report.wrong(node, "bpmn.end_left", name=name_of(node))
    if tag == "startEvent" and not flows.leaving[key]:
        report.odd(node, "bpmn.start_not_left", name=name_of(node))


def _choice(report: Report, gateway: Any, flows: Flows) -> None:
    leaving = flows.leaving[gateway.get("id")]
    if len(leaving) < 2:
        return
    for flow in leaving:
        has_condition = flow.find(bpmn("conditionExpression")) is not None
        if not has_condition and flow.get("id") != gateway.get("default"):
            target = flows.nodes.get(flow.get("targetRef"))
            leads_to = name_of(target) if target is not None else ""
            report.wrong(flow, "bpmn.flow_unconditional", name=name_of(gateway), target=leads_to)
    if not gateway.get("default"):
        report.odd(gateway, "bpmn.no_default", name=name_of(gateway))


def _default(report: Report, node: Any, flows: Flows) -> None:
    default = node.get("default")
    if default in flows.keys and default not in [flow.get("id") for flow in flows.leaving[node.get("id")]]:
        report.wrong(node, "bpmn.default_foreign", name=name_of(node), flow=default)


def _scopes(process: Any) -> Iterator[Any]:
    yield process
    for node in process.iterdescendants():
        if local_name(node) in SCOPES:
            yield node


def is_event_subprocess(node: Any) -> bool:
    return local_name(node) in SCOPES and node.get("triggeredByEvent") == "true"


def _starts(report: Report, scope: Any, flows: Flows) -> None:
    """Beside a start event nothing else may begin by itself (BPMN 2.0.2, 10.5.2)."""
    inside = [node for node in scope if is_a(local_name(node), "flowNode")]
    if not any(local_name(node) == "startEvent" for node in inside):
        return
    for node in inside:
        if not flows.entering[node.get("id")] and not _begins_by_itself(node):
            report.wrong(node, "bpmn.unreachable", name=name_of(node))


def _begins_by_itself(node: Any) -> bool:
    catches_link = local_name(node) == "intermediateCatchEvent" and node.find(bpmn("linkEventDefinition")) is not None
    return (
        local_name(node) in ("startEvent", "boundaryEvent")
        or is_event_subprocess(node)
        or node.get("isForCompensation") == "true"
        or node.get("instantiate") == "true"
        or catches_link
    )
