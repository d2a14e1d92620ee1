"""What a state space tells a designer: each finding with its place and the path that leads there."""

from collections.abc import Collection, Iterator
from typing import Any

from engine.bpmn.verification.budget import Budget
from engine.bpmn.verification.loops import automatic_loops
from engine.bpmn.verification.model import Node, Scope, is_reached_by_flow, reached_by_flows
from engine.bpmn.verification.reach import Marking
from engine.bpmn.verification.scopes import Explored
from engine.bpmn.verification.walks import walked
from engine.domain.errors import Problem


def state_findings(file: str, explored: Explored, budget: Budget) -> Iterator[tuple[bool, Problem]]:
    """Each finding, and whether it is an error (True) or only a warning."""
    teller = _Teller(file, explored)
    endless = False
    for loop in automatic_loops(explored.scope):
        endless = endless or not loop.has_exit
        if not loop.has_exit:
            yield True, teller.tell("endless_loop", loop.node, [*loop.path])
        elif not loop.changes_data:
            yield False, teller.tell("idle_loop", loop.node, [*loop.path])
    yield from ((True, problem) for problem in teller.deadlocks())
    if not endless:
        yield from ((True, problem) for problem in teller.never_ends())
    yield from ((True, problem) for problem in teller.dead_elements(endless=endless))
    yield from ((False, problem) for problem in (*teller.crowds(), *teller.piles()))
    if explored.space.is_cut_off:
        yield False, teller.cut_off(budget)


def cut_off(file: str, scope: Scope, states: int, budget: Budget) -> Problem:
    """Says how much was looked at, and by which bounds the rest was not."""
    told = {"name": scope.label, "states": states, "limit": budget.states, "seconds": f"{budget.seconds:g}"}
    return Problem("verification.cut_off", told, file=file, line=scope.line, element=scope.id)


class _Teller:
    def __init__(self, file: str, explored: Explored) -> None:
        self._file = file
        self._scope = explored.scope
        self._space = explored.space
        self._around = explored.around
        self._names = {node.id: node.label for node in explored.scope.nodes.values()}

    def tell(self, name: str, node: Node, path: list[str], **parameters: Any) -> Problem:
        """A finding at a node; `path` is given on, and said in words."""
        whole = [*self._around, *(self._scope.nodes[key] for key in path)] if path else []
        told = {"name": node.label, **walked(whole), **parameters}
        return Problem(f"verification.{name}", told, file=self._file, line=node.line, element=node.id)

    def deadlocks(self) -> Iterator[Problem]:
        """One for each node that tokens can be stuck at, by the shortest path found."""
        told: set[str] = set()
        for marking in self._space.stuck:
            node = self._waiting_at(marking)
            if node.id not in told:
                told.add(node.id)
                missing = self._missing(node, marking)
                code = "deadlock" if missing else "quantity"
                yield self.tell(code, node, [*self._space.path_to(marking), node.id], missing="、".join(missing))

    def _waiting_at(self, marking: Marking) -> Node:
        nodes = [self._space.net.node_of[place] for place in marking]
        return next((node for node in nodes if node.is_join), nodes[0])

    def _missing(self, node: Node, marking: Marking) -> list[str]:
        """Where nothing has come from: the sources of the join's empty flows."""
        place_of = {
            place: flow
            for place, join in self._space.net.join_of.items()
            if join.node.id == node.id
            for flow in [node.incoming[join.inputs.index(place)]]
        }
        empty = [flow for place, flow in place_of.items() if place not in marking]
        return list(dict.fromkeys(self._names[flow.source] for flow in empty))

    def never_ends(self) -> Iterator[Problem]:
        """The first marking from which neither the end nor a deadlock is reached: it goes round for ever."""
        can_end = self._space.can_end()
        lost = {marking for marking in self._space.came_from if marking not in can_end}
        if not lost or self._space.stuck:
            return
        first = next(marking for marking in self._space.came_from if marking in lost)
        node = self._space.net.node_of[first[0]]
        yield self.tell("never_ends", node, [*self._space.path_to(first), node.id])

    def dead_elements(self, *, endless: bool) -> Iterator[Problem]:
        """The first element of each part that no run comes to."""
        dead = {key: self._scope.nodes[key] for key in self._dead(endless=endless)}
        heads = [node for node in dead.values() if not self._comes_after(node, dead)]
        for node in heads or list(dead.values())[:1]:
            before = [self._names[flow.source] for flow in node.incoming if flow.source not in dead]
            if node.type == "boundaryEvent":
                yield self.tell("never_thrown", node, [], activity=self._names.get(node.attached_to or "", ""))
            elif before:
                yield self.tell("dead_after", node, [], before="、".join(before))
            else:
                yield self.tell("dead_element", node, [])

    def _comes_after(self, node: Node, dead: Collection[str]) -> bool:
        return node.attached_to in dead or any(flow.source in dead for flow in node.incoming)

    def _dead(self, *, endless: bool) -> Iterator[str]:
        flowed = reached_by_flows(self._scope)
        is_known = self._space.is_whole and not self._space.stuck and not endless
        for node in self._scope.nodes.values():
            is_candidate = node.type == "boundaryEvent" or is_reached_by_flow(node)
            if not is_candidate or (node.trigger == "compensate" and node.type == "boundaryEvent"):
                continue
            if node.id not in (self._space.reached if is_known else flowed):
                yield node.id

    def crowds(self) -> Iterator[Problem]:
        """Nodes that two tokens come to, where that is not what a non-interrupting event asks for."""
        meant = reached_by_flows(self._scope, through_quiet=False)
        for key, marking in self._space.crowded.items():
            if key in meant and key not in self._space.piled_up:
                node = self._scope.nodes[key]
                yield self.tell("crowded", node, [*self._space.path_to(marking), key])

    def piles(self) -> Iterator[Problem]:
        """Nodes that more and more tokens come to."""
        for key, path in self._space.piled_up.items():
            yield self.tell("piled_up", self._scope.nodes[key], path)

    def cut_off(self, budget: Budget) -> Problem:
        return cut_off(self._file, self._scope, len(self._space.came_from), budget)
