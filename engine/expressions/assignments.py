"""Script tasks: a list of assignments in the closed language, to names and to paths into data."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from engine.domain.errors import Invalid, Problem
from engine.expressions.bounds import bounded_collection
from engine.expressions.faults import TROUBLES, Wrong, fault_in
from engine.expressions.kinds import LIST, RECORD, TEXT, kind_of
from engine.expressions.limits import MAX_NODES
from engine.expressions.syntax import Source, read_script
from engine.expressions.walker import Evaluate, Names, build, free_names, member
from engine.expressions.whitelist import CONSTANTS, problems_of


@dataclass(frozen=True)
class Assignment:
    """`target[path…] = value`; an empty path assigns the name itself."""

    target: str
    path: tuple[Evaluate, ...]
    value: Evaluate

    def new_value(self, names: Names) -> Any:
        value = self.value(names)
        if not self.path:
            return value
        if self.target not in names:
            raise Wrong("missing_name", name=self.target)
        return bounded_collection(_with(names[self.target], [key(names) for key in self.path], value))


@dataclass(frozen=True)
class Assignments:
    """A checked script; `targets` are the names it assigns, `names` those it needs from its data."""

    source: str
    targets: frozenset[str]
    names: frozenset[str]
    _steps: tuple[Assignment, ...] = field(repr=False, compare=False)

    def execute(self, names: Mapping[str, Any]) -> dict[str, Any]:
        """The new values of the assigned names; `names` and what it holds stay as they are."""
        changed: dict[str, Any] = {}
        known = {**names}
        try:
            for step in self._steps:
                changed[step.target] = known[step.target] = step.new_value(known)
        except TROUBLES as trouble:
            raise fault_in(self.source, trouble) from trouble
        return changed


@lru_cache(maxsize=2048)
def compile_assignments(source: str) -> Assignments:
    """The assignments a script says; Invalid names all that is wrong with it, each with its place."""
    text, statements = read_script(source)
    problems = [problem for statement in statements for problem in _problems(text, statement)]
    if not problems and sum(isinstance(node, ast.expr) for line in statements for node in ast.walk(line)) > MAX_NODES:
        problems = [text.problem("too_many_parts", limit=MAX_NODES)]
    if problems:
        raise Invalid(problems)
    steps = tuple(_assignment(statement) for statement in statements)
    return Assignments(source, frozenset(step.target for step in steps), _needed(statements), steps)


def _problems(source: Source, statement: ast.stmt) -> list[Problem]:
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        return [source.problem("not_an_assignment", statement)]
    target = statement.targets[0]
    problems = problems_of(source, statement.value) + problems_of(source, target)
    root = _root(target)
    if not isinstance(root, ast.Name):
        return [*problems, source.problem("not_a_target", statement)]
    if root.id in CONSTANTS:
        problems.append(source.problem("reserved_name", statement, name=root.id))
    return problems


def _root(target: ast.expr) -> ast.expr:
    while isinstance(target, ast.Attribute | ast.Subscript):
        target = target.value
    return target


def _assignment(statement: Any) -> Assignment:
    target, path = statement.targets[0], []
    while not isinstance(target, ast.Name):
        key = ast.Constant(target.attr) if isinstance(target, ast.Attribute) else target.slice
        path.append(build(key))
        target = target.value
    return Assignment(target.id, tuple(reversed(path)), build(statement.value))


def _needed(statements: list[Any]) -> frozenset[str]:
    needed: set[str] = set()
    assigned: set[str] = set()
    for statement in statements:
        target = statement.targets[0]
        read_names = free_names(statement.value)
        if isinstance(target, ast.Name):
            needed |= read_names - assigned
            assigned.add(target.id)
        else:
            needed |= (read_names | free_names(target)) - assigned
    return frozenset(needed)


def _with(container: Any, path: list[Any], value: Any) -> Any:
    """A copy of the container in which the path leads to the value; what lies beside it is shared."""
    key, rest = path[0], path[1:]
    kind = kind_of(container)
    if kind is RECORD and kind_of(key) is TEXT and key.startswith("_"):
        raise Wrong("private_key", key=key)
    if kind is RECORD and kind_of(key) is TEXT and not rest:
        return {**container, key: value}
    inner = member(container, key)
    replacement = _with(inner, rest, value) if rest else value
    if kind is LIST:
        copy = list(container)
        copy[key] = replacement
        return copy
    return {**container, key: replacement}
