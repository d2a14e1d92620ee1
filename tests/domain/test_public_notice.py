"""公示: the last day across holidays with adjusted working days, against `chinesecalendar`; and what objections do."""

from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.calendar import WorkingCalendar
from engine.domain.errors import Invalid
from engine.domain.public_notice import NoticeRule, Run, days_left, last_day, read_runs, resumed, stopped

CALENDAR = WorkingCalendar()
FIRST, LAST = date(2024, 1, 1), date(2026, 9, 30)
DAYS = st.dates(FIRST, LAST)
ONE = timedelta(days=1)


def counted(start: date, count: int) -> date:
    """Day by day, by the calendar of others: the last of so many working days after the day."""
    day = start
    while count:
        day += ONE
        count -= chinese_calendar.is_workday(day)
    return day


@pytest.mark.parametrize(
    ("published", "days", "ends"),
    [
        (date(2026, 2, 10), 5, date(2026, 2, 24)),  # Spring Festival 15 to 23; Saturday 14 is worked
        (date(2026, 9, 28), 5, date(2026, 10, 10)),  # National Day 1 to 7; Saturday 10 is worked
        (date(2026, 9, 18), 5, date(2026, 9, 24)),  # Sunday 20 is worked
        (date(2026, 1, 5), 5, date(2026, 1, 12)),
    ],
)
def test_a_notice_across_a_holiday_ends_on_the_right_day(published: date, days: int, ends: date) -> None:
    assert last_day(NoticeRule(days), [Run(published)], CALENDAR) == ends == counted(published, days)


@given(DAYS, st.integers(1, 20))
def test_a_notice_ends_where_the_calendar_of_others_says(published: date, days: int) -> None:
    assert last_day(NoticeRule(days), [Run(published)], CALENDAR) == counted(published, days)


@given(DAYS, st.integers(1, 15), st.integers(0, 30), st.integers(0, 20))
def test_days_on_which_an_objection_was_open_do_not_count(
    published: date, days: int, after: int, open_for: int
) -> None:
    rule, begun = NoticeRule(days), [Run(published)]
    raised = min(published + timedelta(after), counted(published, days))
    answered = raised + timedelta(open_for)
    standing = stopped(rule, begun, raised)
    assert last_day(rule, standing, CALENDAR) is None
    day, ran = published, 0
    while (day := day + ONE) < raised:
        ran += chinese_calendar.is_workday(day)
    assert days_left(rule, standing, CALENDAR) == days - ran
    assert last_day(rule, resumed(rule, standing, answered), CALENDAR) == counted(answered, days - ran)


def test_an_objection_on_the_last_day_leaves_one_day_to_run() -> None:
    rule = NoticeRule(5)
    standing = stopped(rule, [Run(date(2026, 1, 5))], date(2026, 1, 12))
    assert days_left(rule, standing, CALENDAR) == 1
    assert last_day(rule, resumed(rule, standing, date(2026, 1, 14)), CALENDAR) == date(2026, 1, 15)


def test_a_restarted_clock_begins_from_the_first_day_and_one_that_does_not_stop_goes_on() -> None:
    anew, through = NoticeRule(5, "restart"), NoticeRule(5, "none")
    standing = stopped(anew, [Run(date(2026, 1, 5))], date(2026, 1, 12))
    assert last_day(anew, resumed(anew, standing, date(2026, 1, 14)), CALENDAR) == date(2026, 1, 21)
    going = stopped(through, [Run(date(2026, 1, 5))], date(2026, 1, 7))
    assert last_day(through, resumed(through, going, date(2026, 1, 20)), CALENDAR) == date(2026, 1, 12)


def test_a_second_objection_neither_stops_a_standing_clock_nor_is_forgotten() -> None:
    rule = NoticeRule(5)
    once = stopped(rule, [Run(date(2026, 1, 5))], date(2026, 1, 7))
    assert stopped(rule, once, date(2026, 1, 9)) == once
    assert read_runs([run.shape for run in resumed(rule, once, date(2026, 1, 9))]) == [
        Run(date(2026, 1, 5), date(2026, 1, 7)),
        Run(date(2026, 1, 9)),
    ]


def test_five_working_days_are_the_rule_where_no_rule_says_otherwise() -> None:
    assert NoticeRule.read({}) == NoticeRule(5, "pause", anonymous=False, public=True)
    with pytest.raises(Invalid) as refused:
        NoticeRule.read({"days": 0, "objection": "x", "anonymous": "no", "colour": 1})
    assert sorted(str(one.field) for one in refused.value.problems) == ["/anonymous", "/colour", "/days", "/objection"]
