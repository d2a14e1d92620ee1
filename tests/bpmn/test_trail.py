"""What a token remembers of its way."""

from engine.bpmn.trail import common, difference, restored, with_effect

SHARED = (("draft", "1"), ("check", "2"))


def test_behind_a_join_only_what_all_tokens_passed_is_left() -> None:
    assert common([SHARED, SHARED], "j") == SHARED
    assert common([(*SHARED, ("finance", "3")), (*SHARED, ("legal", "4"))], "j") == (*SHARED, ("", "j"))


def test_an_effect_before_the_split_is_not_taken_for_one_after_it() -> None:
    assert with_effect((*SHARED, ("", "3")), "4") == (*SHARED, ("", "4"))


def test_a_trail_is_stored_as_the_difference_to_that_above() -> None:
    above = SHARED
    for trail in (SHARED, (*SHARED, ("review", "3")), (("check", "2"), ("draft", "3")), ()):
        assert restored(difference(trail, above), above) == trail
    assert difference(SHARED, SHARED) is None
