"""How single votes become one decision."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from engine.domain.joint import Count, JointDecision, outcome


def decided(mode: str, agreed: int, against: int, total: int, threshold: str | None = None) -> bool | None:
    return outcome(JointDecision(mode, "ok", threshold), Count(total, agreed, against))


def test_all_must_agree_and_one_against_decides() -> None:
    assert decided("all", 2, 0, 3) is None
    assert decided("all", 3, 0, 3) is True
    assert decided("all", 0, 1, 3) is False


def test_any_one_who_agrees_decides_and_only_all_can_refuse() -> None:
    assert decided("any", 1, 1, 3) is True
    assert decided("any", 0, 2, 3) is None
    assert decided("any", 0, 3, 3) is False


def test_a_majority_is_more_than_half_and_half_is_not() -> None:
    assert decided("majority", 2, 0, 4) is None
    assert decided("majority", 2, 2, 4) is False
    assert decided("majority", 3, 0, 4) is True
    assert decided("majority", 2, 1, 3) is True


def test_two_thirds_of_three_are_two_and_of_seven_five() -> None:
    assert decided("majority", 2, 0, 3, "0.666666666") is True
    assert decided("majority", 4, 0, 7, "0.666666666") is None
    assert decided("majority", 5, 0, 7, "0.666666666") is True
    assert decided("majority", 4, 3, 7, "0.666666666") is False


def test_weights_decide_by_their_sum() -> None:
    joint = JointDecision("weight", "ok", "60", "weight")
    assert outcome(joint, Count(3, 1, 0, Fraction(50), Fraction(50))) is None
    assert outcome(joint, Count(3, 2, 0, Fraction(60), Fraction(40))) is True
    assert outcome(joint, Count(3, 1, 1, Fraction(30), Fraction(20))) is False


@given(st.sampled_from(["all", "any", "majority"]), st.lists(st.booleans(), min_size=1, max_size=9))
def test_what_is_decided_early_is_what_all_votes_would_have_decided(mode: str, votes: list[bool]) -> None:
    final = decided(mode, sum(votes), len(votes) - sum(votes), len(votes))
    assert final is not None
    for cast in range(1, len(votes)):
        early = decided(mode, sum(votes[:cast]), cast - sum(votes[:cast]), len(votes))
        assert early in (None, final)
