"""Days, against the State Council's notices for 2024, 2025 and 2026, checked by hand."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.calendar import OfficeDay, OfficeHours, WorkingDays
from engine.domain.errors import Invalid

DAYS = WorkingDays()
ANY_DAY = st.dates(date(2020, 1, 1), date(2030, 12, 31))

OFF = {
    "2024-01-01": "元旦",
    "2024-02-09": None,  # New Year's Eve was a working day by the notice for 2024
    "2024-02-12": "春节",
    "2024-02-15": "春节（调休）",
    "2024-02-17": "周末",
    "2024-04-05": "清明节（调休）",
    "2024-10-07": "国庆节（调休）",
    "2024-10-08": None,
    "2025-01-27": None,
    "2025-01-28": "除夕",
    "2025-02-04": "春节（调休）",
    "2025-02-05": None,
    "2025-05-02": "劳动节",
    "2025-10-06": "中秋节",
    "2025-10-08": "中秋节（调休）",  # the nearest of the two festivals of that week
    "2025-10-09": None,
    "2026-01-02": "元旦（调休）",
    "2026-02-13": None,
    "2026-02-16": "除夕",
    "2026-02-23": "春节（调休）",
    "2026-02-24": None,
    "2026-06-19": "端午节",
    "2026-10-05": "国庆节（补休）",
    "2026-10-07": "国庆节（调休）",
    "2026-10-08": None,
    "2026-11-23": None,
}
WORKED_WEEKENDS = {
    2024: ["02-04", "02-18", "04-07", "04-28", "05-11", "09-14", "09-29", "10-12"],
    2025: ["01-26", "02-08", "04-27", "09-28", "10-11"],
    2026: ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"],
}


@pytest.mark.parametrize(("day", "reason"), OFF.items())
def test_a_day_is_worked_or_has_its_reason(day: str, reason: str | None) -> None:
    found = DAYS.reason_off(date.fromisoformat(day))
    assert (found and str(found)) == reason
    assert DAYS.is_working_day(date.fromisoformat(day)) is (reason is None)


@pytest.mark.parametrize(("year", "announced"), WORKED_WEEKENDS.items())
def test_exactly_the_announced_weekends_are_worked(year: int, announced: list[str]) -> None:
    dates = (date(year, 1, 1) + timedelta(number) for number in range(365))
    assert [f"{day:%m-%d}" for day in dates if day.weekday() >= 5 and DAYS.is_working_day(day)] == announced


@pytest.mark.parametrize(("year", "count"), [(2024, 251), (2025, 248), (2026, 248)])
def test_a_year_has_its_known_number_of_working_days(year: int, count: int) -> None:
    assert DAYS.working_days_between(date(year - 1, 12, 31), date(year, 12, 31)) == count


def test_reasons_speak_both_languages() -> None:
    reason = DAYS.reason_off(date(2026, 10, 7))
    assert reason is not None
    assert reason.text("en") == "National Day (exchanged for a worked weekend)"


def test_five_working_days_over_national_day_account_for_every_day_passed_over() -> None:
    due = DAYS.add_working_days(date(2026, 9, 29), 5)
    assert due.due_on == date(2026, 10, 12)
    assert [(skipped.day.day, str(skipped.reason)) for skipped in due.skipped] == [
        (1, "国庆节"),
        (2, "国庆节"),
        (3, "国庆节"),
        (4, "周末"),
        (5, "国庆节（补休）"),
        (6, "国庆节（调休）"),
        (7, "国庆节（调休）"),
        (11, "周末"),
    ]
    assert not due.is_provisional


def test_the_day_itself_counts_only_when_asked() -> None:
    monday = date(2026, 11, 23)
    assert DAYS.add_working_days(monday, 5).due_on == date(2026, 11, 30)
    assert DAYS.add_working_days(monday, 5, from_next_day=False).due_on == date(2026, 11, 27)
    assert DAYS.add_working_days(date(2026, 11, 22), 1, from_next_day=False).due_on == monday


def test_nothing_added_moves_only_off_a_day_that_is_not_worked() -> None:
    assert DAYS.add_working_days(date(2026, 11, 23), 0).due_on == date(2026, 11, 23)
    assert DAYS.add_working_days(date(2026, 11, 21), 0).due_on == date(2026, 11, 23)


def test_a_negative_count_goes_back() -> None:
    due = DAYS.add_working_days(date(2026, 11, 23), -1)
    assert due.due_on == date(2026, 11, 20)
    assert [skipped.day.day for skipped in due.skipped] == [22, 21]


def test_counting_crosses_the_turn_of_the_year() -> None:
    assert DAYS.working_days_between(date(2025, 12, 31), date(2026, 1, 5)) == 2  # Sunday the 4th and Monday the 5th
    assert DAYS.working_days_between(date(2026, 1, 5), date(2025, 12, 31)) == -2


def test_a_due_date_in_a_year_without_its_notice_is_provisional() -> None:
    assert DAYS.add_working_days(date(2026, 12, 30), 3).is_provisional
    assert not DAYS.add_working_days(date(2026, 12, 30), 1).is_provisional
    assert DAYS.add_working_days(date(2027, 1, 4), -1).is_provisional
    assert DAYS.is_provisional(date(2027, 6, 1))


def test_a_notice_entered_by_the_office_makes_the_year_official() -> None:
    overrides = {
        date(2027, 1, 1): OfficeDay(False, "元旦", is_announced=True),
        date(2027, 1, 2): OfficeDay(True, "元旦", is_announced=True),
        date(2027, 1, 4): OfficeDay(False, "元旦调休"),
    }
    days = WorkingDays(overrides, announced_years=[2027])
    due = days.add_working_days(date(2026, 12, 31), 2)
    assert (due.due_on, due.is_provisional) == (date(2027, 1, 5), False)
    assert [str(skipped.reason) for skipped in due.skipped] == ["元旦", "周末", "元旦调休"]


def test_what_the_notice_does_not_name_is_an_ordinary_day_however_the_library_guessed() -> None:
    guessed, announced = WorkingDays(), WorkingDays({}, announced_years=[2027])
    assert not guessed.is_working_day(date(2027, 2, 8))
    assert announced.is_working_day(date(2027, 2, 8))


def test_every_day_says_what_kind_of_day_it_is() -> None:
    days = WorkingDays(
        {
            date(2027, 1, 1): OfficeDay(False, "元旦", is_announced=True),
            date(2027, 1, 2): OfficeDay(True, "元旦", is_announced=True),
            date(2026, 11, 23): OfficeDay(False),
            date(2026, 11, 21): OfficeDay(True),
            date(2026, 11, 24): OfficeDay(True, hours=OfficeHours([(time(9), time(12))])),
        },
        announced_years=[2027],
    )
    kinds = {
        date(2027, 1, 1): "holiday",
        date(2027, 1, 2): "adjusted",
        date(2027, 1, 3): "weekend",
        date(2027, 1, 4): "working",
        date(2026, 10, 1): "holiday",
        date(2026, 10, 10): "adjusted",
        date(2026, 11, 23): "office_off",
        date(2026, 11, 21): "office_open",
        date(2026, 11, 24): "office_hours",
    }
    assert {day: str(days.kind_of(day)) for day in kinds} == kinds


def test_the_offices_own_day_goes_before_the_notice() -> None:
    days = WorkingDays({date(2026, 10, 1): OfficeDay(True), date(2026, 11, 23): OfficeDay(False)})
    assert days.is_working_day(date(2026, 10, 1))
    assert str(days.reason_off(date(2026, 11, 23))) == "本单位休息日"


@pytest.mark.parametrize("day", [date(2000, 5, 1), date(2100, 5, 1)])
def test_dates_no_notice_reaches_are_refused(day: date) -> None:
    with pytest.raises(Invalid) as refused:
        DAYS.is_working_day(day)
    assert refused.value.problems[0].code == "calendar.out_of_range"


def test_a_count_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(Invalid):
        DAYS.add_working_days(date(2026, 1, 1), 10**9)
    with pytest.raises(Invalid):
        DAYS.add_working_days(date(2026, 1, 1), -(10**9))


@given(ANY_DAY, st.integers(1, 600), st.booleans())
def test_adding_and_counting_agree(start: date, count: int, from_next_day: bool) -> None:
    due = DAYS.add_working_days(start, count, from_next_day)
    origin = start if from_next_day else start - timedelta(1)
    assert DAYS.is_working_day(due.due_on)
    assert DAYS.working_days_between(origin, due.due_on) == count
    assert (due.due_on - origin).days == count + len(due.skipped)


@given(ANY_DAY, st.integers(1, 600))
def test_going_on_and_back_returns_to_a_working_day(start: date, count: int) -> None:
    working = DAYS.on_or_after(start)
    assert DAYS.add_working_days(DAYS.add_working_days(working, count).due_on, -count).due_on == working


@given(ANY_DAY, ANY_DAY)
def test_counting_is_what_walking_day_by_day_finds(start: date, end: date) -> None:
    early, late = min(start, end), min(max(start, end), min(start, end) + timedelta(400))
    walked = sum(DAYS.is_working_day(early + timedelta(number)) for number in range(1, (late - early).days + 1))
    assert DAYS.working_days_between(early, late) == walked
    assert DAYS.working_days_between(late, early) == -walked
