"""Office hours on instants, in Asia/Shanghai unless said otherwise."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.calendar import OfficeDay, OfficeHours, WorkingCalendar
from engine.domain.clock import OFFICE_ZONE
from engine.domain.errors import Invalid

CALENDAR = WorkingCalendar()
INSTANTS = st.datetimes(datetime(2022, 1, 1), datetime(2028, 12, 31), timezones=st.just(OFFICE_ZONE))  # noqa: DTZ001


def at(moment: str) -> datetime:
    """An instant from the office's local time, such as 2026-11-23 09:00."""
    return datetime.fromisoformat(moment).replace(tzinfo=OFFICE_ZONE).astimezone(UTC)


def test_a_day_opens_and_closes_in_utc() -> None:
    assert CALENDAR.opening(date(2026, 11, 23)) == datetime(2026, 11, 23, 1, tzinfo=UTC)
    assert CALENDAR.closing(date(2026, 11, 23)) == datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    assert CALENDAR.due_instant(date(2026, 11, 22)).tzinfo is UTC


@pytest.mark.parametrize(
    ("after", "opening"),
    [
        ("2026-11-23 08:59", "2026-11-23 09:00"),
        ("2026-11-23 09:00", "2026-11-24 09:00"),
        ("2026-11-20 18:00", "2026-11-23 09:00"),
        ("2026-11-21 07:00", "2026-11-23 09:00"),
        ("2026-09-30 09:00", "2026-10-08 09:00"),
        ("2026-10-09 20:00", "2026-10-10 09:00"),
    ],
)
def test_the_next_opening_is_strictly_after(after: str, opening: str) -> None:
    assert CALENDAR.next_opening(at(after)) == at(opening)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-11-23 09:00", 1, "2026-11-23 10:00"),
        ("2026-11-23 11:30", 1, "2026-11-23 14:00"),
        ("2026-11-23 09:00", 3, "2026-11-23 12:00"),
        ("2026-11-23 09:00", 7, "2026-11-23 17:30"),
        ("2026-11-23 09:00", 7.5, "2026-11-24 09:30"),
        ("2026-11-21 10:00", 2, "2026-11-23 11:00"),
        ("2026-09-30 16:30", 2, "2026-10-08 10:00"),
        ("2026-11-23 10:00", -1, "2026-11-23 09:00"),
        ("2026-11-23 10:00", -2, "2026-11-20 16:30"),
        ("2026-11-23 17:30", -4, "2026-11-23 13:30"),
        ("2026-11-23 17:30", -7, "2026-11-23 09:00"),
        ("2026-11-22 03:00", 0, "2026-11-22 03:00"),
    ],
)
def test_working_time_passes_only_in_office_hours(start: str, hours: float, end: str) -> None:
    assert CALENDAR.add_working_time(at(start), hours) == at(end)


def test_working_time_between_is_signed() -> None:
    start, end = at("2026-09-30 16:30"), at("2026-10-08 10:00")
    assert CALENDAR.working_time_between(start, end) == timedelta(hours=2)
    assert CALENDAR.working_time_between(end, start) == timedelta(hours=-2)


@given(INSTANTS, st.integers(1, 2000))
def test_adding_time_and_measuring_it_agree(start: datetime, quarters: int) -> None:
    later = CALENDAR.add_working_time(start, quarters / 4)
    earlier = CALENDAR.add_working_time(start, -quarters / 4)
    assert CALENDAR.working_time_between(start, later) == timedelta(hours=quarters / 4)
    assert CALENDAR.working_time_between(earlier, start) == timedelta(hours=quarters / 4)


@given(INSTANTS, INSTANTS)
def test_less_time_added_is_never_later(start: datetime, other: datetime) -> None:
    assume(start <= other)
    assert CALENDAR.add_working_time(start, 5) <= CALENDAR.add_working_time(other, 5)
    assert CALENDAR.next_opening(start) <= CALENDAR.next_opening(other)


@pytest.mark.parametrize(
    ("now", "left", "late"),
    [
        ("2026-09-29 23:59", 2, 0),
        ("2026-09-30 09:00", 1, 0),
        ("2026-10-04 12:00", 1, 0),
        ("2026-10-08 00:00", 0, 0),
        ("2026-10-08 23:59", 0, 0),
        ("2026-10-09 00:00", -1, 1),
        ("2026-10-10 12:00", -2, 2),
        ("2026-10-11 12:00", -2, 2),
        ("2026-10-12 12:00", -3, 3),
    ],
)
def test_days_left_and_late_over_national_day(now: str, left: int, late: int) -> None:
    due_at = CALENDAR.due_instant(date(2026, 10, 8))
    assert CALENDAR.working_days_left(at(now), due_at) == left
    assert CALENDAR.days_late(at(now), due_at) == late


