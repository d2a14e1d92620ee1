"""The hours the office is open on a working day, in local time of day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from functools import cached_property

from engine.domain.errors import Invalid, Problem

MICROSECOND = timedelta(microseconds=1)
SECOND = 1_000_000  # of them


@dataclass(frozen=True)
class OfficeHours:
    """Opening periods in order, e.g. ((09:00, 12:00), (13:30, 17:30)); amounts of time are whole microseconds.

    Raises Invalid when there is no period, one ends before it begins, or two overlap.
    """

    periods: Sequence[tuple[time, time]]

    def __post_init__(self) -> None:
        problems = [*self._empty_periods(), *self._overlaps()]
        if not self.periods:
            problems.append(Problem("calendar.no_hours", field="office_hours"))
        if problems:
            raise Invalid(problems)
        object.__setattr__(self, "periods", tuple(self.periods))

    @property
    def opening(self) -> time:
        return self.periods[0][0]

    @property
    def closing(self) -> time:
        return self.periods[-1][1]

    def a_day(self) -> int:
        """Working time in one day."""
        return self._a_day

    def worked_by(self, moment: time) -> int:
        """Working time from opening until the moment."""
        passed, worked = _of_day(moment), 0
        for start, end in self._spans:
            if passed <= start:
                break
            worked += (passed if passed < end else end) - start
        return worked

    def moment_after(self, worked: int) -> time:
        """The earliest time of day by which this much (more than nothing) has been worked."""
        for start, end in self._spans:
            if worked <= end - start:
                return _time(start + worked)
            worked -= end - start
        raise ValueError("Expected no more than a day's working time")

    def moment_before(self, left: int) -> time:
        """The latest time of day from which this much (more than nothing) is left until closing."""
        for start, end in reversed(self._spans):
            if left <= end - start:
                return _time(end - left)
            left -= end - start
        raise ValueError("Expected no more than a day's working time")

    @cached_property
    def _a_day(self) -> int:
        return sum(end - start for start, end in self._spans)

    @cached_property
    def _spans(self) -> tuple[tuple[int, int], ...]:
        return tuple((_of_day(start), _of_day(end)) for start, end in self.periods)

    def _empty_periods(self) -> list[Problem]:
        return [
            Problem("calendar.empty_hours", {"start": f"{start:%H:%M}", "end": f"{end:%H:%M}"}, field="office_hours")
            for start, end in self.periods
            if start >= end
        ]

    def _overlaps(self) -> list[Problem]:
        return [
            Problem(
                "calendar.overlapping_hours", {"end": f"{end:%H:%M}", "start": f"{start:%H:%M}"}, field="office_hours"
            )
            for (_, end), (start, _) in zip(self.periods, self.periods[1:], strict=False)
            if start < end
        ]


def _of_day(moment: time) -> int:
    return ((moment.hour * 60 + moment.minute) * 60 + moment.second) * SECOND + moment.microsecond


def _time(of_day: int) -> time:
    seconds, microseconds = divmod(of_day, 1_000_000)
    return time(seconds // 3600, seconds // 60 % 60, seconds % 60, microseconds)


DEFAULT_HOURS = OfficeHours(((time(9), time(12)), (time(13, 30), time(17, 30))))
