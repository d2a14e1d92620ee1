"""A script assigns values to names and data paths, and changes nothing else."""

from copy import deepcopy
from typing import Any

import pytest

from engine.domain.errors import Invalid
from engine.expressions import ExpressionFault, compile_assignments


def test_assignments_run_in_order_and_answer_only_what_changed() -> None:
    script = compile_assignments("""
        total = first + 1  # the indent of the diagram means nothing
        twice = total * 2; first = 0
    """)
    assert script.execute({"first": 4, "other": 1}) == {"total": 5, "twice": 10, "first": 0}


def test_data_paths_are_written_without_touching_the_data_handed_in() -> None:
    data: dict[str, Any] = {"item": {"unit": {"name": "甲"}, "days": [1, 2]}, "key": "unit"}
    before = deepcopy(data)
    changed = compile_assignments('item[key].name = "乙"; item.days[0] = 9; item["light"] = "red"').execute(data)
    assert changed == {"item": {"unit": {"name": "乙"}, "days": [9, 2], "light": "red"}}
    assert data == before


def test_targets_and_needed_names_are_known_before_it_runs() -> None:
    script = compile_assignments("a = x\nb.c = a + y\nd = a")
    assert script.targets == {"a", "b", "d"}
    assert script.names == {"x", "y", "b"}


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("a = b = 1", "not_an_assignment"),
        ("a += 1", "not_an_assignment"),
        ("import os", "not_an_assignment"),
        ("len(a)", "not_an_assignment"),
        ("while True: a = 1", "not_an_assignment"),
        ("a, b = 1, 2", "not_allowed"),
        ("[a] = [1]", "not_a_target"),
        ("true = 1", "reserved_name"),
        ("_a = 1", "private_name"),
        ("a._b = 1", "private_name"),
        ("a = __import__('os')", "unknown_function"),
        ("a = (1", "syntax"),
        ("; ".join(["a = 1"] * 300), "too_many_parts"),
        ("", "empty"),
    ],
)
def test_anything_but_assignments_is_refused(source: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        compile_assignments(source)
    if code != "not_allowed":
        assert f"expressions.{code}" in {problem.code for problem in refused.value.problems}


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("a = absent", "missing_name"),
        ("absent.b = 1", "missing_name"),
        ("r.x.y = 1", "missing_key"),
        ("xs[5] = 1", "index_out_of_range"),
        ("xs['a'] = 1", "bad_path"),
        ("r['_' + 'p'] = 1", "private_key"),
        ("; ".join(["xs = [xs, xs]"] * 20), "too_large"),
        ("; ".join(["r.k = [r.k, r.k]"] * 20), "too_large"),
    ],
)
def test_what_cannot_be_assigned_is_a_fault(source: str, code: str) -> None:
    with pytest.raises(ExpressionFault) as fault:
        compile_assignments(source).execute({"r": {"k": [1]}, "xs": [1]})
    assert fault.value.problem.code == f"expressions.{code}"
