"""Our own rules, which a process switches on: who does it, by when, who is told, and that a dispatch is answered.

`<duban:rules on="owner,deadline,superior,closed-loop" />` stands in the extensions of the process.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from engine.bpmn.verification.budget import Budget
from engine.bpmn.verification.closed_loop import open_loops
from engine.bpmn.verification.model import Node
from engine.bpmn.verification.scopes import Explored
from engine.bpmn.verification.superiors import leads_to_superior
from engine.domain.decision import DecisionTable
from engine.domain.errors import Problem

NO_DEADLINE = "none"  # the deadline rule that says why there is none


@dataclass(frozen=True)
class Ruled:
    """A process whose rules are asked: its scopes, and what the bundle holds beside it."""

    file: str
    key: str
    line: int | None
    rules: tuple[str, ...]
    scopes: list[Explored]
    decisions: Mapping[str, DecisionTable]
    others: Mapping[str, tuple[str, ...]]  # the rules of each process of the bundle
    budget: Budget

    def user_tasks(self) -> Iterator[tuple[Node, Explored]]:
        for explored in self.scopes:
            for node in explored.scope.nodes.values():
                if node.type == "userTask":
                    yield node, explored

    def problem(self, name: str, node: Node, **parameters: object) -> Problem:
        told = {"name": node.label, **parameters}
        return Problem(f"verification.{name}", told, file=self.file, line=node.line, element=node.id)


def rule_problems(process: Ruled) -> Iterator[Problem]:
    """What breaks the rules that the process has switched on; a rule that does not exist is a problem itself."""
    for rule in process.rules:
        if rule in RULES:
            yield from RULES[rule](process)
        else:
            told = {"rule": rule, "known": "、".join(RULES)}
            yield Problem("verification.rule_unknown", told, file=process.file, line=process.line, element=process.key)


def _owners(process: Ruled) -> Iterator[Problem]:
    """Every user task says who does it (定责)."""
    for node, _ in process.user_tasks():
        if not node.extensions.assignment and not node.extensions.groups:
            yield process.problem("no_owner", node)


def _deadlines(process: Ruled) -> Iterator[Problem]:
    """Every user task has a deadline (定时), or says why not."""
    for node, _ in process.user_tasks():
        if node.extensions.deadline is None:
            yield process.problem("no_deadline", node)


def _superiors(process: Ruled) -> Iterator[Problem]:
    """A unit's deadline that passes is told to somebody above those who handle it."""
    for node, explored in process.user_tasks():
        deadline = node.extensions.deadline
        if deadline is None or deadline.rule == NO_DEADLINE:
            continue
        if not leads_to_superior(node, explored, process.scopes, process.decisions):
            yield process.problem("no_superior", node)


def _closed_loops(process: Ruled) -> Iterator[Problem]:
    """What is dispatched is reported and confirmed (闭环)."""
    for broken in open_loops(process.scopes, process.others, process.budget):
        yield process.problem(broken.name, broken.node, **broken.told)


RULES: dict[str, Callable[[Ruled], Iterator[Problem]]] = {
    "owner": _owners,
    "deadline": _deadlines,
    "superior": _superiors,
    "closed-loop": _closed_loops,
}
