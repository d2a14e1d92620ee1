"""When the next progress report is due, by cadence."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from enum import StrEnum

from engine.calendar.working_days import ONE_DAY, WorkingDays

A_WEEK = timedelta(days=7)
MONTHLY_REPORT_DAY = 5
MIDDLE_OF_MONTH = 15


class Cadence(StrEnum):
    """How often a handler reports progress."""

    NONE = "none"
    DAILY = "daily"
    WEEKLY = "weekly"
    HALF_MONTHLY = "half_monthly"
    MONTHLY = "monthly"
    MILESTONE = "milestone"


def next_report_due(days: WorkingDays, cadence: Cadence, after: date) -> date | None:
    """The first report date strictly after `after`; None where no date follows from the cadence (none, milestone)."""
    dates = _REPORT_DATES.get(cadence)
    return next((due for due in dates(days, after) if due > after), None) if dates else None


def _daily(days: WorkingDays, after: date) -> Iterator[date]:
    yield days.next_working_day(after)


def _weekly(days: WorkingDays, after: date) -> Iterator[date]:
    """The last working day of each week from Monday to Sunday; a week wholly off has none."""
    monday = after - timedelta(days=after.weekday())
    while True:
        last = days.add_working_days(monday + A_WEEK, -1).due_on
        if last >= monday:
            yield last
        monday += A_WEEK


def _half_monthly(days: WorkingDays, after: date) -> Iterator[date]:
    for first in _months(after):
        yield days.on_or_after(first.replace(day=MIDDLE_OF_MONTH))
        yield days.on_or_after(_next_month(first) - ONE_DAY)


def _monthly(days: WorkingDays, after: date) -> Iterator[date]:
    for first in _months(after):
        yield days.on_or_after(first.replace(day=MONTHLY_REPORT_DAY))


def _months(after: date) -> Iterator[date]:
    """First days of months from the one before: a date moved by a holiday may fall into the next month."""
    first = (after.replace(day=1) - ONE_DAY).replace(day=1)
    while True:
        yield first
        first = _next_month(first)


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


_REPORT_DATES: dict[Cadence, Callable[[WorkingDays, date], Iterator[date]]] = {
    Cadence.DAILY: _daily,
    Cadence.WEEKLY: _weekly,
    Cadence.HALF_MONTHLY: _half_monthly,
    Cadence.MONTHLY: _monthly,
}
