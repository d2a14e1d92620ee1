"""Mutated diagrams are refused with reasons or verified within the bounds; none crashes or hangs."""

from random import Random

import pytest

from tests.bpmn.verification.mutants import SEEDS, outcome_of
from tests.bpmn.verification.mutating import mutated


@pytest.mark.parametrize("name", SEEDS)
def test_a_mutated_diagram_is_refused_or_verified(name: str) -> None:
    random = Random(name)
    for _ in range(20):
        assert outcome_of(mutated(SEEDS[name], random)) in ("refused", "unsound", "sound")
