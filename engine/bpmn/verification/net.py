"""A scope as places for tokens and the moves that tokens make: the token game of BPMN 2.0.2, chapter 13, without data.

Every condition may hold or not, every event that is waited for may come, every task may be completed. A place is a
node, or an incoming flow of a join. An activity with non-interrupting boundary events has a place for each of them:
it fires once or not at all while the activity is open.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, combinations

from engine.bpmn.verification.model import Flow, Node, Scope

ABORTING = {"error", "cancel"}
MAY_FAIL = {"serviceTask", "scriptTask", "sendTask", "businessRuleTask", "callActivity"}


@dataclass(frozen=True)
class Outcome:
    """What a sub-process can come to: whether it completes, and what it throws as (kind, code)."""

    completes: bool
    throws: frozenset[tuple[str, str | None]] = frozenset()


@dataclass(frozen=True)
class Move:
    """What one token becomes: the places it goes to and the elements walked.

    `completed` is the node that was completed by it. `ends` takes away all other tokens; `aborts` does so by an error
    or a cancellation.
    """

    outputs: tuple[int, ...]
    walked: tuple[str, ...]
    completed: str | None = None
    ends: bool = False
    aborts: bool = False

    @property
    def completes(self) -> bool:
        """Whether the scope is over by this, and not by an error."""
        return self.ends and not self.aborts


@dataclass(frozen=True, eq=False)
class Join:
    """A gateway that looks at its incoming flows. `reset` is where a complex gateway waits for the rest (13.4.5)."""

    node: Node
    inputs: tuple[int, ...]
    reset: int | None = None

    @property
    def is_parallel(self) -> bool:
        return self.node.type == "parallelGateway"


class Net:
    """Places are numbers; `node_of` says where each of them lies."""

    def __init__(self, scope: Scope, outcomes: Mapping[str, Outcome], blocked: Collection[str] = frozenset()) -> None:
        """`outcomes` by sub-process; `blocked` nodes never complete (to ask what can happen without them)."""
        self.scope = scope
        self._blocked = blocked
        self._outcomes = outcomes
        self._boundaries = _boundaries(scope)
        self._quiet, self._loud = self._events(is_interrupting=False), self._events(is_interrupting=True)
        self.node_of: list[Node] = []
        self._stage: list[int] = []
        self._at_node: dict[str, int] = {}
        self._at_flow: dict[str, int] = {}
        self.join_of: dict[int, Join] = {}
        self.resets: dict[int, Join] = {}
        for node in scope.nodes.values():
            self._place(node)
        self._ending = {place for place, node in enumerate(self.node_of) if _ends_scope(node) or self._may_fail(node)}
        self.successors = [self._successors(place) for place in range(len(self.node_of))]

    def _place(self, node: Node) -> None:
        if not node.is_join:
            self._at_node[node.id] = len(self.node_of)
            for stage in range(len(self._quiet[node.id]) + 1):
                self._add(node, stage)
            return
        inputs = tuple(self._add(node, 0) for _ in node.incoming)
        self._at_flow |= {flow.id: place for flow, place in zip(node.incoming, inputs, strict=True)}
        reset = self._add(node, 0) if node.type == "complexGateway" else None
        join = Join(node, inputs, reset)
        self.join_of |= dict.fromkeys(inputs, join)
        if reset is not None:
            self.resets[reset] = join

    def _add(self, node: Node, stage: int) -> int:
        self.node_of.append(node)
        self._stage.append(stage)
        return len(self.node_of) - 1

    def _events(self, *, is_interrupting: bool) -> dict[str, list[Node]]:
        """For each node the boundary events that can fire and end the activity, or (quiet ones) let it go on."""
        return {
            key: [
                event
                for event in self._boundaries.get(key, ())
                if event.is_interrupting == is_interrupting and self._can_fire(event, node)
            ]
            for key, node in self.scope.nodes.items()
        }

    def _can_fire(self, boundary: Node, activity: Node) -> bool:
        """From inside a sub-process comes only what is thrown there, or what a call or an action may bring."""
        inside = activity.scope
        if inside is None or boundary.trigger not in ("error", "escalation", "cancel"):
            return True
        if any(_catches(boundary, thrown) for thrown in self._outcomes[activity.id].throws):
            return True
        kinds = {node.type for node in inside.all_nodes()}
        if boundary.trigger == "error":
            return bool(kinds & MAY_FAIL)
        return boundary.trigger == "escalation" and bool(kinds & {"userTask", "callActivity"})

    def beginnings(self) -> Iterator[Move]:
        """How the scope may begin: each start event by itself; without one, all that nothing leads to at once."""
        starts = self.scope.starts
        each_alone = self.scope.kind == "adHocSubProcess" or any(node.type == "startEvent" for node in starts)
        alone = [[node] for node in starts] if each_alone else [starts]
        for together in alone:
            yield Move(tuple(self._at_node[node.id] for node in together if node.id in self._at_node), ())

    def moves(self, place: int) -> Iterator[Move]:
        """What one token at this place (not at a join) may do."""
        node = self.node_of[place]
        quiet = self._quiet[node.id]
        stage = self._stage[place]
        if stage < len(quiet):
            event = quiet[stage]
            yield Move((place + 1,), ())
            for outputs, ended in self._leave(event):
                yield Move((place + 1, *outputs), (node.id, event.id, *ended))
            return
        yield from self._completions(node)
        for event in self._loud[node.id]:
            for outputs, ended in self._leave(event):
                yield Move(outputs, (node.id, event.id, *ended))

    def _completions(self, node: Node) -> Iterator[Move]:
        if _ends_scope(node):
            yield Move((), (node.id,), completed=node.id, ends=True, aborts=node.trigger in ABORTING)
            return
        outcome = self._outcomes.get(node.id, Outcome(True))
        if self._may_fail(node):
            yield Move((), (node.id,), ends=True, aborts=True)
        if (outcome.completes or not outcome.throws) and node.id not in self._blocked:
            for outputs, ended in self._leave(node):
                yield Move(outputs, (node.id, *ended), completed=node.id)

    def ends_at(self, place: int) -> bool:
        """Whether a token here may take away all others."""
        return place in self._ending

    @property
    def may_end_early(self) -> bool:
        return bool(self._ending)

    def _may_fail(self, activity: Node) -> bool:
        outcome = self._outcomes.get(activity.id)
        return outcome is not None and any(self.is_uncaught(thrown, activity) for thrown in outcome.throws)

    def is_uncaught(self, thrown: tuple[str, str | None], activity: Node) -> bool:
        """Whether no boundary event of the activity catches what comes out of it by an error or a cancellation."""
        return thrown[0] in ABORTING and not any(_catches(b, thrown) for b in self._boundaries.get(activity.id, ()))

    def after(self, join: Join) -> Iterator[Move]:
        """What comes out of a join that fires."""
        for outputs, ended in self._leave(join.node):
            yield Move(outputs, (join.node.id, *ended), completed=join.node.id)

    def _leave(self, node: Node) -> Iterator[tuple[tuple[int, ...], tuple[str, ...]]]:
        """For each way a node may decide: the places of the tokens that leave it, and the ends that take one."""
        if node.trigger == "link" and node.type == "intermediateThrowEvent":
            yield tuple(self._at_node[n.id] for n in self._link_targets(node) if n.id in self._at_node), ()
            return
        for flows in _taken(node):
            ended = tuple(flow.target for flow in flows if self._is_plain_end(flow.target))
            going = (flow for flow in flows if flow.target not in ended)
            yield tuple(self._target(flow) for flow in going for _ in range(node.gives)), ended

    def _is_plain_end(self, key: str) -> bool:
        node = self.scope.nodes[key]
        return not node.is_join and not node.outgoing and not _ends_scope(node) and node.type == "endEvent"

    def _link_targets(self, node: Node) -> list[Node]:
        return [
            other
            for other in self.scope.nodes.values()
            if other.type == "intermediateCatchEvent" and other.trigger == "link" and other.code == node.code
        ]

    def _target(self, flow: Flow) -> int:
        return self._at_flow[flow.id] if flow.id in self._at_flow else self._at_node[flow.target]

    def _successors(self, place: int) -> frozenset[int]:
        """Every place that a token here may bring one to at its next move, whatever is decided."""
        node = self.node_of[place]
        leaving = [node, *self._quiet[node.id], *self._loud[node.id]]
        found = {self._target(flow) for one in leaving for flow in one.outgoing}
        if node.trigger == "link":
            found |= {self._at_node[n.id] for n in self._link_targets(node) if n.id in self._at_node}
        if place not in self.join_of and self._stage[place] < len(self._quiet[node.id]):
            found.add(place + 1)
        return frozenset(found)


def _boundaries(scope: Scope) -> dict[str, list[Node]]:
    """The boundary events that send a token on, by activity; compensation does not."""
    found: dict[str, list[Node]] = {}
    for node in scope.nodes.values():
        if node.attached_to and node.trigger != "compensate":
            found.setdefault(node.attached_to, []).append(node)
    return found


def _ends_scope(node: Node) -> bool:
    return node.type == "endEvent" and (node.trigger == "terminate" or node.trigger in ABORTING)


def _catches(boundary: Node, thrown: tuple[str, str | None]) -> bool:
    kind, code = thrown
    return boundary.trigger == kind and (boundary.code is None or code is None or boundary.code == code)


def _taken(node: Node) -> Iterator[tuple[Flow, ...]]:
    """Which outgoing flows may be taken together."""
    flows = node.outgoing
    if not flows or node.type == "parallelGateway":
        yield flows
    elif node.type in ("exclusiveGateway", "eventBasedGateway"):
        yield from ((flow,) for flow in flows)
    else:
        always = tuple(f for f in flows if not f.is_conditional and f.id != node.default)
        maybe = tuple(f for f in flows if f.is_conditional and f.id != node.default)
        if node.type == "complexGateway":
            always, maybe = (), flows
        yield from (always + chosen for chosen in _some_of(maybe))
        rest = always + tuple(f for f in flows if f.id == node.default)
        if rest:
            yield rest


def _some_of(flows: tuple[Flow, ...]) -> Iterator[tuple[Flow, ...]]:
    """At least one of them, in every combination: lazily, for there are two to the power of them."""
    return chain.from_iterable(combinations(flows, size) for size in range(1, len(flows) + 1))
