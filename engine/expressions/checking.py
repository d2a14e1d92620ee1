"""Checks an expression against what is known of its data: only what is sure to fail when it runs is a problem."""

import ast
from collections.abc import Callable, Mapping
from typing import Any

from engine.domain.errors import Problem
from engine.expressions.condition import compile_condition
from engine.expressions.functions import FUNCTIONS
from engine.expressions.kinds import ANYTHING, BOOLEAN, LIST, NOTHING, NUMBER, ORDERED, RECORD, TEXT, kind_of
from engine.expressions.signatures import result_of
from engine.expressions.syntax import Source, read_script
from engine.expressions.types import ANY, Type, any_of, either, in_data, nearest
from engine.expressions.whitelist import CONSTANTS

Variables = Mapping[str, Type]


def check_expression(source: str, variables: Variables, *wanted: str) -> list[Problem]:
    """What must fail in an expression that compiles; `wanted` are the kinds its place can use, none: any."""
    check = _Check(Source(source.strip()), variables)
    tree = compile_condition(source).tree
    given = check.type_of(tree)
    if wanted and not given.is_open and given.kind not in wanted:
        name = "type_not_boolean" if wanted == (BOOLEAN,) else "type_wrong"
        check.report(name, tree, kind=given.kind, wanted=" / ".join(wanted))
    return check.problems


def check_script(source: str, variables: Variables) -> list[Problem]:
    """What must fail in a script that compiles."""
    return _walk_script(source, variables)[0]


def assigned_types(source: str, variables: Variables) -> dict[str, Type]:
    """The variables that a script assigns with what is known of them afterwards."""
    return _walk_script(source, variables)[1]


def _walk_script(source: str, variables: Variables) -> tuple[list[Problem], dict[str, Type]]:
    text, statements = read_script(source)
    assigned: dict[str, Type] = {}
    problems: list[Problem] = []
    for statement in statements:
        check = _Check(text, {**variables, **assigned})
        target, value = statement.targets[0], statement.value  # type: ignore[attr-defined]
        given = in_data(check.type_of(value))
        if isinstance(target, ast.Name):
            assigned[target.id] = given
        else:
            root = target
            while isinstance(root, ast.Attribute | ast.Subscript):
                root = root.value
            assigned[root.id] = Type(check.type_of(root).kind)
        problems += check.problems
    return problems, assigned


