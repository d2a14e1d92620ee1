"""Limits at deployment: what a diagram says in plain numbers is held against them before anything runs."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from engine.bpmn.execution.timers import read_cycle
from engine.bpmn.source.elements import FLOW_NODES
from engine.bpmn.source.namespaces import bpmn
from engine.domain.errors import Problem
from engine.domain.limits import Limits

_NESTING = {bpmn(tag) for tag in ("subProcess", "transaction", "adHocSubProcess")}
_ANY_DAY = datetime(2026, 1, 5, tzinfo=UTC)


def beyond_limits(trees: Mapping[str, Any], limits: Limits) -> list[Problem]:
    """Every number in the diagrams that goes beyond the limits, with file, line and element."""
    problems = [
        Problem(code, {"limit": limit}, file=name, line=node.sourceline, element=_owner(node))
        for name, root in trees.items()
        for code, limit, node in (*_instances(root, limits), *_timers(root, limits))
    ]
    return problems + _nested(trees, limits)


def _instances(root: Any, limits: Limits) -> Iterator[tuple[str, int, Any]]:
    for node in _that_run(root, "loopCardinality"):
        text = (node.text or "").strip()
        if text.isdecimal() and int(text[:20]) > limits.instances:
            yield "bpmn.too_many_instances", limits.instances, node


def _timers(root: Any, limits: Limits) -> Iterator[tuple[str, int, Any]]:
    for node in _that_run(root, "timeCycle", "timeDuration"):
        text = (node.text or "").strip().strip("\"'")
        try:
            left, _, seconds = read_cycle(text if node.tag == bpmn("timeCycle") else f"R1/{text}", _ANY_DAY)
        except (ValueError, OverflowError, IndexError):
            continue  # computed, or refused where timers are read
        if left > limits.repetitions:
            yield "bpmn.timer_repetitions", limits.repetitions, node
        if seconds > timedelta(days=limits.horizon_days).total_seconds():
            yield "bpmn.timer_horizon", limits.horizon_days, node


def _that_run(root: Any, *tags: str) -> Iterator[Any]:
    """The elements of these kinds that are not in a process which is only drawn."""
    for node in root.iter(*map(bpmn, tags)):
        process = next(node.iterancestors(bpmn("process")), None)
        if process is None or process.get("isExecutable", "true") in ("true", "1"):
            yield node


def _nested(trees: Mapping[str, Any], limits: Limits) -> list[Problem]:
    """Processes whose sub-processes and calls stand too deep; calls in a circle are refused elsewhere."""
    processes = {node.get("id"): node for root in trees.values() for node in root.iter(bpmn("process"))}
    files = {node: name for name, root in trees.items() for node in root.iter(bpmn("process"))}
    known: dict[Any, int] = {}
    return [
        Problem(
            "bpmn.nested_too_deep",
            {"limit": limits.call_depth},
            file=files[node],
            line=node.sourceline,
            element=node.get("id"),
        )
        for node in processes.values()
        if _depth(node, processes, known, ()) > limits.call_depth
    ]


def _depth(node: Any, processes: Mapping[str, Any], known: dict[Any, int], around: tuple[Any, ...]) -> int:
    """How many levels lie below a process or sub-process."""
    if node in around:
        return 0
    if node not in known:
        inner = [part for part in node if part.tag in _NESTING]
        called = [processes.get(part.get("calledElement")) for part in node if part.tag == bpmn("callActivity")]
        below = [*inner, *(process for process in called if process is not None)]
        known[node] = max((1 + _depth(part, processes, known, (*around, node)) for part in below), default=0)
    return known[node]


def _owner(node: Any) -> str | None:
    """The id of the nearest flow node around an expression."""
    while node is not None:
        if node.get("id") and node.tag.rpartition("}")[2] in FLOW_NODES:
            return str(node.get("id"))
        node = node.getparent()
    return None
