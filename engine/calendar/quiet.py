"""Quiet times: hours of the day and days off in which nobody is to be disturbed. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from engine.calendar.working_calendar import WorkingCalendar

LONGEST_REST = 60  # steps; no rest of an office takes so many, and a year without a working day must end as well


@dataclass(frozen=True)
class Quiet:
    """From `starts` to before `ends`, over midnight where it is the later one; the same moment twice is no time at all.

    `days_off`: also on days that are not worked, until the office opens again.
    """

    starts: time = time(0)
    ends: time = time(0)
    days_off: bool = False


NO_QUIET = Quiet()


def release_at(calendar: WorkingCalendar, quiet: Quiet, instant: datetime) -> datetime:
    """The first moment from the instant on at which it is not quiet: the instant itself, as nearly always."""
    for _ in range(LONGEST_REST):
        later = _hours_end(calendar, quiet, _days_off_end(calendar, quiet, instant))
        if later == instant:
            break
        instant = later
    return instant


def digest_at(calendar: WorkingCalendar, quiet: Quiet, instant: datetime) -> datetime:
    """When the next digest goes out: at the next opening of the office, or when the reader's quiet time ends."""
    return release_at(calendar, quiet, calendar.next_opening(instant))


def _days_off_end(calendar: WorkingCalendar, quiet: Quiet, instant: datetime) -> datetime:
    if not quiet.days_off or calendar.is_working_day(calendar.local_date(instant)):
        return instant
    return calendar.next_opening(instant)


def _hours_end(calendar: WorkingCalendar, quiet: Quiet, instant: datetime) -> datetime:
    local = instant.astimezone(calendar.zone)
    moment, day = local.time(), local.date()
    if quiet.starts <= quiet.ends:
        is_quiet = quiet.starts <= moment < quiet.ends
    else:
        is_quiet = moment >= quiet.starts or moment < quiet.ends
    if not is_quiet:
        return instant
    if moment >= quiet.ends:
        day += timedelta(days=1)
    return datetime.combine(day, quiet.ends, calendar.zone).astimezone(UTC)
