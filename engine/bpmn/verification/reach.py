"""Where tokens may get to, and whose move may be looked at first without losing anything.

Looking at every interleaving of parallel branches costs exponentially. Where one token's moves neither disturb nor are
disturbed by what the others do, it is enough to look at them alone: basic strong stubborn sets, which keep every dead
end and whether the end can always be reached (A. Valmari, "Stop It, and Be Stubborn!", 2017). In a token game a place
feeds one node, so only joins that wait for what may still come (inclusive, complex) need care.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import cached_property, reduce
from operator import or_

from engine.bpmn.verification.budget import Budget
from engine.bpmn.verification.model import reached_by_flows
from engine.bpmn.verification.net import Join, Net

Marking = tuple[int, ...]


class Reach:
    """Reachability of the joins' incoming flows: by join and place, flows as bits in the order of its inputs."""

    def __init__(self, net: Net, budget: Budget) -> None:
        """`is_cut_off` where the budget did not last: then it must not be asked."""
        self._net = net
        self._joins = list(dict.fromkeys(net.join_of.values()))
        self._waiting = [join for join in self._joins if not join.is_parallel]
        self._before: dict[int, list[int]] = defaultdict(list)
        for place, following in enumerate(net.successors):
            for target in following:
                self._before[target].append(place)
        self._reached = {join.node.id: [0] * len(net.node_of) for join in self._joins}
        for join in self._joins:
            for number, flow in enumerate(join.inputs):
                if not budget.is_over():
                    self._note_who_reaches(flow, 1 << number, join)
        self.is_cut_off = budget.is_over()

    def _note_who_reaches(self, flow: int, bit: int, join: Join) -> None:
        """The places from which a token may come to this incoming flow without passing the join itself."""
        reached = self._reached[join.node.id]
        reached[flow] |= bit
        stack = [flow]
        while stack:
            for place in self._before[stack.pop()]:
                if not reached[place] & bit and self._net.join_of.get(place) is not join:
                    reached[place] |= bit
                    stack.append(place)

    def is_held_up(self, join: Join, arrived: int, others: Collection[int]) -> bool:
        """Whether another token may still come to a flow that has none, and to none that has one (13.4.3)."""
        reached = self._reached[join.node.id]
        return any(reached[place] and not reached[place] & arrived for place in others)

    def may_bring_more(self, join: Join, arrived: int, others: Collection[int]) -> bool:
        """Whether another token may come to a flow that has none."""
        return bool(self._by_all(join, others) & ~arrived)

    def _by_all(self, join: Join, places: Collection[int]) -> int:
        """The flows that any of these tokens may come to."""
        reached = self._reached[join.node.id]
        return reduce(or_, (reached[place] for place in places), 0)

    def is_calm(self, moving: Collection[int], others: Marking, firing: Join | None = None) -> bool:
        """Whether looking at the move of these tokens alone loses nothing that the others could do meanwhile."""
        return all(self._is_undisturbed(join, moving, others) for join in self._waiting if join is not firing)

    def _is_undisturbed(self, join: Join, moving: Collection[int], others: Marking) -> bool:
        reached = self._by_all(join, moving)
        if not reached or (reached.bit_count() == 1 and join.reset is None):
            return True
        return self._is_held_by(join, moving, others) or not self._may_arrive(join, moving, others)

    def _may_arrive(self, join: Join, moving: Collection[int], others: Marking) -> bool:
        """Whether the others may come to the join while these tokens stand still."""
        held = {one.node.id for one in self._joins if self._is_held_by(one, moving, others)}
        at_join = {*join.inputs, join.reset}
        return any(place in at_join for place in self._forward(others, held))

    def _is_held_by(self, join: Join, moving: Collection[int], others: Marking) -> bool:
        """Whether the join cannot fire before one of the moving tokens has come."""
        if join.reset is not None:
            return False
        free = self._by_all(join, others)  # where a token is, or may come from elsewhere
        for place in moving:
            reached = self._reached[join.node.id][place]
            if reached & ~free if join.is_parallel else reached and not reached & free:
                return True
        return False

    def _forward(self, places: Collection[int], held: Collection[str]) -> Iterator[int]:
        found, stack = set(places), list(places)
        yield from found
        while stack:
            place = stack.pop()
            join = self._net.join_of.get(place)
            if join is not None and join.node.id in held:
                continue
            for target in self._net.successors[place]:
                if target not in found:
                    found.add(target)
                    stack.append(target)
                    yield target

    @cached_property
    def rank(self) -> list[int]:
        """Places in the order of the diagram: those that lag behind move first, so that what meets is seen to meet.

        What only a non-interrupting event leads to goes before all, to its end: it is meant to run beside the rest, and
        would pile up where an activity is done again.
        """
        main = reached_by_flows(self._net.scope, through_quiet=False)
        order: list[int] = []
        seen: set[int] = set()
        for first in [place for move in self._net.beginnings() for place in move.outputs]:
            self._visit(first, seen, order)
        rank = [0] * len(self._net.node_of)
        for position, place in enumerate(reversed(order)):
            rank[place] = position if self._net.node_of[place].id in main else position - len(order)
        return rank

    def _visit(self, first: int, seen: set[int], order: list[int]) -> None:
        if first in seen:
            return
        seen.add(first)
        stack = [(first, iter(sorted(self._net.successors[first], reverse=True)))]
        while stack:
            place, following = stack[-1]
            target = next((one for one in following if one not in seen), None)
            if target is None:
                order.append(place)
                stack.pop()
            else:
                seen.add(target)
                stack.append((target, iter(sorted(self._net.successors[target], reverse=True))))
