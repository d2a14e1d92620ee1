"""The diagram as verification sees it: scopes with nodes and flows, plain values without XML."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from engine.bpmn.source.elements import ACTIVITIES
from engine.bpmn.source.extensions import Extensions

CATCHING = {"intermediateCatchEvent", "receiveTask"}
WAITING = {"userTask", "manualTask", "receiveTask", "eventBasedGateway", "intermediateCatchEvent"}
JOINS = {"parallelGateway", "inclusiveGateway", "complexGateway"}


@dataclass(frozen=True)
class Flow:
    """A sequence flow."""

    id: str
    source: str
    target: str
    is_conditional: bool = False


@dataclass(frozen=True, eq=False)
class Node:
    """One flow node. `trigger` is the kind of its event definition: none, timer, message, error, link, …

    `code` is the error or escalation code, or the name of a link; None catches every code. `needs` and `gives` are the
    start and completion quantities (BPMN 2.0.2, 10.3.1).
    """

    id: str
    type: str
    name: str | None = None
    line: int | None = None
    incoming: tuple[Flow, ...] = ()
    outgoing: tuple[Flow, ...] = ()
    default: str | None = None
    trigger: str = "none"
    code: str | None = None
    attached_to: str | None = None
    is_interrupting: bool = True
    is_compensation: bool = False
    needs: int = 1
    gives: int = 1
    extensions: Extensions = field(default_factory=Extensions)
    scope: "Scope | None" = None

    @property
    def label(self) -> str:
        return self.name or self.id

    @property
    def is_join(self) -> bool:
        """Whether it looks at each incoming flow by itself."""
        return self.type in JOINS and len(self.incoming) > 1

    @property
    def is_activity(self) -> bool:
        return self.type in ACTIVITIES

    @property
    def waits(self) -> bool:
        """Whether a token stands still here until something comes from outside."""
        if self.type == "intermediateCatchEvent":
            return self.trigger != "link"
        if self.scope is not None:
            return any(node.waits for node in self.scope.nodes.values())
        return self.type in WAITING or self.type == "callActivity"


@dataclass(frozen=True, eq=False)
class Scope:
    """A process or sub-process. `kind` is its BPMN tag; an event sub-process has `is_event`."""

    id: str
    kind: str
    nodes: Mapping[str, Node]
    name: str | None = None
    line: int | None = None
    is_event: bool = False

    @property
    def label(self) -> str:
        return self.name or self.id

    def attached_to(self, node_id: str) -> list[Node]:
        """The boundary events of an activity that send a token on; compensation does not."""
        return [n for n in self.nodes.values() if n.attached_to == node_id and n.trigger != "compensate"]

    def event_subprocesses(self) -> Iterator["Scope"]:
        return (n.scope for n in self.nodes.values() if n.scope is not None and n.scope.is_event)

    def all_nodes(self) -> Iterator[Node]:
        """Its nodes and those of every scope inside."""
        for node in self.nodes.values():
            yield node
            if node.scope is not None:
                yield from node.scope.all_nodes()

    def all_scopes(self) -> Iterator["Scope"]:
        """Itself and every scope inside."""
        yield self
        for node in self.nodes.values():
            if node.scope is not None:
                yield from node.scope.all_scopes()

    @property
    def starts(self) -> list[Node]:
        """Where a token may begin: the start events; without one, every node that nothing leads to (10.4.3)."""
        explicit = [n for n in self.nodes.values() if n.type == "startEvent"]
        return explicit or [n for n in self.nodes.values() if not n.incoming and is_reached_by_flow(n)]


def is_reached_by_flow(node: Node) -> bool:
    """Whether only a sequence flow could bring a token: not a boundary event, an event sub-process, a compensation."""
    if node.type == "boundaryEvent" or node.is_compensation or (node.scope is not None and node.scope.is_event):
        return False
    return not (node.type == "intermediateCatchEvent" and node.trigger == "link")


def reached_by_flows(scope: Scope, *, through_quiet: bool = True) -> set[str]:
    """What the drawing connects with the beginning, whatever is decided; without it, nothing behind quiet events."""
    found: set[str] = set()
    stack = [node.id for node in scope.starts]
    links = {n.code: n.id for n in scope.nodes.values() if n.type == "intermediateCatchEvent" and n.trigger == "link"}
    while stack:
        key = stack.pop()
        if key in found or key not in scope.nodes:
            continue
        found.add(key)
        node = scope.nodes[key]
        stack += [flow.target for flow in node.outgoing]
        stack += [event.id for event in scope.attached_to(key) if event.is_interrupting or through_quiet]
        if node.trigger == "link" and node.code in links:
            stack.append(links[node.code])
    return found
