"""减负: how an urge is sent, by how often a unit was urged this week."""

import pytest

from engine.domain.asking import how_to_urge


@pytest.mark.parametrize(
    ("cap", "asked", "by_hand", "manner"),
    [
        (None, 99, False, "singly"),
        (3, 2, False, "singly"),
        (3, 3, False, "bundle"),
        (3, 2, True, "singly"),
        (3, 3, True, "reason"),
        (0, 0, False, "bundle"),
    ],
)
def test_over_the_cap_it_comes_with_the_others_or_with_a_reason(
    cap: int | None, asked: int, by_hand: bool, manner: str
) -> None:
    assert how_to_urge(cap, asked, by_hand=by_hand) == manner
