"""Exploring the state space of a scope: every marking that matters, how it was reached, and where tokens are stuck."""

from collections import Counter, deque
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from engine.bpmn.verification.budget import MAX_TOKENS, Budget
from engine.bpmn.verification.model import Node
from engine.bpmn.verification.net import Join, Move, Net
from engine.bpmn.verification.reach import Marking, Reach

DONE: Marking = ()  # no token is left
PASSED = -1  # in a marking: the node that was asked for has completed
Cluster = tuple[int, Join | None]  # a place whose token moves, or a join that fires


@dataclass
class Space:
    """What was found. A marking holds each of its places as often as it has tokens."""

    net: Net
    came_from: dict[Marking, tuple[Marking | None, tuple[str, ...]]] = field(default_factory=dict)
    leads_to: dict[Marking, list[Marking]] = field(default_factory=dict)
    stuck: list[Marking] = field(default_factory=list)
    crowded: dict[str, Marking] = field(default_factory=dict)
    piled_up: dict[str, list[str]] = field(default_factory=dict)
    reached: set[str] = field(default_factory=set)
    unknown: set[Marking] = field(default_factory=set)
    is_cut_off: bool = False
    completes: bool = False

    @property
    def is_whole(self) -> bool:
        return not self.is_cut_off and not self.unknown

    def path_to(self, marking: Marking) -> list[str]:
        """The elements walked, in order, from the beginning to this marking."""
        steps: list[tuple[str, ...]] = []
        at: Marking | None = marking
        while at is not None:
            at, walked = self.came_from[at]
            steps.append(walked)
        return [element for walked in reversed(steps) for element in walked]

    def can_end(self) -> set[Marking]:
        """The markings from which no token may be left at last; where it was not looked further, it is supposed."""
        before: dict[Marking, list[Marking]] = {}
        for marking, following in self.leads_to.items():
            for one in following:
                before.setdefault(one, []).append(marking)
        found = {DONE, *self.unknown}
        stack = list(found)
        while stack:
            for marking in before.get(stack.pop(), ()):
                if marking not in found:
                    found.add(marking)
                    stack.append(marking)
        return found


def explore(net: Net, budget: Budget, passing: str | None = None) -> Space:
    """The state space of a scope, breadth first, until everything is seen or the budget is spent.

    Once the node `passing` has completed, every marking holds `PASSED`.
    """
    return _Explorer(net, budget, passing).run()


