"""One year of days laid out for counting: built once, then every question is a look-up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from engine.calendar.china import statutory_year
from engine.calendar.reason import WEEKEND, Reason

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class OfficeDay:
    """The office's own word on a day: worked or not, and what it is called."""

    is_working: bool
    name: str = ""


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
        if (reason := _reason(date.fromordinal(ordinal), overrides))
    }
    working = tuple(ordinal for ordinal in range(first, last + 1) if ordinal not in reasons)
    counts = tuple(accumulate(int(ordinal not in reasons) for ordinal in range(first, last + 1)))
    return Year(first, counts, working, reasons, announced or statutory_year(year).is_official)


def _reason(day: date, overrides: Mapping[date, OfficeDay]) -> Reason | None:
    """Why the day is off, None for a working day. The office goes before the notice, the notice before the week."""
    if (own := overrides.get(day)) is not None:
        return None if own.is_working else _own_reason(own)
    statutory = statutory_year(day.year)
    if day in statutory.worked_weekends:
        return None
    if day in statutory.off:
        return statutory.off[day]
    return WEEKEND if day.weekday() >= SATURDAY else None


def _own_reason(own: OfficeDay) -> Reason:
    return Reason("calendar.office_named", (own.name,)) if own.name else Reason("calendar.office")
