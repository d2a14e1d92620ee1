"""What a drawing must keep to be executed: rules between elements that the schema does not know.

Each is a rule of BPMN 2.0.2 (the section is named) or the limit of what is executed here; its sentence says what to do.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import islice
from re import ASCII
from re import compile as pattern
from typing import Any

from engine.bpmn.execution.environment import BARE_ISO
from engine.bpmn.parsing.timed_starts import TIMER_KINDS, reason_unknown
from engine.bpmn.source.called import BINDINGS, VERSION, read_binding
from engine.bpmn.source.elements import ACTIVITIES, EVENTS, FLOW_NODES
from engine.bpmn.source.extensions import read_extensions
from engine.bpmn.source.namespaces import bpmn, duban
from engine.bpmn.source.references import are_linked
from engine.bpmn.source.report import Report
from engine.domain.joint import MODES, JointDecision
from engine.domain.verbs import FORBIDDABLE

Found = Iterator[tuple[str, Any, Mapping[str, Any]]]  # code, node, parameters
SCOPES = ("process", "subProcess", "transaction", "adHocSubProcess")
DEFINITION = "EventDefinition"
NUMBER = pattern(r"\d{1,9}(\.\d{1,9})?", ASCII)
MANY_LINKS = 20  # beyond these they are not counted
UNEVENTFUL = {"none", "compensate", "link", "cancel", "terminate"}


def check_rules(report: Report, process: Any) -> None:
    """Every rule over one process that is to run."""
    for rule in RULES:
        for code, node, parameters in rule(process):
            report.wrong(node, f"bpmn.{code}", **parameters)


def _tag(node: Any) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _nodes(process: Any, tags: Iterable[str]) -> Iterator[Any]:
    wanted = [bpmn(tag) for tag in tags]
    return process.iter(*wanted)


def _kinds(event: Any) -> list[str]:
    """The kinds of an event's definitions; those it refers to are spelled out by now."""
    return [_tag(child).removesuffix(DEFINITION) for child in event if _tag(child).endswith(DEFINITION)]


def _quantities(process: Any) -> Found:
    """Numbers of tokens and rounds are at least one (10.3, table 10.3)."""
    for node in _nodes(process, ACTIVITIES):
        for attribute in ("startQuantity", "completionQuantity"):
            if not _is_count(node.get(attribute, "1")):
                yield "not_a_count", node, {"attribute": attribute, "value": node.get(attribute)}
    for node in _nodes(process, ["standardLoopCharacteristics"]):
        if not _is_count(node.get("loopMaximum", "1")):
            yield "not_a_count", node, {"attribute": "loopMaximum", "value": node.get("loopMaximum")}
        if node.get("loopMaximum") is None and node.find(bpmn("loopCondition")) is None:
            yield "loop_without_end", node, {}


def _is_count(text: str) -> bool:
    return text.isdecimal() and 1 <= int(text[:9]) <= 1_000


def _multi_instances(process: Any) -> Found:
    """Exactly one of a number and a collection says how many instances there are (10.3.8)."""
    for node in _nodes(process, ["multiInstanceLoopCharacteristics"]):
        given = [node.find(bpmn(tag)) is not None for tag in ("loopCardinality", "loopDataInputRef")]
        given[1] = given[1] or node.get("{urn:duban:bpmn:1}collection") is not None
        if sum(given) != 1:
            yield "instances_unclear", node, {}


def _joint_decisions(process: Any) -> Found:
    """A joint decision is that of a multi-instance user task, and says completely how it is decided."""
    for node in process.iter(duban("jointDecision")):
        task = node.getparent().getparent()
        loop = task.find(bpmn("multiInstanceLoopCharacteristics"))
        joint = read_extensions(task).joint
        if task.tag != bpmn("userTask") or loop is None or joint is None:
            yield "joint_place", task, {}
            continue
        if joint.mode not in MODES:
            yield "joint_mode", task, {"mode": joint.mode, "known": "、".join(MODES)}
        if not joint.agree:
            yield "joint_agree", task, {}
        if loop.find(bpmn("completionCondition")) is not None:
            yield "joint_condition", task, {}
        if not joint.result.isidentifier() or joint.result.startswith("_"):
            yield "joint_result", task, {"result": joint.result}
        if not _is_threshold(joint):
            yield "joint_threshold", task, {"threshold": joint.threshold or "", "mode": joint.mode}
        if (joint.mode == "weight") != (joint.weight is not None):
            yield "joint_weight", task, {}
        if joint.mode == "weight" and loop.get("isSequential") in ("true", "1"):
            yield "joint_weight_in_turn", task, {}


