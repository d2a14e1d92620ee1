"""The cells of a decision table: FEEL unary tests such as `< 100`, `[1..5]`, `"a","b"`, `not("a")` and `-`."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from engine.domain.errors import Invalid, Problem
from engine.expressions.condition import Condition, compile_condition
from engine.expressions.faults import TROUBLES, ExpressionFault, excerpt, fault_in
from engine.expressions.kinds import LIST, contains, equal, kind_of, ordered
from engine.expressions.limits import MAX_LENGTH
from engine.expressions.splitting import split_outside

Names = Mapping[str, Any]
Test = Callable[[Any, Names], bool]

_SIGN = re.compile(r"(<=|>=|!=|<|>|==|=)(.*)", re.DOTALL)
_INTERVAL = re.compile(r"([\[\](])(.*)([\])\[])", re.DOTALL)
_NEGATION = re.compile(r"not\s*\((.*)\)", re.DOTALL)
_EQUAL_SIGNS = ("=", "==")


@dataclass(frozen=True)
class UnaryTests:
    """The tests of one cell: a value passes if one of them holds (or, negated, none).

    `constants` are the values it compares with, None where they depend on names.
    """

    source: str
    names: frozenset[str]
    constants: tuple[Any, ...] | None = ()
    _tests: tuple[Test, ...] | None = field(default=None, repr=False, compare=False)
    _negated: bool = field(default=False, repr=False, compare=False)

    @property
    def always(self) -> bool:
        """`-` or an empty cell: every value passes."""
        return self._tests is None

    def matches(self, value: Any, names: Names) -> bool:
        """True if the value passes; a missing value passes only `-` and `null`. ExpressionFault on mixed kinds."""
        if self._tests is None:
            return True
        try:
            if value is None:
                return not self._negated and any(test is _is_null for test in self._tests)
            return any(test(value, names) for test in self._tests) is not self._negated
        except TROUBLES as trouble:
            raise fault_in(self.source, trouble) from trouble


@lru_cache(maxsize=8192)
def compile_unary_tests(source: str) -> UnaryTests:
    """The tests a cell says; Invalid names all its parts that cannot be read."""
    text = source.strip()
    if text in ("", "-"):
        return UnaryTests(source, frozenset())
    if len(text) > MAX_LENGTH:
        raise Invalid([_problem("too_long", text, limit=MAX_LENGTH)])
    negation = _NEGATION.fullmatch(text)
    if negation:
        return replace(_positive(source, negation.group(1)), _negated=True)
    return _positive(source, text)


def _positive(source: str, text: str) -> UnaryTests:
    parts = split_outside(text, ",")
    tests: list[Test] = []
    endpoints: list[Condition] = []
    problems: list[Problem] = []
    for part in parts:
        try:
            test, used = _one_test(part.strip())
        except (Invalid, ExpressionFault) as refused:
            problems.extend(refused.problems)
        else:
            tests.append(test)
            endpoints += used
    if problems:
        raise Invalid(problems)
    names = frozenset[str]().union(*(endpoint.names for endpoint in endpoints))
    constants = None if names else tuple(endpoint.evaluate({}) for endpoint in endpoints)
    return UnaryTests(source, names, constants, tuple(tests))


def _one_test(text: str) -> tuple[Test, tuple[Condition, ...]]:
    """The test, and the expressions it compares with."""
    if not text:
        raise Invalid([_problem("empty_test", text)])
    sign = _SIGN.fullmatch(text)
    if sign:
        return _comparison(sign.group(1), compile_condition(sign.group(2).strip()))
    interval = _INTERVAL.fullmatch(text)
    ends = split_outside(interval.group(2), "..") if interval else []
    if interval and len(ends) == 2:
        return _within(interval.group(1), ends[0].strip(), ends[1].strip(), interval.group(3))
    if text in ("null", "None"):
        return _is_null, ()
    endpoint = compile_condition(text)
    return _equals(endpoint), (endpoint,)


def _is_null(value: Any, names: Names) -> bool:
    return value is None


def _comparison(sign: str, endpoint: Condition) -> tuple[Test, tuple[Condition, ...]]:
    value_of = _value_of(endpoint)
    if sign in _EQUAL_SIGNS:
        return _equals(endpoint), (endpoint,)
    if sign == "!=":
        return lambda value, names: not equal(value, value_of(names)), (endpoint,)
    return lambda value, names: ordered(sign, value, value_of(names)), (endpoint,)


def _equals(endpoint: Condition) -> Test:
    value_of = _value_of(endpoint)

    def test(value: Any, names: Names) -> bool:
        wanted = value_of(names)
        if kind_of(wanted) is LIST and kind_of(value) is not LIST:
            return contains(wanted, value)
        return equal(value, wanted)

    return test


def _within(opening: str, low: str, high: str, closing: str) -> tuple[Test, tuple[Condition, ...]]:
    """An interval; a bracket turned outward excludes its end, as a round one does."""
    least, most = compile_condition(low), compile_condition(high)
    from_low = ">=" if opening == "[" else ">"
    to_high = "<=" if closing == "]" else "<"
    low_of, high_of = _value_of(least), _value_of(most)

    def test(value: Any, names: Names) -> bool:
        return ordered(from_low, value, low_of(names)) and ordered(to_high, value, high_of(names))

    return test, (least, most)


def _value_of(endpoint: Condition) -> Callable[[Names], Any]:
    if endpoint.names:
        return endpoint.evaluate
    value = endpoint.evaluate({})
    return lambda names: value


def _problem(name: str, text: str, **parameters: Any) -> Problem:
    return Problem(f"expressions.{name}", {**parameters, "expression": excerpt(text), "line": 1, "column": 1})
