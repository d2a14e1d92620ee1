"""What must hold of the drawing itself: every problem of shape and expression, with file, line and element."""

from collections.abc import Callable, Mapping
from typing import Any

from engine.bpmn.elements import FLOW_NODES, Element
from engine.bpmn.environment import BARE_ISO
from engine.bpmn.namespaces import BPMN, bpmn
from engine.bpmn.references import GLOBAL_TASKS
from engine.bpmn.timers import reason_unreadable
from engine.domain.errors import DubanError, Problem
from engine.expressions import compile_assignments, compile_condition

MAX_ID = 120
MAX_NAME = 200


def diagram(file_name: str, root: Any, elements: Mapping[str, Element]) -> list[Problem]:
    """Problems of the drawing itself: no process, loose flows, unreadable expressions, refused elements."""
    if root.tag != bpmn("definitions"):
        return [Problem("bpmn.not_bpmn", file=file_name, line=root.sourceline)]
    if root.find(bpmn("process")) is None:
        return [Problem("bpmn.no_process", file=file_name, line=root.sourceline)]
    problems = _too_long(file_name, root)
    problems += _loose_flows(file_name, root, elements)
    problems += _loose_boundaries(file_name, elements)
    problems += _expressions(file_name, root)
    return problems


def _too_long(file_name: str, root: Any) -> list[Problem]:
    """Ids and names must fit where the record keeps them; a database would refuse them only when they first occur."""
    return [
        Problem(
            "bpmn.text_too_long",
            {"attribute": attribute, "limit": limit},
            file=file_name,
            line=node.sourceline,
            element=_owner(node),
        )
        for node in root.iter(f"{{{BPMN}}}*")
        for attribute, limit in (("id", MAX_ID), ("name", MAX_NAME))
        if len(node.get(attribute) or "") > limit
    ]


def _loose_flows(file_name: str, root: Any, elements: Mapping[str, Element]) -> list[Problem]:
    problems = []
    for flow in root.iter(bpmn("sequenceFlow")):
        for end in ("sourceRef", "targetRef"):
            if flow.get(end) not in elements:
                problems.append(
                    Problem(
                        "bpmn.flow_loose",
                        {"end": end, "reference": flow.get(end) or ""},
                        file=file_name,
                        line=flow.sourceline,
                        element=flow.get("id"),
                    )
                )
    return problems


def _loose_boundaries(file_name: str, elements: Mapping[str, Element]) -> list[Problem]:
    return [
        Problem("bpmn.attached_loose", {"reference": e.attached_to or ""}, file=file_name, line=e.line, element=e.id)
        for e in elements.values()
        if e.type == "boundaryEvent" and e.attached_to not in elements
    ]


def calls(roots: Mapping[str, Any]) -> list[Problem]:
    """Call activities name a process among the deployed files, and none comes back to itself by calls alone."""
    callable_tags = [bpmn(tag) for tag in ("process", *GLOBAL_TASKS)]
    drawn = {node.get("id"): node for root in roots.values() for node in root.iter(*callable_tags)}
    called = {
        key: {call.get("calledElement") or "" for call in node.iter(bpmn("callActivity"))}
        for key, node in drawn.items()
    }
    problems = []
    for name, root in roots.items():
        for call in root.iter(bpmn("callActivity")):
            process = next(call.iterancestors(bpmn("process"))).get("id")
            target = call.get("calledElement") or ""
            code = "bpmn.call_unknown" if target not in drawn else "bpmn.call_loop"
            if target not in drawn or process in _reached(target, called):
                problems.append(
                    Problem(code, {"reference": target}, file=name, line=call.sourceline, element=call.get("id"))
                )
    return problems


def duplicate_keys(roots: Mapping[str, Any]) -> list[Problem]:
    """A process has its id to itself in the whole bundle."""
    seen: set[str] = set()
    problems = []
    for name, root in roots.items():
        for node in root.iter(bpmn("process")):
            key = node.get("id")
            if key in seen:
                problems.append(Problem("bpmn.id_duplicate", {"id": key}, file=name, line=node.sourceline, element=key))
            seen.add(key)
    return problems


def _reached(key: str, called: Mapping[str, set[str]]) -> set[str]:
    """The process itself and every process it calls, directly or not."""
    found, open_keys = set[str](), {key}
    while open_keys:
        current = open_keys.pop()
        found.add(current)
        open_keys |= called.get(current, set()) - found
    return found


def _expressions(file_name: str, root: Any) -> list[Problem]:
    """Every place of a diagram that is evaluated at run time is compiled now."""
    problems = []
    conditions = ("conditionExpression", "condition", "completionCondition", "loopCardinality", "loopCondition")
    timers = ("timeDate", "timeDuration", "timeCycle")
    for node in root.iter(f"{{{BPMN}}}*"):
        tag = node.tag.rpartition("}")[2]
        text = (node.text or "").strip()
        if tag in timers and BARE_ISO.match(text):
            problems += _unreadable_timer(file_name, node, tag, text)
        elif tag in conditions or tag in timers:
            problems += _compiled(file_name, node, compile_condition, text)
        elif tag == "script" and node.getparent().tag == bpmn("scriptTask"):
            problems += _compiled(file_name, node, compile_assignments, node.text or "")
    return problems


def _unreadable_timer(file_name: str, node: Any, kind: str, text: str) -> list[Problem]:
    reason = reason_unreadable(kind, text)
    if reason is None:
        return []
    return [
        Problem("bpmn.timer_unreadable", {"reason": reason}, file=file_name, line=node.sourceline, element=_owner(node))
    ]


def _compiled(file_name: str, node: Any, compile_text: Callable[[str], Any], text: str) -> list[Problem]:
    try:
        compile_text(text)
    except DubanError as error:
        owner = _owner(node)
        return [
            Problem(p.code, p.parameters, file=file_name, line=node.sourceline, element=owner) for p in error.problems
        ]
    return []


def _owner(node: Any) -> str | None:
    """The id of the nearest flow node or flow around an expression."""
    while node is not None:
        tag = node.tag.rpartition("}")[2]
        if node.get("id") and (tag in FLOW_NODES or tag == "sequenceFlow"):
            return str(node.get("id"))
        node = node.getparent()
    return None