class _Check:
    """One walk over a checked tree."""

    def __init__(self, source: Source, variables: Variables) -> None:
        self._source = source
        self._variables = variables
        self.problems: list[Problem] = []

    def report(self, name: str, node: ast.expr, /, **parameters: Any) -> None:
        self.problems.append(self._source.problem(name, node, **parameters))

    def type_of(self, node: ast.expr) -> Type:
        return _TYPERS[type(node)](self, node)

    def condition(self, node: ast.expr) -> Type:
        given = self.type_of(node)
        if given.kind not in (BOOLEAN, ANYTHING):
            self.report("type_not_boolean", node, kind=given.kind)
        return Type(BOOLEAN)

    def name(self, node: Any) -> Type:
        if node.id in CONSTANTS:
            return Type(kind_of(CONSTANTS[node.id]))
        if node.id not in self._variables:
            self.report("name_unknown", node, name=node.id, nearest=_meant(node.id, self._variables))
            return ANY
        return self._variables[node.id]

    def member(self, node: ast.expr, inner: Type, key: Any) -> Type:
        if inner.is_open or key is None:
            return ANY
        if inner.kind == RECORD and isinstance(key, str):
            if inner.fields is None or key in inner.fields:
                return inner.fields[key] if inner.fields else ANY
            self.report("type_path", node, key=key, kind=RECORD, nearest=_meant(key, inner.fields))
        elif inner.kind == LIST and type(key) is int:
            return inner.element or ANY
        else:
            self.report("type_path", node, key=str(key), kind=inner.kind, nearest="")
        return ANY

    def attribute(self, node: Any) -> Type:
        return self.member(node, self.type_of(node.value), node.attr)

    def subscript(self, node: Any) -> Type:
        inner, key = self.type_of(node.value), self.type_of(node.slice)
        if isinstance(node.slice, ast.Constant):
            return self.member(node, inner, node.slice.value)
        if not inner.is_open and not key.is_open and (inner.kind, key.kind) not in ((RECORD, TEXT), (LIST, NUMBER)):
            self.report("type_path", node, key=key.kind, kind=inner.kind, nearest="")
        return (inner.element or ANY) if inner.kind == LIST else ANY

    def elements(self, node: Any) -> Type:
        return Type(LIST, element=any_of([self.type_of(part) for part in node.elts]))

    def record(self, node: Any) -> Type:
        pairs = zip(node.keys, node.values, strict=True)
        return Type(RECORD, fields={key.value: self.type_of(value) for key, value in pairs})

    def connective(self, node: Any) -> Type:
        for part in node.values:
            self.condition(part)
        return Type(BOOLEAN)

    def unary(self, node: Any) -> Type:
        if isinstance(node.op, ast.Not):
            return self.condition(node.operand)
        given = self.type_of(node.operand)
        result = result_of(type(node.op), given.kind, given.kind)
        if result is None:
            self.report("types_mixed", node, left=given.kind, right=given.kind)
        return Type(result or ANYTHING)

    def binary(self, node: Any) -> Type:
        left, right = self.type_of(node.left), self.type_of(node.right)
        result = result_of(type(node.op), left.kind, right.kind)
        if result is None:
            self.report("types_mixed", node, left=left.kind, right=right.kind)
        return Type(result or ANYTHING, element=_joined(left, right) if result == LIST else None)

    def comparison(self, node: Any) -> Type:
        left, left_node = self.type_of(node.left), node.left
        for sign, right_node in zip(node.ops, node.comparators, strict=True):
            right = self.type_of(right_node)
            if not _can_compare(sign, left, right):
                self.report("types_mixed", node, left=left.kind, right=right.kind)
            elif isinstance(sign, ast.Eq | ast.NotEq):
                self.choice_of(left, right_node)
                self.choice_of(right, left_node)
            elif isinstance(sign, ast.In | ast.NotIn) and isinstance(right_node, ast.List | ast.Tuple):
                for part in right_node.elts:
                    self.choice_of(left, part)
            left, left_node = right, right_node
        return Type(BOOLEAN)

    def choice_of(self, given: Type, node: ast.expr) -> None:
        """A text that a field with fixed choices is compared with must be one of them."""
        if given.values is None or not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            return
        if node.value not in given.values:
            known = "、".join(sorted(str(value) for value in given.values))
            self.report("value_unknown", node, value=node.value, known=known)

    def either(self, node: Any) -> Type:
        self.condition(node.test)
        return either(self.type_of(node.body), self.type_of(node.orelse))

    def call(self, node: Any) -> Type:
        function = FUNCTIONS[node.func.id]
        given = [self.type_of(argument) for argument in node.args]
        for number, one in enumerate(given):
            taken = function.takes_kinds[min(number, len(function.takes_kinds) - 1)] if function.takes_kinds else None
            if taken and one.kind != ANYTHING and one.kind not in taken:
                wanted = " / ".join(sorted(taken))
                self.report("type_argument", node.args[number], function=function.name, wanted=wanted, got=one.kind)
        if function.name in ("min", "max"):
            return (given[0].element or ANY) if len(given) == 1 else any_of(given)
        return Type(function.gives)


def _can_compare(sign: ast.cmpop, left: Type, right: Type) -> bool:
    if isinstance(sign, ast.In | ast.NotIn):
        return _can_contain(right, left)
    if ANYTHING in (left.kind, right.kind):
        other = right.kind if left.kind == ANYTHING else left.kind
        return isinstance(sign, ast.Eq | ast.NotEq) or other in (*ORDERED, ANYTHING)
    if isinstance(sign, ast.Eq | ast.NotEq):
        return left.kind == right.kind or NOTHING in (left.kind, right.kind)
    return left.kind == right.kind and left.kind in ORDERED


def _can_contain(container: Type, item: Type) -> bool:
    if container.kind == LIST:
        inside = container.element or ANY
        return inside.is_open or item.is_open or inside.kind == item.kind
    return container.kind == ANYTHING or (container.kind in (TEXT, RECORD) and item.kind in (TEXT, ANYTHING))


def _joined(left: Type, right: Type) -> Type | None:
    return either(left.element, right.element) if left.element and right.element else None


def _meant(name: str, known: Mapping[str, Any]) -> str:
    found = nearest(name, known)
    return f" ({found}?)" if found else ""


_TYPERS: dict[type[ast.expr], Callable[[_Check, Any], Type]] = {
    ast.Attribute: _Check.attribute,
    ast.BinOp: _Check.binary,
    ast.BoolOp: _Check.connective,
    ast.Call: _Check.call,
    ast.Compare: _Check.comparison,
    ast.Constant: lambda check, node: Type(kind_of(node.value)),
    ast.Dict: _Check.record,
    ast.IfExp: _Check.either,
    ast.List: _Check.elements,
    ast.Name: _Check.name,
    ast.Subscript: _Check.subscript,
    ast.Tuple: _Check.elements,
    ast.UnaryOp: _Check.unary,
}
