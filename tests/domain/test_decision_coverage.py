"""Gaps and overlaps are found with an input that shows them; what might be is told apart from what is sure."""

from collections.abc import Sequence
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.domain.decision import DecisionFault, DecisionTable, HitPolicy, Input, Output, Rule, evaluate
from engine.domain.decision_coverage import Coverage, coverage_of
from engine.domain.decision_types import ValueType
from engine.expressions import compile_condition, compile_unary_tests

Row = tuple[str, ...]
ANYTHING: ValueType = "any"


def table(policy: HitPolicy, rows: Sequence[Row], *types: ValueType, sources: Row = ("a", "b", "c")) -> DecisionTable:
    """Rows of cells, the last of which is the answer."""
    width = len(rows[0]) - 1
    kinds: tuple[ValueType, ...] = types or tuple(ANYTHING for _ in range(width))
    rules = tuple(
        Rule(f"r{number}", tuple(map(compile_unary_tests, cells)), (compile_condition(answer),), line=number)
        for number, (*cells, answer) in enumerate(rows, 1)
    )
    inputs = tuple(Input(source, compile_condition(source), kind) for source, kind in zip(sources, kinds, strict=False))
    return DecisionTable("t", "分级", policy, inputs[:width], (Output("x"),), rules)


def found(coverage: Coverage) -> tuple[list[str], list[str]]:
    assert all(p.message("zh") != p.message("en") for p in (*coverage.errors, *coverage.warnings))
    return tuple([p.code.removeprefix("dmn.") for p in some] for some in (coverage.errors, coverage.warnings))  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("rows", "types", "errors", "warnings", "example"),
    [
        ([("< 10", "1"), (">= 10", "2")], (), [], [], None),
        ([("< 10", "1"), ("> 10", "2")], (), [], ["gap"], "a = 10"),
        ([("< 10", "1"), ("[9..20]", "2"), ("> 20", "3")], (), ["rules_overlap"], [], "a = 9"),
        ([("< 10", "1"), ("> 9", "2")], (), ["rules_overlap"], [], "a = 9.5"),
        ([("< 10", "1"), ("> 9", "2")], ("integer",), [], [], None),
        ([("< 2.5", "1"), ("> 2.5", "2")], ("integer",), [], [], None),
        ([("< 2.5", "1"), ("> 2.5", "2")], ("number",), [], ["gap"], "a = 2.5"),
        ([("]1..5[", "1"), ("(5..9)", "2"), ("<= 1", "3"), (">= 9", "4")], (), [], ["gap"], "a = 5"),
        ([('"甲","乙"', "1"), ('"丙"', "2")], (), [], ["gap"], 'a = "…"'),
        ([('"甲","乙"', "1"), ('not("甲")', "2")], (), ["rules_overlap"], [], 'a = "乙"'),
        ([("true", "1"), ("false", "2")], (), [], [], None),
        ([("true", "1")], (), [], ["gap"], "a = false"),
        ([("-", "1"), ("null", "2")], (), ["rules_overlap"], [], "a = null"),
        ([('< date("2026-01-01")', "1"), ('> date("2026-01-01")', "2")], ("date",), [], ["gap"], 'date("2026-01-01")'),
        ([("[5..1]", "1"), ("-", "2")], (), [], ["rule_never"], "1 (r1)"),
        ([("< limit", "1"), (">= 3", "2")], (), [], [], None),
        ([("< 3", '"x"', "1"), (">= 3", '"x"', "2"), ("-", 'not("x")', "3")], (), [], [], None),
        ([("< 3", '"x"', "1"), (">= 3", "-", "2"), ("-", 'not("x")', "3")], (), ["rules_overlap"], [], 'b = "…"'),
    ],
)
def test_a_unique_table_is_examined(
    rows: Sequence[Row], types: tuple[ValueType, ...], errors: list[str], warnings: list[str], example: str | None
) -> None:
    coverage = coverage_of(table("UNIQUE", rows, *types))
    assert found(coverage) == (errors, warnings)
    if example:
        assert example in (*coverage.errors, *coverage.warnings)[0].message("zh")


