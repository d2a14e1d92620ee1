"""Samples of what a table can be asked: for each input, one value of every stretch that its cells tell apart.

Two values between the same neighbouring constants are the same to every cell, so one of them speaks for all. Rules that
hit a sample are found by asking the cells themselves; so what is found here is what will happen.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from engine.domain.clock import OFFICE_ZONE
from engine.domain.decision import CellTest, DecisionTable, Input
from engine.domain.decision_types import ValueType, is_of
from engine.domain.errors import DubanError

MOST_QUESTIONS = 1_000_000
MOST_COLUMNS = 50
OTHER_TEXT = "…"
_ORDERED: tuple[ValueType, ...] = ("number", "date", "moment", "span")
_UNIT: dict[ValueType, Any] = {
    "number": 1,
    "date": timedelta(days=1),
    "moment": timedelta(hours=1),
    "span": timedelta(hours=1),
}

_ANYTHING: dict[ValueType, Any] = {
    "number": 0,
    "date": date(2026, 1, 1),
    "moment": datetime(2026, 1, 1, tzinfo=OFFICE_ZONE),
    "span": timedelta(),
}


@dataclass(frozen=True)
class Sample:
    """A value of one input with the rules that it hits, as bits: those that surely do, and those that perhaps do."""

    value: Any
    surely: int
    perhaps: int


@dataclass(frozen=True)
class Column:
    """The samples of one input, all columns that ask the same taken together; `is_free` where data say it directly."""

    label: str
    samples: tuple[Sample, ...]
    is_free: bool


def columns_of(table: DecisionTable) -> list[Column] | None:
    """The inputs with their samples; None where there are too many to be asked."""
    together: dict[str, list[int]] = {}
    for number, column in enumerate(table.inputs):
        together.setdefault(column.expression.source.strip(), []).append(number)
    if len(together) > MOST_COLUMNS:
        return None
    found = []
    questions = 0
    for source, numbers in together.items():
        cells = {id(rule.tests[n]): rule.tests[n] for rule in table.rules for n in numbers}
        values = _values(table.inputs[numbers[0]], list(cells.values()))
        questions += len(values) * len(table.rules)
        if questions > MOST_QUESTIONS:
            return None
        samples = _samples(table, numbers, values)
        found.append(Column(table.inputs[numbers[0]].label, samples, source.replace(".", "").isidentifier()))
    return found


def _samples(table: DecisionTable, numbers: list[int], values: list[Any]) -> tuple[Sample, ...]:
    """Values that hit the same rules are one sample, the first of them."""
    found: dict[tuple[int, int, bool], Sample] = {}
    for value in values:
        surely = perhaps = (1 << len(table.rules)) - 1
        for number in numbers:
            sure, possible = _hits(table, number, value)
            surely, perhaps = surely & sure, perhaps & possible
        found.setdefault((surely, perhaps, value is None), Sample(value, surely, perhaps))
    return tuple(found.values())


def _hits(table: DecisionTable, number: int, value: Any) -> tuple[int, int]:
    answers: dict[int, bool | None] = {}
    surely = perhaps = 0
    for index, rule in enumerate(table.rules):
        test = rule.tests[number]
        if id(test) not in answers:
            answers[id(test)] = _answer(test, value)
        answer = answers[id(test)]
        surely |= (answer is True) << index
        perhaps |= (answer is not False) << index
    return surely, perhaps


def _answer(test: CellTest, value: Any) -> bool | None:
    """None where the cell computes what it compares with, or cannot be asked this."""
    if test.names:
        return None
    try:
        return test.matches(value, {})
    except DubanError:
        return False


def _values(column: Input, cells: list[CellTest]) -> list[Any]:
    """One of every stretch; those outside the allowed values are left out."""
    constants = list(_flat(value for cell in cells for value in cell.constants or ()))
    if column.allowed and column.allowed.constants:
        constants += _flat(column.allowed.constants)
    values = [value for kind in _kinds(column.type, constants) for value in _of_kind(kind, column.type, constants)]
    allowed = column.allowed
    if allowed:
        values = [value for value in values if _answer(allowed, value) is not False]
    return [*values, None]


def _flat(values: Iterable[Any]) -> Iterable[Any]:
    for value in values:
        yield from value if isinstance(value, list) else [value]


def _kinds(declared: ValueType, constants: list[Any]) -> list[ValueType]:
    if declared != "any":
        return ["number" if declared == "integer" else declared]
    kinds: tuple[ValueType, ...] = (*_ORDERED, "text", "boolean")
    return [kind for kind in kinds if any(is_of(value, kind) for value in constants)] or ["any"]


def _of_kind(kind: ValueType, declared: ValueType, constants: list[Any]) -> list[Any]:
    own = [value for value in constants if is_of(value, kind)]
    if kind == "boolean":
        return [True, False]
    if kind == "any":
        return [OTHER_TEXT]
    if kind == "text":
        return _texts(own)
    return _stretches(sorted(set(own)), kind, declared)


def _texts(constants: list[str]) -> list[Any]:
    """Each text, what comes right after it in order, and one that is none of them."""
    found: list[Any] = [*dict.fromkeys(constants), OTHER_TEXT, *(text + "0" for text in dict.fromkeys(constants)), ""]
    return list(dict.fromkeys(found))


def _stretches(constants: list[Any], kind: ValueType, declared: ValueType) -> list[Any]:
    if not constants:
        return [_ANYTHING[kind]]
    if declared == "integer":
        return sorted({int(value // 1) + step for value in constants for step in (-1, 0, 1)})
    found: list[Any] = [constants[0] - _UNIT[kind]]
    for low, high in pairwise(constants):
        found += [low, *_between(low, high)]
    return [*found, constants[-1], constants[-1] + _UNIT[kind]]


def _between(low: Any, high: Any) -> list[Any]:
    """A value between two neighbours, a whole one where there is one."""
    if isinstance(low, int | float | Decimal):
        whole = int(low // 1) + 1
        return [whole if whole < high else float(low) + (float(high) - float(low)) / 2]
    if isinstance(low, datetime | timedelta):
        return [low + (high - low) / 2]
    day = low + timedelta(days=1)
    return [day] if day < high else []