def test_a_leaders_date_on_a_weekend_stays_where_it_is() -> None:
    due_at = CALENDAR.due_instant(date(2026, 11, 21))
    assert CALENDAR.working_days_left(at("2026-11-20 10:00"), due_at) == 0
    assert CALENDAR.working_days_left(at("2026-11-22 10:00"), due_at) == 0
    assert CALENDAR.working_days_left(at("2026-11-23 10:00"), due_at) == -1


def test_the_date_is_the_offices_and_not_that_of_utc() -> None:
    calendar = WorkingCalendar(ZoneInfo("Asia/Urumqi"))
    midnight_in_shanghai = at("2026-11-24 00:00")
    assert CALENDAR.local_date(midnight_in_shanghai) == date(2026, 11, 24)
    assert calendar.local_date(midnight_in_shanghai) == date(2026, 11, 23)


def test_a_naive_instant_is_refused() -> None:
    naive = datetime(2026, 11, 23, 9)  # noqa: DTZ001
    for question in (CALENDAR.next_opening, CALENDAR.local_date, lambda moment: CALENDAR.add_working_time(moment, 0)):
        with pytest.raises(ValueError, match="naive"):
            question(naive)


def test_hours_are_the_offices_choice() -> None:
    calendar = WorkingCalendar(hours=OfficeHours([(time(9), time(12)), (time(14, 30), time(18))]))
    assert calendar.add_working_time(at("2026-11-23 11:00"), 2) == at("2026-11-23 15:30")


HALF_DAYS = WorkingCalendar(
    overrides={
        date(2026, 2, 13): OfficeDay(True, "除夕前", OfficeHours([(time(9), time(12))])),
        date(2025, 12, 31): OfficeDay(True, "盘点", OfficeHours([(time(8), time(12)), (time(13), time(21))])),
        date(2026, 7, 1): OfficeDay(True, "会议", OfficeHours([(time(14), time(16, 30))])),
        date(2026, 7, 4): OfficeDay(False, "", OfficeHours([(time(14), time(16))])),
    }
)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-02-12 16:30", 2, "2026-02-13 10:00"),
        ("2026-02-12 16:30", 4, "2026-02-13 12:00"),
        ("2026-02-12 16:30", 5, "2026-02-14 10:00"),
        ("2026-02-14 10:00", -3, "2026-02-13 10:00"),
        ("2025-12-30 17:30", 12, "2025-12-31 21:00"),
        ("2026-06-30 17:30", 1, "2026-07-01 15:00"),
        ("2026-06-30 17:30", 3, "2026-07-02 09:30"),
    ],
)
def test_a_day_of_other_hours_counts_as_long_as_it_is(start: str, hours: float, end: str) -> None:
    assert HALF_DAYS.add_working_time(at(start), hours) == at(end)


def test_what_is_due_on_a_day_of_other_hours_is_due_when_it_closes() -> None:
    assert HALF_DAYS.due_instant(date(2026, 2, 13)) == at("2026-02-13 12:00")
    assert HALF_DAYS.opening(date(2026, 7, 1)) == at("2026-07-01 14:00")


@given(INSTANTS, st.integers(1, 2000))
def test_adding_time_and_measuring_it_agree_over_days_of_other_hours(start: datetime, quarters: int) -> None:
    later = HALF_DAYS.add_working_time(start, quarters / 4)
    earlier = HALF_DAYS.add_working_time(start, -quarters / 4)
    assert HALF_DAYS.working_time_between(start, later) == timedelta(hours=quarters / 4)
    assert HALF_DAYS.working_time_between(earlier, start) == timedelta(hours=quarters / 4)


def test_all_mistakes_in_office_hours_are_named_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        OfficeHours([(time(9), time(12)), (time(11), time(10))])
    assert [problem.code for problem in refused.value.problems] == [
        "calendar.empty_hours",
        "calendar.overlapping_hours",
    ]
    with pytest.raises(Invalid):
        OfficeHours([])
