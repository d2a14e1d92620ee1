"""评选标准: what is wrong with them is said at once, and averages by criterion add up to the average of the sums."""

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.domain.commendation import tenths_of_average
from engine.domain.criteria import (
    Criterion,
    criteria_problems,
    is_marked,
    read_criteria,
    said,
    stored_criteria,
    tenths_by_criterion,
)


def test_everything_that_is_wrong_with_criteria_is_named_with_its_place() -> None:
    wrong = [Criterion("实绩", 40), Criterion(" ", 0), Criterion("实绩 ", 30)]
    assert [(one.code.partition(".")[2], one.field) for one in criteria_problems(wrong, "/c")] == [
        ("criterion_name", "/c/1/name"),
        ("criterion_points", "/c/1/points"),
        ("criterion_twice", "/c/2/name"),
        ("criteria_sum", "/c"),
    ]
    eleven = [Criterion(str(n), 10 if n < 9 else 5) for n in range(11)]
    assert [one.code for one in criteria_problems(eleven, "/c")] == ["commendation.criteria_count"]
    assert list(criteria_problems([], "/c")) == []


def test_no_criterion_is_one_of_a_hundred_points() -> None:
    (whole,) = read_criteria(stored_criteria([]))
    assert (whole, said(whole)) == (Criterion("综合评价", 100), "综合评价（100 分）")
    assert said(Criterion("实绩", 40, "按期办结")) == "实绩（40 分）：按期办结"


def test_points_are_of_every_criterion_and_no_more_than_there_are() -> None:
    two = [Criterion("甲", 60), Criterion("乙", 40)]
    assert [is_marked(two, one) for one in ([60, 0], [61, 0], [60], [60, 40, 0], [-1, 0])] == [True, *[False] * 4]


MEMBERS = st.integers(1, 4).flatmap(
    lambda many: st.lists(st.lists(st.integers(0, 40), min_size=many, max_size=many), min_size=1, max_size=7)
)


@settings(max_examples=50)
@given(MEMBERS)
def test_averages_by_criterion_add_up_and_none_is_a_tenth_off(marks: list[list[int]]) -> None:
    lines = tenths_by_criterion(marks)
    assert sum(lines) == tenths_of_average([sum(one) for one in marks])
    for line, column in zip(lines, zip(*marks, strict=True), strict=True):
        assert abs(line * len(marks) - 10 * sum(column)) < len(marks)


def test_what_is_cut_off_goes_where_most_was_cut_off() -> None:
    assert tenths_by_criterion([[10, 10, 10], [10, 11, 11], [11, 11, 10]]) == [103, 107, 103]
    assert tenths_by_criterion([]) == []
