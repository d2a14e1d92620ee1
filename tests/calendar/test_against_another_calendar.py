"""Due dates from 2024 to 2026 against a calendar that others keep: `chinesecalendar`, asked day by day."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import chinese_calendar
import pytest

from engine.calendar import WorkingCalendar, in_calendar_days, in_working_days
from engine.domain.clock import OFFICE_ZONE

CALENDAR = WorkingCalendar()
FIRST, LAST = date(2024, 1, 1), date(2026, 12, 31)
QUARTER = timedelta(minutes=15)
OPEN = ((time(9), time(12)), (time(13, 30), time(17, 30)))


def days(start: date) -> Iterator[date]:
    while True:
        yield start
        start += timedelta(days=1)


def expected(start: date, count: int, *, from_next_day: bool) -> tuple[date, list[date]]:
    """Day by day: the due date, and the days passed over."""
    skipped: list[date] = []
    left = count
    for day in days(start + timedelta(days=1) if from_next_day and count else start):
        if not chinese_calendar.is_workday(day):
            skipped.append(day)
            continue
        left -= 1
        if left <= 0:
            return day, skipped
    raise AssertionError


# A hundred: starts every eleven days through three years, so that every holiday is met, by lengths of up to six weeks.
CASES = [(FIRST + timedelta(days=11 * number - number // 3), number * 7 % 31, number % 3 != 0) for number in range(100)]
AROUND_HOLIDAYS = [
    (date.fromisoformat(day), count, from_next_day)
    for day in ("2024-02-08", "2024-05-10", "2025-01-25", "2025-09-27", "2026-02-13", "2026-02-27", "2026-10-09")
    for count in (0, 1, 2, 5)
    for from_next_day in (True, False)
]


def test_there_are_a_hundred_and_they_reach_over_the_three_years() -> None:
    assert len(CASES) == 100
    assert {start.year for start, _, _ in CASES} == {2024, 2025, 2026}


@pytest.mark.parametrize(("start", "count", "from_next_day"), CASES + AROUND_HOLIDAYS)
def test_the_due_date_and_the_skipped_days_are_those_of_the_other_calendar(
    start: date, count: int, from_next_day: bool
) -> None:
    due_on, skipped = expected(start, count, from_next_day=from_next_day)
    due_at, rule = in_working_days(CALENDAR, start, count, from_next_day=from_next_day)
    assert due_at == datetime.combine(due_on, time(17, 30), OFFICE_ZONE)
    assert [date.fromisoformat(day["date"]) for day in rule["skipped"]] == skipped
    assert all(day["reason"] for day in rule["skipped"])
    assert not rule["provisional"]


def test_every_day_of_the_three_years_is_worked_or_not_as_there() -> None:
    every = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
    assert [day for day in every if CALENDAR.is_working_day(day) != chinese_calendar.is_workday(day)] == []


def after_quarters(moment: datetime, quarters: int) -> datetime:
    """By the quarter hour: office hours of days worked there."""
    while quarters:
        begun = moment.timetz().replace(tzinfo=None)
        is_open = any(start <= begun < end for start, end in OPEN) and chinese_calendar.is_workday(moment.date())
        quarters -= is_open
        moment += QUARTER
    return moment


@pytest.mark.parametrize(
    ("start", "quarters"),
    [
        (datetime.combine(FIRST + timedelta(days=43 * number), time(7 + number % 12, 15), OFFICE_ZONE), 3 + number * 7)
        for number in range(24)
    ],
)
def test_office_hours_pass_as_there(start: datetime, quarters: int) -> None:
    assert CALENDAR.add_working_time(start, quarters / 4) == after_quarters(start, quarters)


def test_plain_days_count_every_day() -> None:
    assert in_calendar_days(date(2026, 9, 30), 10) == date(2026, 10, 10)
    assert in_calendar_days(date(2026, 9, 30), 10, from_next_day=False) == date(2026, 10, 9)
    assert in_calendar_days(date(2026, 9, 30), 0, from_next_day=False) == date(2026, 9, 30)
