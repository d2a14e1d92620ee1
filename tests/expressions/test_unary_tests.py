"""The cells of a decision table pass the values that their designer meant."""

from typing import Any

import pytest

from engine.domain.errors import Invalid
from engine.expressions import ExpressionFault, compile_unary_tests


@pytest.mark.parametrize(
    ("cell", "passing", "failing"),
    [
        ("-", [None, 1, "a", True], []),
        ("", [None, 1], []),
        ("< 100", [99, -1.5], [100, None]),
        (">= -3", [-3, 0], [-4, None]),
        ("[1..5]", [1, 3, 5], [0, 6, None]),
        ("(1..5]", [2, 5], [1, 6]),
        ("[1..5)", [1, 4.9], [5]),
        ("]1..5[", [2, 4], [1, 5]),
        ("[-0.5..0.5]", [-0.5, 0], [1]),
        ('"特急","加急"', ["特急", "加急"], ["平件", None]),
        ('"a,b", "not(c)"', ["a,b", "not(c)"], ["a"]),
        ('not("a")', ["b"], ["a", None]),
        ("not(< 3, [7..9])", [3, 10], [2, 8, None]),
        ("true", [True], [False, None]),
        ("null", [None], [1, "a", True]),
        ("not(null)", [1, "a"], [None]),
        ("-5, > 100", [-5, 101], [5, 100]),
        ("= 3", [3], [4, None]),
        ("!= 3", [4], [3, None]),
        ("limit", [5], [6]),
        ("[low.value..limit]", [2, 5], [1, 6]),
        ('["a", "b"]', ["a", "b"], ["c"]),
    ],
)
def test_a_cell_passes_what_it_says(cell: str, passing: list[Any], failing: list[Any]) -> None:
    tests = compile_unary_tests(cell)
    names = {"limit": 5, "low": {"value": 2}}
    assert all(tests.matches(value, names) for value in passing)
    assert not any(tests.matches(value, names) for value in failing)


@pytest.mark.parametrize(("cell", "value"), [("< 3", "2"), ('"a"', 1), ("true", "true"), ("[1..5]", True), ("x", 1)])
def test_a_value_of_another_kind_is_a_fault(cell: str, value: Any) -> None:
    with pytest.raises(ExpressionFault):
        compile_unary_tests(cell).matches(value, {})


@pytest.mark.parametrize("cell", ["<", "1,,2", "[1..]", "“a”，“b”", "not(1", 'open("x")', "1 / 0", "- , 1", '"a" "'])
def test_a_cell_that_cannot_be_read_is_refused(cell: str) -> None:
    with pytest.raises(Invalid):
        compile_unary_tests(cell)


def test_every_bad_part_of_a_cell_is_named() -> None:
    with pytest.raises(Invalid) as refused:
        compile_unary_tests("< , _a, 3, open(1)")
    assert [problem.code for problem in refused.value.problems] == [
        "expressions.empty",
        "expressions.private_name",
        "expressions.unknown_function",
    ]


def test_a_cell_knows_the_names_it_reads() -> None:
    assert compile_unary_tests("< a.b, [c..3]").names == {"a", "c"}
    assert compile_unary_tests("-").always
