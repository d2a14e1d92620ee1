"""Each scope by itself, from the inside out: a sub-process is one activity of the scope around it."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.bpmn.verification.budget import Budget
from engine.bpmn.verification.exploring import Space, explore
from engine.bpmn.verification.model import Node, Scope
from engine.bpmn.verification.net import ABORTING, Net, Outcome

THROWS = ("error", "escalation", "cancel")


@dataclass(frozen=True)
class Explored:
    """A scope, its state space, what it comes to, and the sub-processes around it from the outside in, with itself."""

    scope: Scope
    space: Space
    outcome: Outcome
    around: tuple[Node, ...]


def explore_scopes(process: Scope, budget: Budget) -> list[Explored]:
    """The state spaces of the process and of every sub-process, the outer ones first."""
    explored: list[Explored] = []
    _explore(process, (), budget, explored)
    return explored[::-1]


def _explore(scope: Scope, around: tuple[Node, ...], budget: Budget, explored: list[Explored]) -> Outcome:
    outcomes = {
        node.id: _explore(node.scope, (*around, node), budget, explored)
        for node in reversed(list(scope.nodes.values()))
        if node.scope is not None
    }
    net = Net(scope, outcomes)
    space = explore(net, budget)
    events = [outcomes[inner.id] for inner in scope.event_subprocesses() if inner.id in outcomes]
    completes = space.completes or not space.is_whole or any(outcome.completes for outcome in events)
    outcome = Outcome(completes, frozenset(_thrown(scope, net, space, outcomes)))
    explored.append(Explored(scope, space, outcome, around))
    return outcome


def _thrown(scope: Scope, net: Net, space: Space, outcomes: dict[str, Outcome]) -> Iterator[tuple[str, str | None]]:
    """What comes out of a scope: thrown or let through in it, and caught by no event sub-process."""
    caught = [start for inner in scope.event_subprocesses() for start in inner.starts]
    for node in scope.nodes.values():
        if space.is_whole and node.id not in space.reached and not _is_event(node):
            continue
        for kind, code in _thrown_at(node, net, outcomes):
            if not any(start.trigger == kind and start.code in (None, code) for start in caught):
                yield kind, code


def _thrown_at(node: Node, net: Net, outcomes: dict[str, Outcome]) -> Iterator[tuple[str, str | None]]:
    if node.type in ("endEvent", "intermediateThrowEvent") and node.trigger in THROWS:
        yield node.trigger, node.code
    for thrown in outcomes[node.id].throws if node.id in outcomes else ():
        if thrown[0] not in ABORTING or net.is_uncaught(thrown, node):
            yield thrown


def _is_event(node: Node) -> bool:
    return node.scope is not None and node.scope.is_event
