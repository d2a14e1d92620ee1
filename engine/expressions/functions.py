"""The fixed table of functions an expression may call; there is no other way to call anything."""

import ast
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from engine.expressions import times
from engine.expressions.bounds import bounded_number, bounded_text
from engine.expressions.faults import Wrong
from engine.expressions.iso import as_text
from engine.expressions.kinds import (
    ANYTHING,
    BOOLEAN,
    DAY,
    LIST,
    MOMENT,
    NOTHING,
    NUMBER,
    ORDERED,
    RECORD,
    SPAN,
    TEXT,
    contains,
    kind_of,
    ordered,
)
from engine.expressions.operators import ARITHMETIC, truth

_INTEGER = re.compile(r"\s*[+-]?\d{1,31}\s*", re.ASCII)
_DECIMAL = re.compile(r"\s*[+-]?(\d{1,31}(\.\d{0,31})?|\.\d{1,31})([eE][+-]?\d{1,2})?\s*", re.ASCII)
_MAX_DIGITS = 30
_add = ARITHMETIC[ast.Add]


@dataclass(frozen=True)
class Function:
    """One callable of the language with the number of arguments it takes (`most` None: any).

    `gives` and `takes_kinds` are for the check at deployment: the kind of its value, and the kinds it accepts in each
    place (the last one stands for all that follow). One that asks its surroundings gets the names as first argument.
    """

    name: str
    call: Callable[..., Any]
    least: int
    most: int | None
    gives: str = ANYTHING
    takes_kinds: tuple[frozenset[str], ...] = ()
    asks: bool = False

    def takes(self, count: int) -> bool:
        return self.least <= count and (self.most is None or count <= self.most)


def _want(function: str, value: Any, *kinds: str) -> Any:
    kind = kind_of(value)
    if kind not in kinds:
        raise Wrong("bad_argument", function=function, wanted=" / ".join(kinds), got=kind)
    return value


def _length(value: Any) -> int:
    return len(_want("len", value, TEXT, LIST, RECORD))


def _best(name: str, sign: str) -> Callable[..., Any]:
    def choose(*values: Any) -> Any:
        candidates: Sequence[Any] = _want(name, values[0], LIST) if len(values) == 1 else values
        if not candidates:
            raise Wrong("empty_list", function=name)
        best = _want(name, candidates[0], *ORDERED)
        for candidate in candidates[1:]:
            if ordered(sign, candidate, best):
                best = candidate
        return best

    return choose


def _absolute(value: Any) -> Any:
    return abs(_want("abs", value, NUMBER))


def _rounded(value: Any, digits: Any = None) -> Any:
    _want("round", value, NUMBER)
    if digits is None:
        return round(value)
    if type(digits) is not int or abs(digits) > _MAX_DIGITS:
        raise Wrong("bad_argument", function="round", wanted=f"0 … {_MAX_DIGITS}", got=kind_of(digits))
    return bounded_number(round(value, digits))


def _total(values: Any) -> Any:
    total: Any = 0
    for value in _want("sum", values, LIST):
        total = _add(total, _want("sum", value, NUMBER))
    return total


def _starts_with(text: Any, prefix: Any) -> bool:
    return bool(_want("starts_with", text, TEXT).startswith(_want("starts_with", prefix, TEXT)))


def _ends_with(text: Any, suffix: Any) -> bool:
    return bool(_want("ends_with", text, TEXT).endswith(_want("ends_with", suffix, TEXT)))


def _text(value: Any) -> str:
    kind = kind_of(_want("str", value, TEXT, NUMBER, BOOLEAN, NOTHING, DAY, MOMENT, SPAN))
    if kind in (DAY, MOMENT, SPAN):
        return as_text(value)
    return value if kind is TEXT else str(value)


def _integer(value: Any) -> int:
    if kind_of(_want("int", value, NUMBER, TEXT, BOOLEAN)) is not TEXT:
        return int(value)
    if not _INTEGER.fullmatch(value):
        raise Wrong("bad_argument", function="int", wanted='"123"', got=TEXT)
    return int(bounded_number(int(value)))


def _float(value: Any) -> float:
    if kind_of(_want("float", value, NUMBER, TEXT, BOOLEAN)) is not TEXT:
        return float(value)
    if not _DECIMAL.fullmatch(value):
        raise Wrong("bad_argument", function="float", wanted='"12.3"', got=TEXT)
    return float(bounded_number(Decimal(value.strip())))


