"""Working time on instants: office hours over working days. Instants are aware; answers are in UTC."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from itertools import accumulate
from operator import itemgetter
from zoneinfo import ZoneInfo

from engine.calendar.office_hours import DEFAULT_HOURS, MICROSECOND, OfficeHours
from engine.calendar.reports import Cadence, next_report_due
from engine.calendar.working_days import WorkingDays
from engine.calendar.years import OfficeDay
from engine.domain.clock import OFFICE_ZONE, require_aware
from engine.domain.lights import WARNING_WORKING_DAYS


class WorkingCalendar(WorkingDays):
    """The office's days, hours and zone. Pure: every question is answered from what was passed in.

    `version` counts the changes that the office made, 0 is none.
    """

    def __init__(
        self,
        zone: ZoneInfo = OFFICE_ZONE,
        hours: OfficeHours = DEFAULT_HOURS,
        overrides: Mapping[date, OfficeDay] | None = None,
        announced_years: Iterable[int] = (),
        version: int = 0,
    ) -> None:
        super().__init__(overrides, announced_years)
        self.zone = zone
        self.hours = hours
        self.version = version
        self._until: dict[date, tuple[int, OfficeHours | None]] = {}  # days that were asked for, as they are laid out
        self._own_hours = {day: own.hours for day, own in (overrides or {}).items() if own.is_working and own.hours}

    def local_date(self, instant: datetime) -> date:
        """The office's date at an instant."""
        if instant.tzinfo is None:
            require_aware(instant)
        return instant.astimezone(self.zone).date()

    def hours_on(self, day: date) -> OfficeHours:
        """The hours of the day, were it worked: the usual ones unless others were entered for it."""
        return self._own_hours.get(day, self.hours)

    def opening(self, day: date) -> datetime:
        """When the office opens on the day, or would open were it worked."""
        return self._instant(day, self.hours_on(day).opening)

    def closing(self, day: date) -> datetime:
        """When the office closes on the day, or would close were it worked."""
        return self._instant(day, self.hours_on(day).closing)

    def due_instant(self, day: date) -> datetime:
        """The last moment in time for something due on the day."""
        return self.closing(day)

    def warning_at(self, due_at: datetime, days: int = WARNING_WORKING_DAYS) -> datetime:
        """When what is due at the instant is near: the opening of so many working days before, by default the third."""
        return self.opening(self.add_working_days(self.local_date(due_at), -days).due_on)

    def next_opening(self, after: datetime) -> datetime:
        """The first opening of a working day strictly after the instant."""
        today = self.local_date(after)
        if self.is_working_day(today) and after < self.opening(today):
            return self.opening(today)
        return self.opening(self.next_working_day(today))

    def add_working_time(self, instant: datetime, hours: float) -> datetime:
        """The instant this many office hours on (negative: back); nothing added leaves it where it is.

        A whole day's time on ends at a closing, not at the opening after it; a whole day's time back at an opening.
        """
        change = round(hours * (timedelta(hours=1) // MICROSECOND))
        if change == 0:
            return require_aware(instant)
        target = self._worked_until(instant) + change
        position = self._position_reaching(target if change > 0 else target + 1)
        day = self._day_at(position)
        if change > 0:
            moment = self.hours_on(day).moment_after(target - self._worked_through(position - 1))
        else:
            moment = self.hours_on(day).moment_before(self._worked_through(position) - target)
        return self._instant(day, moment)

    def working_time_between(self, start: datetime, end: datetime) -> timedelta:
        """Office hours from start to end; negative when `end` is the earlier one."""
        return timedelta(microseconds=self._worked_until(end) - self._worked_until(start))

    def working_days_left(self, now: datetime, due_at: datetime) -> int:
        """0 on the due day, 1 on the working day before it, -1 on the first working day after it."""
        return self.working_days_between(self.local_date(now), self.local_date(due_at))

    def days_late(self, now: datetime, due_at: datetime) -> int:
        """Working days after the due day, the present one included; 0 while it is not over."""
        return max(0, -self.working_days_left(now, due_at))

    def next_report_due(self, cadence: Cadence, after: date) -> date | None:
        """The first report date strictly after `after`; None for the cadences none and milestone."""
        return next_report_due(self, cadence, after)

    def _instant(self, day: date, moment: time) -> datetime:
        return datetime.combine(day, moment, self.zone).astimezone(UTC)

    def _worked_until(self, instant: datetime) -> int:
        """Working time from a fixed origin, in microseconds of local time of day."""
        local = require_aware(instant).astimezone(self.zone)
        day = local.date()
        known = self._until.get(day)
        before, hours = known if known is not None else self._until.setdefault(day, self._worked_before(day))
        return before if hours is None else before + hours.worked_by(local.time())

    def _worked_before(self, day: date) -> tuple[int, OfficeHours | None]:
        """What was worked from the origin until the day begins, and its hours if it is worked."""
        position = self._position(day)
        if not self.is_working_day(day):
            return self._worked_through(position), None
        return self._worked_through(position - 1), self.hours_on(day)

    def _worked_through(self, position: int) -> int:
        """Working time from the origin to the closing of the working day at a position."""
        known = bisect_right(self._unusual, position, key=itemgetter(0))
        return position * self.hours.a_day() + (self._unusual[known - 1][1] if known else 0)

    def _position_reaching(self, worked: int) -> int:
        """The first working day by whose closing so much has been worked since the origin."""
        a_day, more = self.hours.a_day(), 0
        for position, more_from_then in self._unusual:
            found = -(-(worked - more) // a_day)
            if found < position:
                return found
            if position * a_day + more_from_then >= worked:
                return position
            more = more_from_then
        return -(-(worked - more) // a_day)

    @cached_property
    def _unusual(self) -> tuple[tuple[int, int], ...]:
        """The days of other hours by position, with what they and those before them add to the usual hours."""
        days = [day for day in sorted(self._own_hours) if self.is_working_day(day)]
        more = accumulate(self._own_hours[day].a_day() - self.hours.a_day() for day in days)
        return tuple(zip((self._position(day) for day in days), more, strict=True))
