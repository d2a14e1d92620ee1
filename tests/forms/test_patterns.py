"""Patterns a designer needs are admitted, those that could stop the server are not."""

import pytest

from engine.forms.patterns import is_cheap, is_readable


@pytest.mark.parametrize(
    "pattern",
    [
        r"^\d{17}[\dXx]$",
        r"^1[3-9]\d{9}$",
        r"^[^@\s]+@[^@\s]+\.[a-z]+$",
        r"^(?:甲|乙)?\d{1,4}号$",
        r"\*+?",
        r"^[\]*+?]+$",
        r"^.+$",
    ],
)
def test_ordinary_patterns_are_admitted(pattern: str) -> None:
    assert is_readable(pattern)
    assert is_cheap(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        r"(a+)+$",
        r"^(a|a)*$",
        r"^(a|a){30}$",
        r"^(\w{1,30}){9}$",
        r"a*a*a*b",
        r"^a*a*a*a*b",
        r"^" + "a?" * 40 + "a" * 40,
        r"^" + "(a|a)" * 40 + "$",
        r"(a)\1+",
        r"(?=a)b",
        r"(?i)a",
        r"(?P<x>a)",
        "a" * 201,
    ],
)
def test_patterns_that_could_run_long_are_refused(pattern: str) -> None:
    assert not is_cheap(pattern)


def test_an_unreadable_pattern_is_told_apart() -> None:
    assert not is_readable("(")
    assert not is_readable("a{2,1}")
