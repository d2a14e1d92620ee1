"""What a syntax tree of the closed language may consist of; everything else is refused by name and place."""

import ast
from collections.abc import Iterator

from engine.domain.errors import Problem
from engine.expressions.functions import FUNCTIONS
from engine.expressions.limits import MAX_DEPTH, MAX_NODES, MAX_NUMBER
from engine.expressions.operators import ARITHMETIC, COMPARISONS, SIGNS
from engine.expressions.syntax import Source

CONSTANTS = {"true": True, "false": False, "null": None}

_SIGNS: frozenset[type[ast.AST]] = frozenset((*ARITHMETIC, *SIGNS))
_EXPRESSIONS = (
    ast.Attribute,
    ast.BinOp,
    ast.BoolOp,
    ast.Call,
    ast.Compare,
    ast.Constant,
    ast.Dict,
    ast.IfExp,
    ast.List,
    ast.Name,
    ast.Subscript,
    ast.Tuple,
    ast.UnaryOp,
)


def problems_of(source: Source, root: ast.expr) -> list[Problem]:
    """All that is wrong with one expression tree; empty when it belongs to the language."""
    problems: list[Problem] = []
    count = 0
    open_nodes: list[tuple[ast.expr, int]] = [(root, 1)]
    while open_nodes:
        node, depth = open_nodes.pop()
        count += 1
        if depth > MAX_DEPTH:
            return [source.problem("too_deep")]
        problems.extend(_problems_of_node(source, node))
        if isinstance(node, _EXPRESSIONS):
            open_nodes.extend((part, depth + 1) for part in parts_of(node))
    if count > MAX_NODES:
        return [source.problem("too_many_parts", limit=MAX_NODES)]
    return sorted(problems, key=lambda problem: (problem.parameters["line"], problem.parameters["column"]))


def parts_of(node: ast.expr) -> Iterator[ast.expr]:
    """The expressions inside a node; the name of a called function is not one of them."""
    if isinstance(node, ast.Call):
        yield from node.args
        yield from (keyword.value for keyword in node.keywords)
    else:
        yield from (part for part in ast.iter_child_nodes(node) if isinstance(part, ast.expr))


def _problems_of_node(source: Source, node: ast.expr) -> Iterator[Problem]:
    if not isinstance(node, _EXPRESSIONS):
        yield source.problem("not_allowed", node, part=type(node).__name__)
    elif isinstance(node, ast.Name | ast.Attribute):
        name = node.id if isinstance(node, ast.Name) else node.attr
        if name.startswith("_"):
            yield source.problem("private_name", node, name=name)
    elif isinstance(node, ast.Constant):
        yield from _problems_of_constant(source, node)
    elif isinstance(node, ast.Call):
        yield from _problems_of_call(source, node)
    elif isinstance(node, ast.Dict):
        yield from _problems_of_record(source, node)
    elif isinstance(node, ast.BinOp | ast.UnaryOp) and type(node.op) not in _SIGNS:
        yield source.problem("not_allowed", node, part=type(node.op).__name__)
    elif isinstance(node, ast.Compare):
        foreign = (type(sign).__name__ for sign in node.ops if type(sign) not in COMPARISONS)
        yield from (source.problem("not_allowed", node, part=sign) for sign in foreign)


def _problems_of_constant(source: Source, node: ast.Constant) -> Iterator[Problem]:
    value = node.value
    if isinstance(value, str) and node.lineno != node.end_lineno:
        yield source.problem("multi_line_text", node)
    elif isinstance(value, int | float):
        if abs(value) > MAX_NUMBER:
            yield source.problem("number_too_large", node)
    elif value is not None and not isinstance(value, str):
        yield source.problem("not_allowed", node, part=type(value).__name__)


def _problems_of_call(source: Source, node: ast.Call) -> Iterator[Problem]:
    if not isinstance(node.func, ast.Name):
        yield source.problem("not_a_function", node, known=", ".join(FUNCTIONS))
    elif node.func.id not in FUNCTIONS:
        yield source.problem("unknown_function", node, name=node.func.id, known=", ".join(FUNCTIONS))
    elif node.keywords or not FUNCTIONS[node.func.id].takes(len(node.args)):
        function = FUNCTIONS[node.func.id]
        wanted = str(function.least) if function.least == function.most else f"{function.least}–{function.most or '…'}"
        yield source.problem("argument_count", node, name=function.name, wanted=wanted, got=len(node.args))


def _problems_of_record(source: Source, node: ast.Dict) -> Iterator[Problem]:
    for key in node.keys:
        if not isinstance(key, ast.Constant) or not isinstance(key.value, str):
            yield source.problem("bad_key", node)
        elif key.value.startswith("_"):
            yield source.problem("private_name", node, name=key.value)
