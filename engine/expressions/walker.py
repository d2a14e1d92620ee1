"""Turns a checked syntax tree into closures that evaluate it; nothing here ever reaches Python's eval."""

import ast
from collections.abc import Callable, Mapping
from typing import Any

from engine.expressions.bounds import bounded_collection
from engine.expressions.faults import Wrong
from engine.expressions.functions import FUNCTIONS
from engine.expressions.kinds import LIST, RECORD, TEXT, kind_of
from engine.expressions.operators import ARITHMETIC, COMPARISONS, SIGNS, truth
from engine.expressions.surroundings import SURROUNDINGS
from engine.expressions.whitelist import CONSTANTS, parts_of

Names = Mapping[str, Any]
Evaluate = Callable[[Names], Any]


def build(node: ast.expr) -> Evaluate:
    """The evaluation of one checked node."""
    return _BUILDERS[type(node)](node)


def free_names(root: ast.expr) -> frozenset[str]:
    """The names an expression reads from its data, `SURROUNDINGS` among them where it asks those."""
    found: set[str] = set()
    open_nodes = [root]
    while open_nodes:
        node = open_nodes.pop()
        if isinstance(node, ast.Name) and node.id not in CONSTANTS:
            found.add(node.id)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and FUNCTIONS[node.func.id].asks:
            found.add(SURROUNDINGS)
        open_nodes.extend(parts_of(node))
    return frozenset(found)


def _constant(node: Any) -> Evaluate:
    value = node.value
    return lambda names: value


def _name(node: Any) -> Evaluate:
    name = node.id
    if name in CONSTANTS:
        value = CONSTANTS[name]
        return lambda names: value

    def evaluate(names: Names) -> Any:
        try:
            return names[name]
        except KeyError:
            raise Wrong("missing_name", name=name) from None

    return evaluate


def member(record: Any, key: Any) -> Any:
    """`record[key]` for a text key of a record or a whole number within a list."""
    kind = kind_of(record)
    if kind is RECORD and kind_of(key) is TEXT:
        try:
            return record[key]
        except KeyError:
            raise Wrong("missing_key", key=key) from None
    if kind is LIST and type(key) is int:
        try:
            return record[key]
        except IndexError:
            raise Wrong("index_out_of_range", index=key, length=len(record)) from None
    raise Wrong("bad_path", key=key if type(key) in (int, str) else kind_of(key), kind=kind)


def _attribute(node: Any) -> Evaluate:
    value, key = build(node.value), node.attr
    return lambda names: member(value(names), key)


def _subscript(node: Any) -> Evaluate:
    value, key = build(node.value), build(node.slice)
    return lambda names: member(value(names), key(names))


def _list(node: Any) -> Evaluate:
    elements = [build(element) for element in node.elts]
    return lambda names: bounded_collection([element(names) for element in elements])


def _record(node: Any) -> Evaluate:
    entries = [(key.value, build(value)) for key, value in zip(node.keys, node.values, strict=True)]
    return lambda names: bounded_collection({key: value(names) for key, value in entries})


def _connective(node: Any) -> Evaluate:
    parts = [build(part) for part in node.values]
    decisive = isinstance(node.op, ast.Or)

    def evaluate(names: Names) -> bool:
        for part in parts:
            if truth(part(names)) is decisive:
                return decisive
        return not decisive

    return evaluate


def _unary(node: Any) -> Evaluate:
    sign, operand = SIGNS[type(node.op)], build(node.operand)
    return lambda names: sign(operand(names))


def _binary(node: Any) -> Evaluate:
    sign, left, right = ARITHMETIC[type(node.op)], build(node.left), build(node.right)
    return lambda names: sign(left(names), right(names))


def _comparison(node: Any) -> Evaluate:
    first, steps = build(node.left), []
    for sign, operand in zip(node.ops, node.comparators, strict=True):
        steps.append((COMPARISONS[type(sign)], build(operand)))

    def evaluate(names: Names) -> bool:
        left = first(names)
        for compare, operand in steps:
            right = operand(names)
            if not compare(left, right):
                return False
            left = right
        return True

    return evaluate


def _choice(node: Any) -> Evaluate:
    condition, yes, no = build(node.test), build(node.body), build(node.orelse)
    return lambda names: yes(names) if truth(condition(names)) else no(names)


def _call(node: Any) -> Evaluate:
    function = FUNCTIONS[node.func.id].call
    arguments = [build(argument) for argument in node.args]
    if FUNCTIONS[node.func.id].asks:
        return lambda names: function(names, *[argument(names) for argument in arguments])
    return lambda names: function(*[argument(names) for argument in arguments])


_BUILDERS: dict[type[ast.expr], Callable[[Any], Evaluate]] = {
    ast.Attribute: _attribute,
    ast.BinOp: _binary,
    ast.BoolOp: _connective,
    ast.Call: _call,
    ast.Compare: _comparison,
    ast.Constant: _constant,
    ast.Dict: _record,
    ast.IfExp: _choice,
    ast.List: _list,
    ast.Name: _name,
    ast.Subscript: _subscript,
    ast.Tuple: _list,
    ast.UnaryOp: _unary,
}
