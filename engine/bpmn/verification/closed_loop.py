"""The closed loop (闭环): no run goes from a dispatch to the end without a report and a confirmation."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.bpmn.verification.budget import Budget
from engine.bpmn.verification.exploring import PASSED, explore
from engine.bpmn.verification.model import Node, Scope
from engine.bpmn.verification.net import Net
from engine.bpmn.verification.scopes import Explored
from engine.bpmn.verification.walks import walked

DISPATCH = "issue_work_order"
START = "dispatch_items"
STARTED = "supervision-item"  # what it starts where the diagram names nothing
ANSWERS = {"no_report": "submit_result", "no_confirmation": "record_confirmation"}
CLOSED_LOOP = "closed-loop"
Wanted = Callable[[Node], bool]


@dataclass(frozen=True)
class OpenLoop:
    """A dispatch that can stay without an answer: the sentence's name, the place, what it tells."""

    name: str
    node: Node
    told: dict[str, Any] = field(default_factory=dict)


def open_loops(
    scopes: Collection[Explored], others: Mapping[str, tuple[str, ...]], budget: Budget
) -> Iterator[OpenLoop]:
    """Every dispatch that a run can leave unanswered; `others`: the rules of each process that may be started."""
    runs = _Runs(scopes, budget)
    for explored in scopes:
        for node in explored.scope.nodes.values():
            if _does(node, DISPATCH):
                for name, answer in ANSWERS.items():
                    yield from runs.open(name, node, explored, lambda one, answer=answer: _does(one, answer))  # type: ignore[misc]
            elif _does(node, START):
                action = node.extensions.action
                started = (action.parameters.get("process") if action else None) or STARTED
                if CLOSED_LOOP not in others.get(started, ()):
                    yield OpenLoop("started_open", node, {"process": started})
                yield from runs.open("not_awaited", node, explored, _waits_for_message)


def _does(node: Node, action: str) -> bool:
    return node.extensions.action is not None and node.extensions.action.name == action


def _waits_for_message(node: Node) -> bool:
    return node.type == "receiveTask" or (node.waits and node.trigger == "message")


class _Runs:
    """Asks whether a run can come from one node to the end of the process without another."""

    def __init__(self, scopes: Collection[Explored], budget: Budget) -> None:
        self._scope_of = {one.around[-1].id if one.around else "": one.scope for one in scopes}
        self._outcomes = {one.around[-1].id: one.outcome for one in scopes if one.around}
        self._budget = budget

    def open(self, name: str, node: Node, explored: Explored, wanted: Wanted) -> Iterator[OpenLoop]:
        path = self._without(node, explored, wanted)
        if path is not None:
            yield OpenLoop(name, node, walked(path))

    def _without(self, node: Node, explored: Explored, wanted: Wanted) -> list[Node] | None:
        """A run of the process from the node to the end without what is wanted; None where every run has it."""
        path: list[Node] | None = None
        around = ["", *(one.id for one in explored.around)]
        for key, passing in reversed(list(zip(around, [*around[1:], node.id], strict=True))):
            scope = self._scope_of[key]
            if self._budget.is_over():
                return None  # what was not looked at is told as cut off
            space = explore(self._net_without(scope, wanted), self._budget, passing)
            if (PASSED,) not in space.came_from:
                return None
            path = [scope.nodes[one] for one in space.path_to((PASSED,))]
        return path

    def _net_without(self, scope: Scope, wanted: Wanted) -> Net:
        blocked = {node.id for node in scope.nodes.values() if wanted(node) or self._is_sure(node.scope, wanted)}
        return Net(scope, self._outcomes, blocked)

    def _is_sure(self, scope: Scope | None, wanted: Wanted) -> bool:
        """Whether it is a sub-process that never completes without what is wanted."""
        return (
            scope is not None
            and not scope.is_event
            and not explore(self._net_without(scope, wanted), self._budget).completes
        )
