"""The model's own calendar: `chinesecalendar` asked day by day, and the office's hours. Moments are naive local time.

Nothing of it comes from the product. Days of years that `chinesecalendar` does not know are told by the week alone.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import cache

import chinese_calendar

DAY = timedelta(days=1)
FIRST, LAST = date(2025, 1, 1), date(2028, 1, 31)
OPENING, CLOSING = time(9), time(17, 30)
PERIODS = ((time(9), time(12)), (time(13, 30), time(17, 30)))
HOLIDAYS = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
}


def days(start: date, end: date) -> Iterator[date]:
    """Every day from start to end, both included."""
    while start <= end:
        yield start
        start += DAY


def _asked(day: date) -> bool:
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


WORKDAYS = [day for day in days(FIRST, LAST) if _asked(day)]
WORKED = frozenset(WORKDAYS)


def is_workday(day: date) -> bool:
    return day in WORKED


def why_off(day: date) -> set[str]:
    """The names, one of which must be said of a day that nobody works on; empty for an ordinary weekend."""
    _, name = chinese_calendar.get_holiday_detail(day)
    festivals = {HOLIDAYS[name]} if name in HOLIDAYS else set()
    return festivals | {"除夕"} if "春节" in festivals else festivals


def on_or_after(day: date) -> date:
    return WORKDAYS[bisect_left(WORKDAYS, day)]


def next_workday(day: date) -> date:
    return WORKDAYS[bisect_right(WORKDAYS, day)]


def workdays_on(day: date, count: int) -> date:
    """The working day so many after the day; none after it is the day or the next; a negative count goes back."""
    return WORKDAYS[bisect_right(WORKDAYS, day) + count - 1 if count > 0 else bisect_left(WORKDAYS, day) + count]


def workdays_between(start: date, end: date) -> int:
    """Working days after start up to and including end; negative where end is the earlier one."""
    return bisect_right(WORKDAYS, end) - bisect_right(WORKDAYS, start)


def opening(day: date) -> datetime:
    return datetime.combine(day, OPENING)


def closing(day: date) -> datetime:
    return datetime.combine(day, CLOSING)


def minutes_worked(start: datetime, end: datetime) -> int:
    """Office time from start to end, in minutes."""
    return _worked_by(end) - _worked_by(start)


def _worked_by(moment: datetime) -> int:
    """Office time since the beginning, in minutes: whole days, and what of this one is gone."""
    today = moment.date()
    gone = _gone(moment) if is_workday(today) else 0
    return bisect_left(WORKDAYS, today) * _gone(closing(today)) + gone


def _gone(moment: datetime) -> int:
    worked = timedelta()
    for begins, ends in PERIODS:
        first, last = (datetime.combine(moment.date(), one) for one in (begins, ends))
        worked += max(min(moment, last) - first, timedelta())
    return worked // timedelta(minutes=1)


@cache
def next_report_day(cadence: str, after: date) -> date | None:
    """The first day after this one on which a progress report is due; None where none is asked for."""
    is_due = REPORT_DAYS.get(cadence)
    return next(day for day in days(after + DAY, LAST) if is_due(day)) if is_due else None


def _ends_week(day: date) -> bool:
    sunday = day + timedelta(days=6 - day.weekday())
    return is_workday(day) and not any(is_workday(later) for later in days(day + DAY, sunday))


def _is_moved(day: date, wanted: Callable[[date], bool]) -> bool:
    """Is a wanted day of this month or the one before moved, over days off, to this day?"""
    return any(wanted(earlier) and on_or_after(earlier) == day for earlier in days(day - timedelta(days=20), day))


REPORT_DAYS: dict[str, Callable[[date], bool]] = {
    "daily": is_workday,
    "weekly": _ends_week,
    "half_monthly": lambda day: _is_moved(day, lambda one: one.day == 15 or (one + DAY).day == 1),
    "monthly": lambda day: _is_moved(day, lambda one: one.day == 5),
}
