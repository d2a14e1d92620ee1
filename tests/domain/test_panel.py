"""A panel's quorum and what it decides, held against every vote of a small panel."""

from itertools import product

import pytest

from engine.domain.panel import SCALE, agreed, decided, quorum_of, read_share


@pytest.mark.parametrize(
    ("share", "entitled", "needed"), [("2/3", 7, 5), ("2/3", 6, 4), ("1/2", 7, 4), ("1", 3, 3), ("1/10", 5, 2)]
)
def test_a_quorum_is_the_share_of_those_entitled_rounded_up_and_never_one_person(
    share: str, entitled: int, needed: int
) -> None:
    assert quorum_of(share, entitled, 0).needed == needed
    assert not quorum_of(share, entitled, needed - 1).is_reached
    assert quorum_of(share, entitled, needed).is_reached


@pytest.mark.parametrize("text", ["", "0", "-1/2", "3/2", "1/0", "two thirds"])
def test_what_is_no_share_is_refused(text: str) -> None:
    assert read_share(text) is None


@pytest.mark.parametrize("present", range(1, 6))
def test_more_than_half_decide_and_an_even_split_takes_the_stricter_side(present: int) -> None:
    for votes in product(SCALE, repeat=present):
        answer = decided(votes)
        mild = sum(vote == "pass" for vote in votes)
        strict = sum(vote == "rectify" for vote in votes)
        assert (answer == "pass") == (2 * mild > present)
        assert (answer == "rectify") == (2 * strict >= present)


def test_a_point_is_equal_where_more_than_half_say_so() -> None:
    said = [{"goals": True, "people": True}, {"goals": True, "people": False}, {"goals": False}]
    assert agreed(said, ("goals", "people")) == {"goals": True, "people": False}