class _Explorer:
    def __init__(self, net: Net, budget: Budget, passing: str | None) -> None:
        self._passing = passing
        self._net = net
        self._reach = Reach(net, budget)
        self._budget = budget
        self._space = Space(net)
        self._queue: deque[Marking] = deque()

    def run(self) -> Space:
        space = self._space
        space.is_cut_off = self._reach.is_cut_off
        for move in self._net.beginnings():
            self._see(None, move, DONE)
        while self._queue and not space.is_cut_off:
            marking = self._queue.popleft()
            space.leads_to[marking] = []
            if marking not in (DONE, (PASSED,)) and not self._expand(marking):
                space.stuck.append(marking)
        if space.is_cut_off:
            space.unknown |= set(self._queue) | {next(reversed(space.leads_to), DONE)}
        return space

    def _expand(self, marking: Marking) -> bool:
        """Look at what may happen next; False where nothing may.

        Where something may end the whole scope, nobody may go round in a circle while that is never looked at.
        """
        rank = self._reach.rank
        able = sorted(self._able(marking), key=lambda cluster: rank[cluster[0]])
        chosen = self._chosen(marking, able)
        known = len(self._space.came_from)
        for cluster in chosen:
            self._move(marking, cluster)
        if self._net.may_end_early and len(self._space.came_from) == known:
            for cluster in able:
                if cluster not in chosen:
                    self._move(marking, cluster)
        return bool(able)

    def _move(self, marking: Marking, cluster: Cluster) -> None:
        consumed, moves = self._firing(marking, *cluster)
        rest = _without(marking, consumed)
        for move in moves:
            if self._space.is_cut_off:
                return
            self._see(marking, move, rest)

    def _chosen(self, marking: Marking, able: list[Cluster]) -> list[Cluster]:
        """One place or join whose moves may be looked at alone, or else all that can move."""
        for place, join in able:
            if self._net.ends_at(place) or (join is not None and join.reset is not None):
                continue
            consumed = self._consumed(marking, place, join)
            others = tuple(other for other in _without(marking, consumed) if other != PASSED)
            if (
                join is not None
                and not join.is_parallel
                and self._reach.may_bring_more(join, _arrived(join, consumed), others)
            ):
                continue
            if self._reach.is_calm(set(consumed), others, join):
                return [(place, join)]
        return able

    def _able(self, marking: Marking) -> Iterator[Cluster]:
        counted = Counter(place for place in marking if place != PASSED)
        joins: set[str] = set()
        for place, count in counted.items():
            join = self._net.join_of.get(place) or self._net.resets.get(place)
            if join is None:
                if count >= self._net.node_of[place].needs:
                    yield place, None
            elif join.node.id not in joins:
                joins.add(join.node.id)
                if self._is_due(join, counted):
                    yield place, join

    def _is_due(self, join: Join, counted: Counter[int]) -> bool:
        arrived = _arrived(join, counted)
        if join.is_parallel:
            return arrived.bit_count() == len(join.inputs)
        others = [place for place in counted if place not in join.inputs and place not in self._net.resets]
        if join.reset is None:
            return not self._reach.is_held_up(join, arrived, others)
        is_waiting = join.reset not in counted
        return bool(arrived) if is_waiting else bool(arrived) or not self._reach.is_held_up(join, 0, others)

    def _consumed(self, marking: Marking, place: int, join: Join | None) -> tuple[int, ...]:
        if join is None:
            return (place,) * self._net.node_of[place].needs
        arrived = tuple(flow for flow in join.inputs if flow in marking)
        return arrived or (place,)

    def _firing(self, marking: Marking, place: int, join: Join | None) -> tuple[tuple[int, ...], Iterator[Move]]:
        consumed = self._consumed(marking, place, join)
        if join is None:
            return consumed, self._net.moves(place)
        if join.reset is None:
            return consumed, self._net.after(join)
        if join.reset in marking:  # what comes late is taken in silence
            return consumed, iter((Move((), ()),))
        after = (Move((*move.outputs, join.reset), move.walked) for move in self._net.after(join))
        return consumed, after

    def _see(self, before: Marking | None, move: Move, rest: Marking) -> None:
        space = self._space
        space.reached.update(move.walked)
        space.completes = space.completes or move.completes or not (move.aborts or rest or move.outputs)
        following = self._following(move, rest)
        self._look_for_crowds(before, move, following)
        if self._is_over_full(move, following):
            if before is not None:
                space.unknown.add(before)
                self._note_pile(before, move, following)
            return
        if before is not None:
            space.leads_to[before].append(following)
        if following not in space.came_from:
            if len(space.came_from) >= self._budget.states:
                space.is_cut_off = True
                return
            space.came_from[following] = (before, move.walked)
            self._queue.append(following)
            space.reached.update(self._net.node_of[p].id for p in move.outputs if p not in self._net.join_of)
        space.is_cut_off = space.is_cut_off or self._budget.is_over()

    def _following(self, move: Move, rest: Marking) -> Marking:
        if move.aborts:
            return DONE
        has_passed = PASSED in rest or (self._passing is not None and move.completed == self._passing)
        tokens = () if move.ends else (*(place for place in rest if place != PASSED), *move.outputs)
        return tuple(sorted((*tokens, PASSED) if has_passed else tokens))

    def _look_for_crowds(self, before: Marking | None, move: Move, following: Marking) -> None:
        """Two tokens at one activity, or at one flow of a join: what was split was not brought together."""
        for place in move.outputs:
            node = self._net.node_of[place]
            if node.id not in self._space.crowded and _is_crowded(node, self._tokens_at(place, following)):
                self._space.crowded[node.id] = following
                if following not in self._space.came_from and before is not None:
                    self._space.came_from[following] = (before, move.walked)
                    self._queue.append(following)

    def _is_over_full(self, move: Move, following: Marking) -> bool:
        return any(following.count(place) > self._most(place) for place in move.outputs)

    def _tokens_at(self, place: int, marking: Marking) -> int:
        """All at the same flow of a join, or at the same node whatever its boundary events have done."""
        node = self._net.node_of[place]
        if node.is_join:
            return marking.count(place)
        return sum(1 for other in marking if other != PASSED and self._net.node_of[other] is node)

    def _note_pile(self, before: Marking, move: Move, following: Marking) -> None:
        place = next(place for place in move.outputs if following.count(place) > self._most(place))
        node = self._net.node_of[place].id
        self._space.piled_up.setdefault(node, [*self._space.path_to(before), *move.walked, node])

    def _most(self, place: int) -> int:
        needs = self._net.node_of[place].needs
        return MAX_TOKENS if needs == 1 else MAX_TOKENS + needs


def _arrived(join: Join, places: Collection[int]) -> int:
    """The incoming flows of the join that have a token, as bits."""
    return sum(1 << number for number, flow in enumerate(join.inputs) if flow in places)


def _is_crowded(node: Node, tokens: int) -> bool:
    if node.is_join:
        return tokens > 1 and node.type != "complexGateway"
    return tokens > node.needs and (node.is_activity or node.waits)


def _without(marking: Marking, consumed: tuple[int, ...]) -> Marking:
    rest = list(marking)
    for place in consumed:
        rest.remove(place)
    return tuple(rest)
