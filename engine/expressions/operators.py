"""Arithmetic and comparison signs of the language, each strict about kinds and bounded in size."""

import ast
import operator
from collections.abc import Callable
from functools import partial
from typing import Any

from engine.expressions.bounds import bounded_collection, bounded_number, bounded_text
from engine.expressions.faults import Wrong
from engine.expressions.kinds import LIST, NUMBER, TEXT, contains, equal, is_number, kind_of, ordered
from engine.expressions.limits import MAX_EXPONENT, MAX_ITEMS, MAX_TEXT

Binary = Callable[[Any, Any], Any]


def _arithmetic(sign: str, compute: Binary) -> Binary:
    def evaluate(left: Any, right: Any) -> Any:
        if not (is_number(left) and is_number(right)):
            raise Wrong("not_numbers", sign=sign, left=kind_of(left), right=kind_of(right))
        try:
            return bounded_number(compute(left, right))
        except ZeroDivisionError:
            raise Wrong("division_by_zero") from None
        except OverflowError:
            raise Wrong("too_large") from None
        except TypeError:  # an exact decimal against a binary fraction
            raise Wrong("not_numbers", sign=sign, left=kind_of(left), right=kind_of(right)) from None

    return evaluate


def _power(base: Any, exponent: Any) -> Any:
    if abs(exponent) > MAX_EXPONENT:
        raise Wrong("too_large")
    return base**exponent


_add_numbers = _arithmetic("+", operator.add)


def _plus(left: Any, right: Any) -> Any:
    kind = kind_of(left)
    if kind is NUMBER or kind_of(right) != kind:
        return _add_numbers(left, right)
    if kind is TEXT:
        if len(left) + len(right) > MAX_TEXT:
            raise Wrong("too_large")
        return bounded_text(left + right)
    if kind is LIST:
        if len(left) + len(right) > MAX_ITEMS:
            raise Wrong("too_large")
        return bounded_collection([*left, *right])
    return _add_numbers(left, right)


def negative(value: Any) -> Any:
    if not is_number(value):
        raise Wrong("not_numbers", sign="-", left=kind_of(value), right=kind_of(value))
    return -value


def positive(value: Any) -> Any:
    if not is_number(value):
        raise Wrong("not_numbers", sign="+", left=kind_of(value), right=kind_of(value))
    return value


def truth(value: Any) -> bool:
    """The value itself where a condition is wanted: only true and false are conditions."""
    if value is True or value is False:
        return value
    raise Wrong("not_boolean", kind=kind_of(value))


ARITHMETIC: dict[type[ast.operator], Binary] = {
    ast.Add: _plus,
    ast.Sub: _arithmetic("-", operator.sub),
    ast.Mult: _arithmetic("*", operator.mul),
    ast.Div: _arithmetic("/", operator.truediv),
    ast.FloorDiv: _arithmetic("//", operator.floordiv),
    ast.Mod: _arithmetic("%", operator.mod),
    ast.Pow: _arithmetic("**", _power),
}
COMPARISONS: dict[type[ast.cmpop], Binary] = {
    ast.Eq: equal,
    ast.NotEq: lambda left, right: not equal(left, right),
    ast.Lt: partial(ordered, "<"),
    ast.LtE: partial(ordered, "<="),
    ast.Gt: partial(ordered, ">"),
    ast.GtE: partial(ordered, ">="),
    ast.In: lambda left, right: contains(right, left),
    ast.NotIn: lambda left, right: not contains(right, left),
}
SIGNS: dict[type[ast.unaryop], Callable[[Any], Any]] = {
    ast.USub: negative,
    ast.UAdd: positive,
    ast.Not: lambda value: not truth(value),
}