def _boolean(value: Any) -> bool:
    """A text counts only if it says true or false: taking any other text for true would hide a mistake."""
    kind = kind_of(_want("bool", value, BOOLEAN, NUMBER, TEXT))
    if kind is not TEXT:
        return bool(value)
    if value.strip().lower() not in ("true", "false"):
        raise Wrong("bad_argument", function="bool", wanted='"true" / "false"', got=TEXT)
    return bool(value.strip().lower() == "true")


def _any(values: Any) -> bool:
    return any(truth(value) for value in _want("any", values, LIST))


def _all(values: Any) -> bool:
    return all(truth(value) for value in _want("all", values, LIST))


def _list(value: Any) -> list[Any]:
    return list(_want("list", value, LIST, RECORD))


def _lower(value: Any) -> str:
    return bounded_text(_want("lower", value, TEXT).lower())


def _upper(value: Any) -> str:
    return bounded_text(_want("upper", value, TEXT).upper())


_NUMBERS, _TEXTS, _LISTS = frozenset({NUMBER}), frozenset({TEXT}), frozenset({LIST})
_LIKE_NUMBERS = frozenset({NUMBER, TEXT, BOOLEAN})
_DAYS = frozenset({DAY, MOMENT, TEXT})
_PLAIN = frozenset({TEXT, NUMBER, BOOLEAN, NOTHING, DAY, MOMENT, SPAN})
_SIZED = frozenset({TEXT, LIST, RECORD})

FUNCTIONS: dict[str, Function] = {
    function.name: function
    for function in (
        Function("abs", _absolute, 1, 1, NUMBER, (_NUMBERS,)),
        Function("add_days", times.add_days, 2, 2, DAY, (_DAYS, _NUMBERS)),
        Function("add_months", times.add_months, 2, 2, DAY, (_DAYS, _NUMBERS)),
        Function("add_workdays", times.add_workdays, 2, 2, DAY, (_DAYS, _NUMBERS), asks=True),
        Function("all", _all, 1, 1, BOOLEAN, (_LISTS,)),
        Function("any", _any, 1, 1, BOOLEAN, (_LISTS,)),
        Function("bool", _boolean, 1, 1, BOOLEAN, (_LIKE_NUMBERS,)),
        Function("contains", contains, 2, 2, BOOLEAN, (_SIZED,)),
        Function("date", times.date_of, 1, 3, DAY, (_DAYS | _NUMBERS, _NUMBERS, _NUMBERS)),
        Function("datetime", times.datetime_of, 1, 1, MOMENT, (_DAYS,)),
        Function("days_between", times.days_between, 2, 2, NUMBER, (_DAYS,)),
        Function("duration", times.duration_of, 1, 1, SPAN, (frozenset({TEXT, SPAN}),)),
        Function("ends_with", _ends_with, 2, 2, BOOLEAN, (_TEXTS,)),
        Function("float", _float, 1, 1, NUMBER, (_LIKE_NUMBERS,)),
        Function("hours_between", times.hours_between, 2, 2, NUMBER, (_DAYS,)),
        Function("int", _integer, 1, 1, NUMBER, (_LIKE_NUMBERS,)),
        Function("is_workday", times.is_workday, 1, 1, BOOLEAN, (_DAYS,), asks=True),
        Function("len", _length, 1, 1, NUMBER, (_SIZED,)),
        Function("list", _list, 1, 1, LIST, (frozenset({LIST, RECORD}),)),
        Function("lower", _lower, 1, 1, TEXT, (_TEXTS,)),
        Function("max", _best("max", ">"), 1, None),
        Function("min", _best("min", "<"), 1, None),
        Function("now", times.now, 0, 0, MOMENT, asks=True),
        Function("round", _rounded, 1, 2, NUMBER, (_NUMBERS,)),
        Function("starts_with", _starts_with, 2, 2, BOOLEAN, (_TEXTS,)),
        Function("str", _text, 1, 1, TEXT, (_PLAIN,)),
        Function("sum", _total, 1, 1, NUMBER, (_LISTS,)),
        Function("today", times.today, 0, 0, DAY, asks=True),
        Function("upper", _upper, 1, 1, TEXT, (_TEXTS,)),
        Function("workdays_between", times.workdays_between, 2, 2, NUMBER, (_DAYS,), asks=True),
        *(Function(name, read, 1, 1, NUMBER, (_DAYS,)) for name, read in times.PARTS.items()),
    )
}
