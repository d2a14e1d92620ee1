"""One year of days laid out for counting: built once, then every question is a look-up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import accumulate

from engine.calendar.china import statutory_year
from engine.calendar.office_hours import OfficeHours
from engine.calendar.reason import WEEKEND, Reason

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class OfficeDay:
    """What was entered about a day: worked or not, what it is called, and the hours where they are not the usual ones.

    `is_announced`: the State Council's notice says so; else it is the office's own word.
    """

    is_working: bool
    name: str = ""
    hours: OfficeHours | None = None
    is_announced: bool = False


class DayKind(StrEnum):
    """What a day is, for a page that shows a year."""

    WORKING = "working"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    ADJUSTED = "adjusted"
    OFFICE_OFF = "office_off"
    OFFICE_OPEN = "office_open"
    OFFICE_HOURS = "office_hours"


@dataclass(frozen=True, slots=True)
class Year:
    """`counts[i]` is how many working days lie in the first i+1 days; `working` holds their ordinals in order."""

    first: int
    counts: tuple[int, ...]
    working: tuple[int, ...]
    reasons: Mapping[int, Reason]
    is_official: bool


def lay_out(year: int, overrides: Mapping[date, OfficeDay], announced: bool) -> Year:
    """`announced`: the office entered the year's notice itself, so the year is not provisional."""
    first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    reasons = {
        ordinal: reason
        for ordinal in range(first, last + 1)
        if (reason := _reason(date.fromordinal(ordinal), overrides, announced))
    }
    working = tuple(ordinal for ordinal in range(first, last + 1) if ordinal not in reasons)
    counts = tuple(accumulate(int(ordinal not in reasons) for ordinal in range(first, last + 1)))
    return Year(first, counts, working, reasons, announced or statutory_year(year).is_official)


def kind_of(day: date, overrides: Mapping[date, OfficeDay], announced: bool) -> DayKind:
    own = overrides.get(day)
    if own is not None and own.is_announced:
        return DayKind.ADJUSTED if own.is_working else DayKind.HOLIDAY
    if own is not None and own.is_working:
        return DayKind.OFFICE_HOURS if own.hours else DayKind.OFFICE_OPEN
    if own is not None:
        return DayKind.OFFICE_OFF
    if not announced and day in statutory_year(day.year).worked_weekends:
        return DayKind.ADJUSTED
    if not announced and day in statutory_year(day.year).off:
        return DayKind.HOLIDAY
    return DayKind.WEEKEND if day.weekday() >= SATURDAY else DayKind.WORKING


def _reason(day: date, overrides: Mapping[date, OfficeDay], announced: bool) -> Reason | None:
    """Why the day is off, None for a working day. The office goes before the notice, the notice before the week.

    A notice that was entered says all there is to say of its year: what the library knows or guesses of it is left out.
    """
    if (own := overrides.get(day)) is not None:
        return None if own.is_working else _own_reason(own)
    if not announced:
        statutory = statutory_year(day.year)
        if day in statutory.worked_weekends:
            return None
        if day in statutory.off:
            return statutory.off[day]
    return WEEKEND if day.weekday() >= SATURDAY else None


def _own_reason(own: OfficeDay) -> Reason:
    if own.is_announced:
        return Reason("calendar.holiday", tuple(own.name.split("、")))
    return Reason("calendar.office_named", (own.name,)) if own.name else Reason("calendar.office")