def test_overlaps_name_both_rows_and_stand_at_the_second() -> None:
    (problem,) = coverage_of(table("UNIQUE", [("< 10", "1"), ("> 20", "2"), ("> 8", "3")])).errors[:1]
    assert (problem.parameters["first"], problem.parameters["second"], problem.line) == ("1 (r1)", "3 (r3)", 3)


def test_any_may_overlap_where_the_answers_agree() -> None:
    rows = [("< 10", "1"), ("> 5", "1"), ("7", "2")]
    assert found(coverage_of(table("ANY", rows[:2]))) == ([], [])
    assert found(coverage_of(table("ANY", rows))) == (["rules_contradict"] * 2, [])
    assert found(coverage_of(table("ANY", [("< 10", "a"), ("> 5", "1")]))) == ([], [])


def test_first_may_overlap_but_a_row_that_never_gets_its_turn_is_told() -> None:
    rows = [("< 10", "-", "1"), (">= 10", '"x"', "2"), (">= 10", '"x"', "3"), ("-", "-", "4")]
    assert found(coverage_of(table("FIRST", rows))) == ([], ["rule_covered"])
    assert found(coverage_of(table("FIRST", rows[:2]))) == ([], ["gap"])
    assert found(coverage_of(table("FIRST", rows[:2]), may_leave_gaps=True)) == ([], [])
    assert found(coverage_of(table("COLLECT", rows[:2]))) == ([], [])


def test_what_depends_on_computed_inputs_is_only_a_warning() -> None:
    rows = [("< 3", "1"), ("> 2", "2")]
    computed = table("UNIQUE", rows, sources=("len(a)",))
    assert found(coverage_of(computed)) == ([], ["rules_overlap_perhaps"])
    halves = [("< 3", "-", "1"), (">= 3", '"x"', "2"), (">= 3", 'not("x")', "3")]
    assert found(coverage_of(table("UNIQUE", halves, sources=("a.b", "a.c")))) == ([], [])


def test_a_table_beyond_the_bounds_is_not_examined_and_says_so() -> None:
    wide = [tuple(["-"] * 51 + ["1"]), tuple(["-"] * 51 + ["2"])]
    names = tuple(f"x{n}" for n in range(51))
    assert found(coverage_of(table("UNIQUE", wide, sources=names))) == ([], ["not_examined"])
    long = [(f"[{n}..{n + 1})", "1") for n in range(1_500)]
    assert found(coverage_of(table("UNIQUE", long))) == ([], ["not_examined"])
    many = [("-", "1")] * 400
    assert found(coverage_of(table("ANY", many))) == ([], ["not_examined"])


cells = st.sampled_from(["-", "1", "2", "< 2", ">= 2", "[1..3]", "(1..3)", "not(2)", "1,3", "null", "> 3", "!= 1"])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=5))
def test_what_is_found_is_what_happens(pairs: list[tuple[str, str]]) -> None:
    drawn = table("UNIQUE", [(*pair, str(n)) for n, pair in enumerate(pairs)])
    coverage = coverage_of(drawn)
    values: list[Any] = [0, 1, 1.5, 2, 2.5, 3, 4]
    answers = [_answered(drawn, a, b) for a, b in product(values, values)]
    with_null = answers + [_answered(drawn, a, b) for a, b in product([*values, None], repeat=2)]
    assert ("overlap" in with_null) == any(p.code == "dmn.rules_overlap" for p in coverage.errors)
    assert ("gap" in answers) == any(p.code == "dmn.gap" for p in coverage.warnings)


def _answered(drawn: DecisionTable, a: Any, b: Any) -> str:
    try:
        return "rule" if evaluate(drawn, {"a": a, "b": b}).rule_ids else "gap"
    except DecisionFault:
        return "overlap"
