"""The arithmetic of awards: shortlists, seats, ties, heads, who moves up."""

from datetime import date

import pytest

from engine.domain.commendation import (
    Candidate,
    CycleRule,
    above,
    heads_most,
    level,
    months_later,
    next_up,
    shortlisted,
    tenths_of_average,
    whole_months,
    within_heads,
)
from engine.domain.errors import Invalid

RULE = {
    "notice_days": 5,
    "objection": "pause",
    "anonymous": False,
    "publish": True,
    "recommend_days": 2,
    "recommend_quorum": ">=2/3",
    "recommend_majority": ">1/2",
    "repeats": 1,
    "secret": True,
    "sit_days": 3,
    "shortlist_percent": 120,
    "ballot": True,
    "ballot_days": 2,
    "ballot_quorum": ">=2/3",
    "ballot_majority": ">1/2",
    "tie": "second_round",
    "bodies": "甲， 乙,",
    "opinion_months": 6,
}


def test_a_rule_names_everything_that_is_missing_or_does_not_hold() -> None:
    assert CycleRule.read(RULE).body_list == ["甲", "乙"]
    more = {"unit_notice_days": 3, "most_units": 50, "most_persons": 150, "heads_percent": 20, "most_a_year": 1}
    whole = {**RULE, **more}
    assert CycleRule.read(CycleRule.read(whole).shape).shape == whole
    for wrong in (None, {**RULE, "notice_days": 0}, {**RULE, "tie": "lot"}, {**RULE, "ballot_quorum": "most"}):
        with pytest.raises(Invalid):
            CycleRule.read(wrong)
    with pytest.raises(Invalid) as raised:
        CycleRule.read({**RULE, "secret": "yes", "more": 1})
    assert raised.value.problems[0].parameters["names"] == "secret、more"


def test_a_rule_asked_before_there_was_a_notice_in_the_unit_goes_without_it() -> None:
    assert CycleRule.read(RULE).unit_notice_days == 0
    with pytest.raises(Invalid):
        CycleRule.read({**RULE, "unit_notice_days": -1})
    with pytest.raises(Invalid):
        CycleRule.read({**RULE, "heads_percent": 101})


def test_who_is_equal_to_the_last_of_the_shortlist_goes_on_too() -> None:
    scored = [Candidate(number, score) for number, score in enumerate((90, 80, 70, 70, 60))]
    assert shortlisted(scored, 2, 120) == {0, 1}
    assert shortlisted(scored, 3, 100) == {0, 1, 2, 3}
    assert shortlisted(scored, 9, 120) == {0, 1, 2, 3, 4}


def test_those_who_are_equal_at_the_last_seat_have_none() -> None:
    voted = [Candidate(number, 0, votes) for number, votes in enumerate((5, 4, 4, 1))]
    assert [one.id for one in above(voted, 2, lambda one: one.votes)] == [0]
    assert [one.id for one in level(voted, 2, lambda one: one.votes)] == [1, 2]
    assert [one.id for one in above(voted, 3, lambda one: one.votes)] == [0, 1, 2]
    assert level(voted, 3, lambda one: one.votes) == []
    assert level(voted, 4, lambda one: one.votes) == []


def test_not_more_heads_than_may_be() -> None:
    assert (heads_most(9, 20), heads_most(9, None)) == (1, None)
    elected = [Candidate(1, 10, 5, is_head=True), Candidate(2, 20, 5, is_head=True), Candidate(3, 1, 1)]
    assert [one.id for one in within_heads(elected, 1)] == [2, 3]
    assert [one.id for one in within_heads(elected, 0)] == [3]
    assert within_heads(elected, None) == elected


def test_who_moves_up_has_most_votes_then_most_points_and_of_equals_nobody_does() -> None:
    reserve = [Candidate(1, 70, 4), Candidate(2, 90, 3), Candidate(3, 80, 4, is_head=True)]
    assert getattr(next_up(reserve, 0, None), "id", None) == 3
    assert getattr(next_up(reserve, 1, 1), "id", None) == 1
    assert next_up([Candidate(1, 70, 4), Candidate(2, 70, 4)], 0, None) is None
    assert next_up([], 0, None) is None


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2025, 8, 20), 6, date(2026, 2, 20)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
    ],
)
def test_months_end_on_the_same_day_or_the_last_of_the_month(day: date, months: int, end: date) -> None:
    assert months_later(day, months) == end


def test_months_and_averages_are_cut() -> None:
    assert (whole_months(date(2025, 1, 6), date(2026, 1, 5)), whole_months(date(2025, 1, 5), date(2026, 1, 5))) == (
        11,
        12,
    )
    assert (tenths_of_average([90, 85, 85]), tenths_of_average([])) == (866, 0)
