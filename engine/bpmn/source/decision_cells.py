"""Reads the cells of a decision table, each problem with its file, line and place in the table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from engine.domain.decision import Input, Output
from engine.domain.decision_types import ValueType, as_type, is_of
from engine.domain.errors import Invalid, Problem
from engine.expressions import (
    Condition,
    ExpressionFault,
    UnaryTests,
    compile_condition,
    compile_unary_tests,
)

TYPES: dict[str, ValueType] = {
    "": "any",
    "any": "any",
    "string": "text",
    "boolean": "boolean",
    "number": "number",
    "integer": "integer",
    "long": "integer",
    "double": "number",
    "date": "date",
    "datetime": "moment",
    "date and time": "moment",
    "daytimeduration": "span",
    "days and time duration": "span",
}
_LANGUAGES = ("feel", "duban")
_Compiled = TypeVar("_Compiled")


@dataclass(frozen=True)
class Report:
    """Gathers everything that is wrong with one file; `element` is the table it is about.

    `item_types` are the types that the file defines itself, by name, as those they are made of.
    """

    file_name: str
    element: str | None = None
    problems: list[Problem] = field(default_factory=list)
    item_types: Mapping[str, str] = field(default_factory=dict)

    def knowing(self, item_types: Mapping[str, str]) -> "Report":
        return replace(self, item_types=item_types)

    def about(self, decision: Any) -> "Report":
        return replace(self, element=decision.get("id"))

    def add(self, code: str, node: Any, /, **parameters: Any) -> None:
        self.problems.append(
            Problem(f"dmn.{code}", parameters, self.file_name, node.sourceline, self.element or node.get("id"))
        )

    def locate(self, problems: tuple[Problem, ...], node: Any, place: str) -> None:
        self.problems.extend(
            replace(problem, file=self.file_name, line=node.sourceline, element=self.element, field=place)
            for problem in problems
        )


def child(node: Any, tag: str) -> Any:
    """The first child with this local name in the node's own namespace, or None."""
    return next(iter(children(node, tag)), None)


def children(node: Any, tag: str) -> list[Any]:
    if node is None:
        return []
    namespace = node.tag.partition("}")[0]
    return list(node.iterchildren(f"{namespace}}}{tag}"))


def text_of(node: Any) -> str:
    """The content of the node's `text` child, stripped; empty where there is none."""
    found = child(node, "text")
    return ((found.text or "") if found is not None else "").strip()


def read_item_types(root: Any) -> dict[str, str]:
    """The item definitions of a file: the type each simple one stands for; a list or a record may hold anything."""
    found: dict[str, str] = {}
    for item in children(root, "itemDefinition"):
        base = child(item, "typeRef")
        is_simple = base is not None and item.get("isCollection", "false") != "true"
        found[(item.get("name") or "").lower()] = ((base.text or "") if is_simple else "any").strip()
    return found


def read_type(report: Report, node: Any) -> ValueType:
    name = _type_name(node.get("typeRef") or "")
    for _ in report.item_types:  # one definition may stand on another
        if name not in report.item_types:
            break
        name = _type_name(report.item_types[name])
    if name not in TYPES:
        report.add("type_unknown", node, type=name, known=", ".join(filter(None, TYPES)))
    return TYPES.get(name, "any")


def _type_name(reference: str) -> str:
    return reference.rpartition(":")[2].strip().lower()


def read_expression(report: Report, node: Any, place: str) -> Condition | None:
    """The cell as an expression of the closed language; an empty cell or `-` answers null."""
    source = text_of(node)
    return _compiled(report, node, place, lambda: _proven("null" if source in ("", "-") else source))


def _proven(source: str) -> Condition:
    """A constant is computed once at deployment, so that it cannot fail later."""
    cell = compile_condition(source)
    if not cell.names:
        cell.evaluate({})
    return cell


def fits(output: Output, cell: Condition) -> bool:
    """Whether a constant belongs to the type and the allowed values of its column; the rest shows when it runs."""
    if cell.names:
        return True
    value = as_type(cell.evaluate({}), output.type)
    return value is None or (is_of(value, output.type) and (not output.allowed or value in output.allowed))


def can_test(column: Input, test: UnaryTests) -> bool:
    """Whether the constants of a cell are of its column's kind; a whole number's column may be compared with 2.5."""
    wanted: ValueType = "number" if column.type == "integer" else column.type
    constants = [part for value in test.constants or () for part in (value if isinstance(value, list) else [value])]
    return all(value is None or is_of(value, wanted) for value in constants)


def read_tests(report: Report, node: Any, place: str) -> UnaryTests | None:
    source = text_of(node)
    return _compiled(report, node, place, lambda: compile_unary_tests(source))


def read_values(report: Report, node: Any, place: str) -> tuple[Any, ...]:
    """A list of constants, as `"report","urge"` in outputValues."""
    if node is None or text_of(node) in ("", "-"):
        return ()
    source = f"[{text_of(node)}]"
    values = _compiled(report, node, place, lambda: compile_condition(source).evaluate({}))
    return tuple(values or ())


def _compiled(report: Report, node: Any, place: str, compile_cell: Callable[[], _Compiled]) -> _Compiled | None:
    language = (node.get("expressionLanguage") or "feel").lower()
    if not any(known in language for known in _LANGUAGES):
        report.add("language_unknown", node, language=language)
        return None
    try:
        return compile_cell()
    except (Invalid, ExpressionFault) as refused:
        report.locate(refused.problems, node, place)
        return None
