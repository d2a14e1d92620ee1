"""Arithmetic and comparison signs of the language, each strict about kinds and bounded in size."""

import ast
import operator
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from engine.expressions.bounds import bounded_collection, bounded_number, bounded_text
from engine.expressions.faults import Wrong
from engine.expressions.kinds import DAY, LIST, MOMENT, NUMBER, SPAN, TEXT, contains, equal, is_number, kind_of, ordered
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
_subtract_numbers = _arithmetic("-", operator.sub)
_multiply_numbers = _arithmetic("*", operator.mul)


def _plus(left: Any, right: Any) -> Any:
    kind = kind_of(left)
    if kind is NUMBER:
        return _add_numbers(left, right)
    if SPAN in (kind, kind_of(right)):
        return _moved(left, right) if kind_of(right) is SPAN else _moved(right, left)
    if kind_of(right) != kind:
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


def _moved(start: Any, span: Any) -> Any:
    """A day, moment or span so much later; a day moves by whole days only."""
    kind = kind_of(start)
    if kind not in (DAY, MOMENT, SPAN) or kind_of(span) is not SPAN:
        raise Wrong("not_numbers", sign="+", left=kind, right=kind_of(span))
    if kind is DAY and span % timedelta(days=1):
        raise Wrong("not_whole_days")
    try:
        return start + span
    except OverflowError:
        raise Wrong("too_large") from None


def _minus(left: Any, right: Any) -> Any:
    """Numbers; a day, moment or span less a span; the span between two days or moments."""
    kinds = kind_of(left), kind_of(right)
    if kinds[1] is SPAN:
        return _moved(left, -right)
    if kinds[0] is kinds[1] and kinds[0] in (DAY, MOMENT):
        try:
            return left - right
        except TypeError:  # a moment with a zone against one without
            raise Wrong("mixed_types", left=kinds[0], right=kinds[1]) from None
    return _subtract_numbers(left, right)


def _times(left: Any, right: Any) -> Any:
    """Numbers, or a span so many times."""
    if kind_of(left) is SPAN:
        left, right = right, left
    if kind_of(right) is SPAN and is_number(left):
        try:
            return left * right
        except (OverflowError, ValueError, TypeError):
            raise Wrong("too_large") from None
    return _multiply_numbers(left, right)


def negative(value: Any) -> Any:
    if not is_number(value) and kind_of(value) is not SPAN:
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
    ast.Sub: _minus,
    ast.Mult: _times,
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
