"""Counting in working days: between two dates, and from one date onwards."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from engine.calendar.reason import Reason
from engine.calendar.years import DayKind, OfficeDay, Year, kind_of, lay_out
from engine.domain.errors import Invalid, Problem

FIRST_YEAR, LAST_YEAR = 2001, 2099
ANCHOR_YEAR = 2025
ONE_DAY = timedelta(days=1)


class Skipped(NamedTuple):
    """A day that was passed over because nobody works on it."""

    day: date
    reason: Reason


@dataclass(frozen=True, slots=True)
class Due:
    """A computed due date with its account; provisional when a day it rests on lies in a year without its notice."""

    due_on: date
    skipped: tuple[Skipped, ...]
    is_provisional: bool


class WorkingDays:
    """The office's days. Immutable; years are laid out when first asked for and kept.

    `overrides` are the office's own days; `announced_years` those whose official notice the office entered itself.
    Dates before 2001 and after 2099 raise Invalid (calendar.out_of_range): no notice and no lunar table covers them.
    """

    def __init__(self, overrides: Mapping[date, OfficeDay] | None = None, announced_years: Iterable[int] = ()) -> None:
        self._overrides = dict(overrides or {})
        self._announced_years = frozenset(announced_years)
        self._years: dict[int, Year] = {}
        self._before: dict[int, int] = {ANCHOR_YEAR: 0}

    def is_working_day(self, day: date) -> bool:
        return day.toordinal() not in self._year(day.year).reasons

    def reason_off(self, day: date) -> Reason | None:
        """Why nobody works on this day; None for a working day."""
        return self._year(day.year).reasons.get(day.toordinal())

    def is_provisional(self, day: date) -> bool:
        """The official notice of the day's year is not known yet."""
        return not self._year(day.year).is_official

    def kind_of(self, day: date) -> DayKind:
        return kind_of(day, self._overrides, day.year in self._announced_years)

    def own_day(self, day: date) -> OfficeDay | None:
        """What was entered about the day."""
        return self._overrides.get(day)

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative when `end` is the earlier one."""
        return self._position(end) - self._position(start)

    def add_working_days(self, day: date, count: int, from_next_day: bool = True) -> Due:
        """The date `count` working days on; with `from_next_day=False` the day itself, if worked, is the first.

        Zero gives the day itself or the next working day after it; a negative count goes back from the day before.
        """
        first = day if count == 0 or (count > 0 and not from_next_day) else day + ONE_DAY
        due_on = (
            self._day_at(self._position(first - ONE_DAY) + max(count, 1)) if count >= 0 else self._back(day, -count)
        )
        touched = _days(first, due_on) if count >= 0 else _days(day - ONE_DAY, due_on)
        skipped = tuple(Skipped(passed, reason) for passed in touched if (reason := self.reason_off(passed)))
        return Due(
            due_on, skipped, any(not self._year(year).is_official for year in {passed.year for passed in touched})
        )

    def next_working_day(self, after: date) -> date:
        """The first working day strictly after the day."""
        return self._day_at(self._position(after) + 1)

    def on_or_after(self, day: date) -> date:
        """The day itself when it is worked, else the next working day."""
        return day if self.is_working_day(day) else self.next_working_day(day)

    def _back(self, day: date, count: int) -> date:
        return self._day_at(self._position(day - ONE_DAY) - count + 1)

    def _position(self, day: date) -> int:
        """Working days up to and including the day, counted from a fixed origin."""
        year = self._year(day.year)
        return self._working_days_before(day.year) + year.counts[day.toordinal() - year.first]

    def _day_at(self, position: int) -> date:
        """The working day at a position: the inverse of `_position`."""
        year = ANCHOR_YEAR
        while position <= self._working_days_before(year):
            year -= 1
        while position > self._working_days_before(year) + len(self._year(year).working):
            year += 1
        return date.fromordinal(self._year(year).working[position - self._working_days_before(year) - 1])

    def _working_days_before(self, year: int) -> int:
        if (known := self._before.get(year)) is not None:
            return known
        if year > ANCHOR_YEAR:
            count = self._working_days_before(year - 1) + len(self._year(year - 1).working)
        else:
            count = self._working_days_before(year + 1) - len(self._year(year).working)
        return self._before.setdefault(year, count)

    def _year(self, year: int) -> Year:
        if (known := self._years.get(year)) is not None:
            return known
        if not FIRST_YEAR <= year <= LAST_YEAR:
            limits = {"year": year, "first": FIRST_YEAR, "last": LAST_YEAR}
            raise Invalid([Problem("calendar.out_of_range", limits, field="date")])
        return self._years.setdefault(year, lay_out(year, self._overrides, year in self._announced_years))


def _days(start: date, end: date) -> list[date]:
    """Every date from start to end, both included, in the direction of travel."""
    step = ONE_DAY if end >= start else -ONE_DAY
    return [start + step * number for number in range(abs((end - start).days) + 1)]
