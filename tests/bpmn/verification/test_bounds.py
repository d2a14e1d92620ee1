"""Verification ends at its stated bounds and says so; what is within them is verified whole."""

import pytest

from engine.bpmn.verification.budget import Budget
from engine.bpmn.verification.verify import Verdict, verify
from tests.bpmn.verification.nasty import long_process, wide_process
from tests.support.diagrams import compiled

WIDE = compiled(wide_process(20))


def test_two_hundred_elements_are_verified_whole() -> None:
    assert verify(compiled(long_process(200))) == Verdict((), ())


def test_six_parallel_inclusive_branches_are_verified_whole() -> None:
    assert verify(compiled(wide_process(6)), Budget(seconds=60)) == Verdict((), ())


@pytest.mark.parametrize("budget", [Budget(states=500, seconds=60), Budget(seconds=0.01), Budget(seconds=0)])
def test_what_is_cut_off_says_how_far_it_came(budget: Budget) -> None:
    verdict = verify(WIDE, budget)
    assert verdict.errors == ()
    (warning,) = verdict.warnings
    assert (warning.code, warning.element) == ("verification.cut_off", "p")
    assert warning.parameters["states"] <= budget.states
    assert f"上限每层 {budget.states} 种、共 {budget.seconds:g} 秒" in warning.message()


def test_a_process_above_the_limit_of_elements_is_not_looked_at() -> None:
    (warning,) = verify(WIDE, Budget(elements=100)).warnings
    assert warning.code == "verification.too_large"


def test_rules_that_are_switched_on_refuse_what_is_too_large_to_hold_against_them() -> None:
    rules = '<extensionElements><duban:rules on="owner" /></extensionElements>'
    ruled = wide_process(20).replace(b'isExecutable="true">', f'isExecutable="true">{rules}'.encode())
    (error,) = verify(compiled(ruled), Budget(elements=100)).errors
    assert error.code == "verification.too_large"
