"""The functions of days, moments and spans. A day or moment may also be given as the ISO text that forms submit."""

from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from engine.domain.clock import OFFICE_ZONE
from engine.domain.errors import Invalid
from engine.expressions.faults import Wrong
from engine.expressions.iso import read_day, read_moment, read_span
from engine.expressions.kinds import DAY, MOMENT, NUMBER, SPAN, TEXT, kind_of
from engine.expressions.surroundings import surroundings_of, working_days_of

MAX_DAYS = 36_525
Names = Mapping[str, Any]
Answer = TypeVar("Answer")


def _refused(function: str, wanted: str, value: Any) -> Wrong:
    return Wrong("bad_argument", function=function, wanted=wanted, got=kind_of(value))


def _whole(function: str, value: Any, limit: int = MAX_DAYS) -> int:
    if type(value) is not int or abs(value) > limit:
        raise _refused(function, f"{NUMBER} (-{limit} … {limit})", value)
    return value


def _day(function: str, value: Any) -> date:
    """The office's day of a day, a moment or the text of one."""
    kind = kind_of(value)
    try:
        if kind is TEXT:
            value = read_moment(value) if "T" in value else read_day(value)
    except ValueError:
        raise _refused(function, f'"{DAY}"', value) from None
    if kind_of(value) is MOMENT:
        return _local(value).date()
    if kind_of(value) is not DAY:
        raise _refused(function, DAY, value)
    day: date = value
    return day


def _moment(function: str, value: Any) -> datetime:
    """A moment or its text; a day is its first moment in the office's zone."""
    if kind_of(value) is MOMENT:
        return _local(value)
    try:
        if kind_of(value) is TEXT and "T" in value:
            return read_moment(value)
    except ValueError:
        raise _refused(function, f'"{MOMENT}"', value) from None
    return datetime.combine(_day(function, value), datetime.min.time(), OFFICE_ZONE)


def _local(moment: datetime) -> datetime:
    return moment.astimezone(OFFICE_ZONE) if moment.tzinfo else moment.replace(tzinfo=OFFICE_ZONE)


def date_of(value: Any, month: Any = None, day: Any = None) -> date:
    """`date("2026-01-05")`, `date(2026, 1, 5)`, or the day of a moment."""
    if month is None:
        return _day("date", value)
    if day is None:
        raise _refused("date", "year, month, day", day)
    try:
        return date(_whole("date", value), _whole("date", month), _whole("date", day))
    except ValueError:
        raise _refused("date", DAY, value) from None


def datetime_of(value: Any) -> datetime:
    return _moment("datetime", value)


def duration_of(value: Any) -> timedelta:
    """`duration("P3D")`, `duration("PT2H30M")`; months and years differ in length, so `add_months` counts them."""
    if kind_of(value) is SPAN:
        span: timedelta = value
        return span
    try:
        if kind_of(value) is TEXT:
            return read_span(value)
    except (ValueError, OverflowError):
        pass
    raise _refused("duration", f'"{SPAN}"', value)


def add_days(value: Any, days: Any) -> date:
    return _day("add_days", value) + timedelta(days=_whole("add_days", days))


def add_months(value: Any, months: Any) -> date:
    """The same day so many months on, or the month's last day where it has no such day."""
    start = _day("add_months", value)
    year, month = divmod(start.year * 12 + start.month - 1 + _whole("add_months", months), 12)
    if not date.min.year <= year <= date.max.year:
        raise Wrong("too_large")
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def days_between(start: Any, end: Any) -> int:
    """Days from start to end; negative when `end` is the earlier one."""
    return (_day("days_between", end) - _day("days_between", start)).days


def hours_between(start: Any, end: Any) -> float:
    """Hours from start to end, by the clock."""
    return (_moment("hours_between", end) - _moment("hours_between", start)) / timedelta(hours=1)


def _part(name: str, read: Callable[[date], int]) -> Callable[[Any], int]:
    return lambda value: read(_day(name, value))


def _clock_part(name: str, read: Callable[[datetime], int]) -> Callable[[Any], int]:
    return lambda value: read(_moment(name, value))


PARTS: dict[str, Callable[[Any], int]] = {
    "year": _part("year", lambda day: day.year),
    "month": _part("month", lambda day: day.month),
    "day": _part("day", lambda day: day.day),
    "weekday": _part("weekday", lambda day: day.isoweekday()),
    "hour": _clock_part("hour", lambda moment: moment.hour),
    "minute": _clock_part("minute", lambda moment: moment.minute),
}


def now(names: Names) -> datetime:
    """The moment of the act, in the office's zone."""
    return surroundings_of(names).local_now


def today(names: Names) -> date:
    return surroundings_of(names).local_now.date()


def is_workday(names: Names, value: Any) -> bool:
    days, day = working_days_of(names), _day("is_workday", value)
    return _within_calendar(lambda: days.is_working_day(day))


def workdays_between(names: Names, start: Any, end: Any) -> int:
    """Working days after `start` up to and including `end`; negative when `end` is the earlier one."""
    days = working_days_of(names)
    first, last = _day("workdays_between", start), _day("workdays_between", end)
    return _within_calendar(lambda: days.working_days_between(first, last))


def add_workdays(names: Names, value: Any, count: Any) -> date:
    """The day so many working days on; zero gives the day itself or the next working day after it."""
    days, day, number = working_days_of(names), _day("add_workdays", value), _whole("add_workdays", count)
    return _within_calendar(lambda: days.add_working_days(day, number).due_on)


def _within_calendar(ask: Callable[[], Answer]) -> Answer:
    try:
        return ask()
    except Invalid:
        raise Wrong("beyond_calendar") from None
