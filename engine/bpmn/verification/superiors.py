"""Whether a task's deadline leads to somebody above those who handle it, as far as the diagram and its table show."""

from collections.abc import Collection, Iterator, Mapping

from engine.bpmn.verification.model import Node, Scope
from engine.bpmn.verification.scopes import Explored
from engine.domain.decision import DecisionTable
from engine.domain.ladder import role_list, told_for

LEVELS = {
    "handler": 0,
    "co_handler": 0,
    "asked_unit": 0,
    "party_liaison": 0,
    "unit_head": 1,
    "asked_unit_head": 1,
    "officer": 2,
    "verifier": 2,
    "leader": 3,
    "issuer": 3,
}
UNITS = (
    "handler",
    "co_handler",
    "party_liaison",
    "asked_unit",
    "unit_head",
    "asked_unit_head",
)  # whose deadlines the office supervises
TELL = "tell_superior"


def leads_to_superior(
    task: Node, explored: Explored, scopes: Collection[Explored], decisions: Mapping[str, DecisionTable]
) -> bool:
    """By its own ladder, by the ladder that brought it about, or by an event at it or at a sub-process around it.

    Tasks of the supervision office itself are not asked: before a matter has items, nobody above is known to it.
    """
    owner = task.extensions.assignment
    if owner not in UNITS:
        return True
    above = {role for role, level in LEVELS.items() if level > LEVELS[owner]}
    if _ladder_tells(task, decisions) & above:
        return True
    return any(_events_tell(activity, scope, above) for activity, scope in _around(task, explored, scopes)) or any(
        _ladder_tells(node, decisions) & above for node in _climbing(task, explored.scope)
    )


def _ladder_tells(node: Node, decisions: Mapping[str, DecisionTable]) -> frozenset[str]:
    use = node.extensions.ladder
    table = decisions.get(use.decision) if use else None
    return told_for(table, use.stage) if use and table else frozenset()


def _around(task: Node, explored: Explored, scopes: Collection[Explored]) -> Iterator[tuple[Node, Scope]]:
    """The task, then the sub-processes around it, each with the scope it lies in."""
    yield task, explored.scope
    lies_in = {node.id: one.scope for one in scopes for node in one.scope.nodes.values()}
    for node in reversed(explored.around):
        yield node, lies_in[node.id]


def _events_tell(activity: Node, scope: Scope, above: Collection[str]) -> bool:
    """Whether a timer at the activity leads to a task or a message for somebody above."""
    for event in scope.attached_to(activity.id):
        if event.trigger != "timer":
            continue
        for node in _after(event, scope):
            action = node.extensions.action
            told = set(role_list(action.parameters.get("to"))) if action and action.name == TELL else set()
            if told & set(above) or (node.type == "userTask" and node.extensions.assignment in above):
                return True
    return False


def _climbing(task: Node, scope: Scope) -> Iterator[Node]:
    """The activities whose ladder brought this task about: they are still open, and their ladder goes on."""
    for event in scope.nodes.values():
        if event.type != "boundaryEvent" or event.trigger != "escalation" or event.is_interrupting:
            continue
        activity = scope.nodes.get(event.attached_to or "")
        if activity is not None and any(node.id == task.id for node in _after(event, scope)):
            yield activity
            if activity.scope is not None:
                yield from activity.scope.all_nodes()


def _after(event: Node, scope: Scope) -> Iterator[Node]:
    seen: set[str] = set()
    stack = [flow.target for flow in event.outgoing]
    while stack:
        key = stack.pop()
        if key not in seen and key in scope.nodes:
            seen.add(key)
            yield scope.nodes[key]
            stack += [flow.target for flow in scope.nodes[key].outgoing]
