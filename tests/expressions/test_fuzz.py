"""A little of the long run: random and mutated expressions, scripts and tables, held against Python and the rules."""

import pytest

from tests.fuzz.running import Outcome, fuzz


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_text_ends_in_a_value_or_a_named_problem_and_touches_nothing(seed: int) -> None:
    outcome = fuzz(seed, cases=700)
    assert outcome.broken == []
    assert outcome.compared > 100
    assert Outcome.read(outcome.written()) == outcome
    assert "700 cases" in outcome.told()
