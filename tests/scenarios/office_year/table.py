"""The ladder as its file says it: a reader and an evaluator of the few words its cells use."""

import operator
import xml.etree.ElementTree as Tree
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

COMPARED = {">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt}
WORDS = {"null": None, "true": True, "false": False, '""': ""}


@dataclass(frozen=True)
class Row:
    """One rule: the cells that must hold, by fact, and what it asks for, by column."""

    id: str
    wanted: Mapping[str, str]
    asks: Mapping[str, Any]

    @property
    def step(self) -> str:
        return str(self.asks["step"])

    @property
    def roles(self) -> tuple[str, ...]:
        return tuple(role for role in str(self.asks["notify"] or "").split(",") if role)

    @property
    def channels(self) -> tuple[str, ...]:
        return tuple(str(self.asks.get("channel") or "mail").split(","))

    def days(self, column: str) -> int | None:
        found: int | None = self.asks.get(column)
        return found


def read_table(path: Path) -> list[Row]:
    """The rows of the one table in a file, in their order: the first that holds counts."""
    parsed = Tree.parse(path)  # noqa: S314 - a file of our own
    table = next(one for one in parsed.iter() if _name(one) == "decisionTable")
    facts = [_text(column) for column in table if _name(column) == "input"]
    columns = [column.attrib["name"] for column in table if _name(column) == "output"]
    return [_row(rule, facts, columns) for rule in table if _name(rule) == "rule"]


def _row(rule: Tree.Element, facts: list[str], columns: list[str]) -> Row:
    wanted = [_text(cell) for cell in rule if _name(cell) == "inputEntry"]
    asked = [_value(_text(cell)) for cell in rule if _name(cell) == "outputEntry"]
    return Row(
        rule.attrib["id"],
        {fact: cell for fact, cell in zip(facts, wanted, strict=True) if cell != "-"},
        dict(zip(columns, asked, strict=True)),
    )


def first_row(rows: Sequence[Row], known: Callable[[str], Any]) -> Row | None:
    """The first row all of whose cells hold, where `known` tells each fact; None where there is none."""
    return next((row for row in rows if all(holds(cell, known(fact)) for fact, cell in row.wanted.items())), None)


def holds(cell: str, fact: Any) -> bool:
    """`>= 3`, or one of a list of values; nothing can be said of a fact that is not there."""
    wanted = _test(cell)
    if isinstance(wanted, list):
        return fact in wanted
    sign, bound = wanted
    return fact is not None and bool(COMPARED[sign](fact, bound))


@cache
def _test(cell: str) -> tuple[str, int] | list[Any]:
    sign, _, bound = cell.partition(" ")
    return (sign, int(bound)) if sign in COMPARED else [_value(one.strip()) for one in cell.split(",")]


def _value(text: str) -> Any:
    if text in WORDS:
        return WORDS[text]
    return text.strip('"') if text.startswith('"') else int(text)


def _name(element: Tree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _text(element: Tree.Element) -> str:
    return next((one.text or "" for one in element.iter() if _name(one) == "text"), "").strip()