def _verbs(process: Any) -> Found:
    """What a diagram does without is a verb that can be done without."""
    for node in process.iter(duban("verbs")):
        around = node.getparent().getparent()
        for verb in sorted(word.strip() for word in (node.get("without") or "").split(",")):
            if verb not in FORBIDDABLE:
                yield "verb_unknown", around, {"verb": verb, "known": "、".join(FORBIDDABLE)}


def _is_threshold(joint: JointDecision) -> bool:
    """A share over 0 and up to 1 for a majority, a positive sum for weights; the other modes have none."""
    if joint.threshold is None:
        return joint.mode != "weight"
    number = Fraction(joint.threshold) if NUMBER.fullmatch(joint.threshold) else Fraction(0)
    return number > 0 and (joint.mode == "weight" or (joint.mode == "majority" and number <= 1))


def _event_subprocesses(process: Any) -> Found:
    """An event sub-process has one start event with a trigger, and no flow leads into or out of it (10.3.5)."""
    found = {n.get("id"): n for n in _nodes(process, ["subProcess"]) if n.get("triggeredByEvent") == "true"}
    for node in found.values():
        starts = node.findall(bpmn("startEvent"))
        if len(starts) != 1 or not _kinds(starts[0]):
            yield "event_subprocess_start", node, {"found": len(starts)}
    for flow in process.iter(bpmn("sequenceFlow")):
        touched = found.get(flow.get("sourceRef"), found.get(flow.get("targetRef")))
        if touched is not None:
            yield "event_subprocess_flow", flow, {"subprocess": touched.get("name") or touched.get("id")}


def _starts_inside(process: Any) -> Found:
    """A sub-process begins with at most one start event, and that has no trigger (10.3.5)."""
    for node in _nodes(process, ["subProcess", "transaction"]):
        if node.get("triggeredByEvent") == "true":
            continue
        starts = node.findall(bpmn("startEvent"))
        for start in starts[1:]:
            yield "subprocess_starts", start, {"subprocess": node.get("name") or node.get("id")}
        for start in starts[:1]:
            if _kinds(start):
                yield "subprocess_trigger", start, {"subprocess": node.get("name") or node.get("id")}
    for node in _nodes(process, ["adHocSubProcess"]):
        for event in [*node.findall(bpmn("startEvent")), *node.findall(bpmn("endEvent"))]:
            yield "ad_hoc_event", event, {}


def _cancels(process: Any) -> Found:
    """Cancel end events stand in transactions, which have a cancel event attached; it stands nowhere else (10.5.6)."""
    attached = {event.get("attachedToRef") for event in _nodes(process, ["boundaryEvent"]) if "cancel" in _kinds(event)}
    for event in _nodes(process, ["endEvent"]):
        if "cancel" in _kinds(event):
            around = event.getparent()
            if around.tag != bpmn("transaction"):
                yield "cancel_outside", event, {}
            elif around.get("id") not in attached:
                yield "cancel_uncaught", event, {"transaction": around.get("name") or around.get("id")}
    transactions = {node.get("id") for node in _nodes(process, ["transaction"])}
    for event in _nodes(process, ["boundaryEvent"]):
        if "cancel" in _kinds(event) and event.get("attachedToRef") not in transactions:
            yield "cancel_outside", event, {}


def _compensations(process: Any) -> Found:
    """From a compensation event attached to an activity an association leads to its handler (10.7)."""
    targets = {a.get("sourceRef"): a.get("targetRef") for a in process.iter(bpmn("association"))}
    nodes = {node.get("id"): node for node in _nodes(process, ACTIVITIES)}
    for event in _nodes(process, ["boundaryEvent"]):
        handler = nodes.get(targets.get(event.get("id")))
        if "compensate" not in _kinds(event):
            continue
        if handler is None:
            yield "compensation_without_handler", event, {}
        elif handler.get("isForCompensation") != "true":
            yield "compensation_handler_unmarked", handler, {}


def _links(process: Any) -> Found:
    """A link leads to exactly one link of its name in the same scope (10.5.1)."""
    for scope in (process, *_nodes(process, SCOPES[1:])):
        caught: dict[str | None, list[Any]] = defaultdict(list)
        for link in scope.findall(f"{bpmn('intermediateCatchEvent')}/{bpmn('linkEventDefinition')}"):
            sources = [(ref.text or "").strip() for ref in link.findall(bpmn("source"))]
            for known in {link.get("name"), link.get("id"), *sources} - {None, ""}:
                caught[known].append(link)
        for event in scope.findall(bpmn("intermediateThrowEvent")):
            link = event.find(bpmn("linkEventDefinition"))
            if link is None:
                continue
            target = (link.findtext(bpmn("target")) or "").strip()
            near = (one for known in {target, link.get("name"), link.get("id")} for one in caught.get(known, ()))
            partners = dict.fromkeys(islice((one for one in near if are_linked(link, one)), MANY_LINKS))
            if len(partners) != 1:
                yield "link_loose", event, {"name": link.get("name") or event.get("name") or "", "found": len(partners)}


