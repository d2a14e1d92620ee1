"""Report dates by cadence, checked against the calendar of 2026."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.calendar import Cadence, WorkingCalendar

CALENDAR = WorkingCalendar()


@pytest.mark.parametrize(
    ("cadence", "after", "due"),
    [
        (Cadence.DAILY, "2026-11-20", "2026-11-23"),
        (Cadence.WEEKLY, "2026-11-23", "2026-11-27"),
        (Cadence.WEEKLY, "2026-11-27", "2026-12-04"),
        (Cadence.WEEKLY, "2026-11-28", "2026-12-04"),
        (Cadence.WEEKLY, "2026-10-05", "2026-10-10"),  # the adjusted Saturday ends the week
        (Cadence.WEEKLY, "2026-09-14", "2026-09-20"),  # the adjusted Sunday ends the week
        (Cadence.WEEKLY, "2026-02-14", "2026-02-28"),  # the week of Spring Festival has no working day
        (Cadence.HALF_MONTHLY, "2026-11-23", "2026-11-30"),
        (Cadence.HALF_MONTHLY, "2026-10-15", "2026-11-02"),  # the 31st is a Saturday
        (Cadence.HALF_MONTHLY, "2026-11-01", "2026-11-02"),
        (Cadence.HALF_MONTHLY, "2026-11-02", "2026-11-16"),  # the 15th is a Sunday
        (Cadence.HALF_MONTHLY, "2026-11-15", "2026-11-16"),
        (Cadence.MONTHLY, "2026-11-23", "2026-12-07"),  # the 5th is a Saturday
        (Cadence.MONTHLY, "2026-12-05", "2026-12-07"),
        (Cadence.MONTHLY, "2026-12-07", "2027-01-05"),
        (Cadence.MONTHLY, "2026-10-01", "2026-10-08"),
    ],
)
def test_the_next_report_is_due(cadence: Cadence, after: str, due: str) -> None:
    assert CALENDAR.next_report_due(cadence, date.fromisoformat(after)) == date.fromisoformat(due)


@pytest.mark.parametrize("cadence", [Cadence.NONE, Cadence.MILESTONE])
def test_without_a_rhythm_no_date_follows(cadence: Cadence) -> None:
    assert CALENDAR.next_report_due(cadence, date(2026, 11, 23)) is None


@given(
    st.sampled_from([Cadence.DAILY, Cadence.WEEKLY, Cadence.HALF_MONTHLY, Cadence.MONTHLY]),
    st.dates(date(2022, 1, 1), date(2028, 1, 1)),
)
def test_report_dates_are_working_days_after_and_none_is_jumped(cadence: Cadence, after: date) -> None:
    due = CALENDAR.next_report_due(cadence, after)
    assert due is not None
    assert due > after
    assert CALENDAR.is_working_day(due)
    assert CALENDAR.next_report_due(cadence, due - timedelta(1)) == due
