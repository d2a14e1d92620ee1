"""What a token remembers of its way."""

from engine.bpmn.execution.trail import Passage, came_of, common, difference, is_joined, restored, until, with_effect

DRAFT, CHECK = Passage("draft", "1", "1", 0), Passage("check", "2", "2", 0)
SHARED = (DRAFT, CHECK)
FINANCE, LEGAL = Passage("finance", "3", "3", 0), Passage("legal", "4", "4", 0)


def test_behind_a_join_what_the_branches_passed_is_hidden() -> None:
    assert common([SHARED, SHARED], "j") == SHARED
    joined = common([(*SHARED, FINANCE), (*SHARED, LEGAL)], "j")
    assert joined == (*SHARED, FINANCE._replace(task_id=""), LEGAL._replace(task_id=""), Passage("", "j", "", 0))
    assert came_of(joined, FINANCE)
    assert is_joined(joined, FINANCE)
    assert not is_joined(joined, CHECK)


def test_a_later_round_came_of_an_earlier_one_and_not_the_other_way_round() -> None:
    again = Passage("draft", "9", "1", 1)
    assert came_of((again,), DRAFT)
    assert not came_of((DRAFT,), again)
    assert not came_of((DRAFT._replace(line="8"),), DRAFT)


def test_whoever_has_gone_back_has_it_yet_to_do() -> None:
    assert until((*SHARED, FINANCE), CHECK) == (DRAFT, CHECK._replace(task_id="-"))


def test_an_effect_before_the_split_is_not_taken_for_one_after_it() -> None:
    once, again = Passage("", "3", "", 0), Passage("", "4", "", 0)
    assert with_effect((*SHARED, once), "4") == (*SHARED, again)


def test_a_trail_is_stored_as_the_difference_to_that_above() -> None:
    for trail in (SHARED, (*SHARED, FINANCE), (CHECK, DRAFT), ()):
        assert restored(difference(trail, SHARED), SHARED) == trail
    assert difference(SHARED, SHARED) is None