def _event_gateways(process: Any) -> Found:
    """Behind an event-based gateway stand at least two catch events or receive tasks, without conditions (10.6.6)."""
    nodes = {node.get("id"): node for node in _nodes(process, FLOW_NODES)}
    leaving: dict[str, list[str]] = defaultdict(list)
    for flow in process.iter(bpmn("sequenceFlow")):
        leaving[flow.get("sourceRef")].append(flow.get("targetRef"))
    for gateway in _nodes(process, ["eventBasedGateway"]):
        targets = [nodes[target] for target in leaving[gateway.get("id")] if target in nodes]
        for target in targets:
            if _tag(target) not in ("intermediateCatchEvent", "receiveTask"):
                yield "event_gateway_target", target, {"gateway": gateway.get("name") or gateway.get("id")}


def _catches(process: Any) -> Found:
    """What waits says for what; two timers or a condition among several cannot be told apart."""
    for event in _nodes(process, ["intermediateCatchEvent", "boundaryEvent"]):
        kinds = _kinds(event)
        if not kinds:
            yield "event_without_trigger", event, {}
    for event in _nodes(process, EVENTS):
        kinds = _kinds(event)
        if len(kinds) > 1 and (kinds.count("timer") > 1 or UNEVENTFUL & set(kinds) or "conditional" in kinds):
            yield "event_mixed", event, {"kinds": "、".join(kinds)}


def _attached_kinds(process: Any) -> Found:
    """An error or a cancel event always interrupts (10.5.4)."""
    for event in _nodes(process, ["boundaryEvent"]):
        if event.get("cancelActivity", "true") == "false" and {"error", "cancel"} & set(_kinds(event)):
            yield "must_interrupt", event, {}
    for node in _nodes(process, ["subProcess"]):
        for start in node.findall(bpmn("startEvent")):
            if start.get("isInterrupting", "true") == "false" and "error" in _kinds(start):
                yield "must_interrupt", start, {}


def _flows_across(process: Any) -> Found:
    """A sequence flow stays within its (sub)process (7.5.1)."""
    nodes = {node.get("id"): node for node in _nodes(process, FLOW_NODES)}
    for flow in process.iter(bpmn("sequenceFlow")):
        for end in ("sourceRef", "targetRef"):
            node = nodes.get(flow.get(end))
            if node is not None and node.getparent() is not flow.getparent():
                yield "flow_across", flow, {"reference": node.get("name") or node.get("id")}
                break


def _beginnings(process: Any) -> Found:
    """Something in every scope can begin (10.5.2)."""
    for scope in (process, *_nodes(process, SCOPES[1:])):
        reached = {flow.get("targetRef") for flow in scope.findall(bpmn("sequenceFlow"))}
        starting = [
            node
            for node in scope
            if _tag(node) in FLOW_NODES
            and (_tag(node) == "startEvent" or node.get("id") not in reached)
            and _tag(node) != "boundaryEvent"
            and node.get("isForCompensation") != "true"
            and node.get("triggeredByEvent") != "true"
        ]
        if not starting:
            yield "nothing_starts", scope, {}


def _conditional_starts(process: Any) -> Found:
    """A condition starts no process here: before its instance there is no data to look at (10.5.2)."""
    for event in process.findall(bpmn("startEvent")):
        if "conditional" in _kinds(event):
            yield "conditional_start", event, {}


def _timed_starts(process: Any) -> Found:
    """When a process is to be started must be known without data; bare texts are read elsewhere."""
    for event in process.findall(bpmn("startEvent")):
        for node in event.iter(*(bpmn(kind) for kind in TIMER_KINDS)):
            text = node.text or ""
            working = read_extensions(event).working_time
            reason = None if BARE_ISO.match(text) else reason_unknown(_tag(node), text, in_working_time=working)
            if reason is not None:
                yield "start_timer_unknown", event, {"reason": reason}


def _bindings(process: Any) -> Found:
    """A call activity says in a way known here which version it means."""
    for node in _nodes(process, ["callActivity"]):
        binding = read_binding(node)
        if binding.kind not in (None, *BINDINGS):
            yield "call_binding", node, {"binding": binding.kind}
        elif binding.kind == VERSION and binding.number is None:
            yield "call_version", node, {"version": binding.version or ""}


RULES: tuple[Callable[[Any], Found], ...] = (
    _quantities,
    _multi_instances,
    _joint_decisions,
    _verbs,
    _event_subprocesses,
    _starts_inside,
    _cancels,
    _compensations,
    _links,
    _event_gateways,
    _catches,
    _attached_kinds,
    _flows_across,
    _beginnings,
    _conditional_starts,
    _timed_starts,
    _bindings,
)
