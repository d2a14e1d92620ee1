"""Automatic loops: cycles of the diagram in which nobody is waited for."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from engine.bpmn.verification.model import Node, Scope

CHANGES_DATA = {"scriptTask", "serviceTask", "businessRuleTask", "subProcess", "transaction", "adHocSubProcess"}
CHOOSING = {"exclusiveGateway", "inclusiveGateway", "complexGateway"}


@dataclass(frozen=True)
class Loop:
    """A cycle without a wait. `path` leads to it from the start and once around; `has_exit`: a condition leads out."""

    node: Node
    path: tuple[str, ...]
    has_exit: bool
    changes_data: bool


def automatic_loops(scope: Scope) -> list[Loop]:
    """Every strongly connected part of the scope in which no node waits and that a token can come to."""
    events = _events(scope)
    following = {key: _following(scope, node) for key, node in scope.nodes.items()}
    automatic = {key for key, node in scope.nodes.items() if not node.waits}
    edges = {key: [target for target in following[key] if target in automatic] for key in automatic}
    came_from = _ways(scope, following, events)
    found = []
    for part in _cycles(edges):
        entry = next((key for key in came_from if key in part), None)
        if entry is not None:
            path = (*_way(entry, came_from), *_around(entry, part, edges)[1:])
            nodes = [scope.nodes[key] for key in part]
            has_exit = any(_may_leave(node, part, events) for node in nodes)
            found.append(Loop(scope.nodes[entry], path, has_exit, any(node.type in CHANGES_DATA for node in nodes)))
    return found


def _events(scope: Scope) -> dict[str, list[Node]]:
    """The boundary events of each activity."""
    found: dict[str, list[Node]] = {}
    for node in scope.nodes.values():
        if node.attached_to:
            found.setdefault(node.attached_to, []).append(node)
    return found


def _following(scope: Scope, node: Node) -> list[str]:
    if node.trigger == "link" and node.type == "intermediateThrowEvent":
        return [n.id for n in scope.nodes.values() if n.type == "intermediateCatchEvent" and n.code == node.code]
    return [flow.target for flow in node.outgoing]


def _may_leave(node: Node, part: set[str], events: dict[str, list[Node]]) -> bool:
    """Whether a decision leads out here, or a join waits for others in every round."""
    if node.is_join:
        return any(flow.source not in part for flow in node.incoming)
    if any(event.is_interrupting for event in events.get(node.id, ())):
        return True
    stays = [flow for flow in node.outgoing if flow.target in part]
    chooses = node.type in CHOOSING or all(flow.is_conditional or flow.id == node.default for flow in stays)
    return chooses and len(stays) < len(node.outgoing)


def _ways(scope: Scope, following: dict[str, list[str]], events: dict[str, list[Node]]) -> dict[str, str | None]:
    """For each node that the drawing leads to, the one before it on a shortest way; the nearest first."""
    came_from: dict[str, str | None] = {node.id: None for node in scope.starts}
    queue = deque(came_from)
    while queue:
        key = queue.popleft()
        for target in (*following[key], *(event.id for event in events.get(key, ()))):
            if target not in came_from:
                came_from[target] = key
                queue.append(target)
    return came_from


def _way(entry: str, came_from: dict[str, str | None]) -> list[str]:
    way: list[str] = []
    at: str | None = entry
    while at is not None:
        way.append(at)
        at = came_from[at]
    return way[::-1]


def _around(entry: str, part: set[str], edges: dict[str, list[str]]) -> list[str]:
    """The shortest way from a node of the cycle back to itself."""
    came_from: dict[str, str | None] = {entry: None}
    queue = deque([entry])
    while queue:
        key = queue.popleft()
        for target in edges[key]:
            if target == entry:
                return [*_way(key, came_from), entry]
            if target in part and target not in came_from:
                came_from[target] = key
                queue.append(target)
    return [entry]


def _cycles(edges: dict[str, list[str]]) -> Iterator[set[str]]:
    """Strongly connected parts with at least one edge inside: forward, then backward (Kosaraju)."""
    order = _finished(edges)
    backwards: dict[str, list[str]] = {key: [] for key in edges}
    for key, targets in edges.items():
        for target in targets:
            backwards[target].append(key)
    seen: set[str] = set()
    for key in reversed(order):
        part, stack = set[str](), [key]
        while stack:
            one = stack.pop()
            if one not in seen:
                seen.add(one)
                part.add(one)
                stack += backwards[one]
        if len(part) > 1 or (part and key in edges[key]):
            yield part


def _finished(edges: dict[str, list[str]]) -> list[str]:
    order: list[str] = []
    seen: set[str] = set()
    for first, following in edges.items():
        if first in seen:
            continue
        seen.add(first)
        stack = [(first, iter(following))]
        while stack:
            key, targets = stack[-1]
            target = next((one for one in targets if one not in seen), None)
            if target is None:
                order.append(key)
                stack.pop()
            else:
                seen.add(target)
                stack.append((target, iter(edges[target])))
    return order
