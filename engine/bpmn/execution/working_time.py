"""Durations of timers in working time: working days end when the office closes, hours are office hours.

A timer event says so with `duban:workingTime`. A duration is then whole days (`P3D`: the closing of the third working
day after today) or hours and minutes (`PT4H`: four office hours on), never both: a day has no fixed number of hours.
In a cycle, days keep the time of day of the occurrence before.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from engine.calendar import WorkingCalendar

DAYS = re.compile(r"P(\d{1,4})D", re.IGNORECASE)
HOURS = re.compile(r"PT(?:(\d{1,5})H)?(?:(\d{1,6})M)?", re.IGNORECASE)


@dataclass(frozen=True)
class WorkingDuration:
    """So many working days, or so many office hours."""

    days: int = 0
    hours: float = 0


def read_working_duration(text: str) -> WorkingDuration:
    """ValueError for what is neither whole days nor hours and minutes, or nothing at all."""
    text = text.strip()
    if days := DAYS.fullmatch(text):
        found = WorkingDuration(days=int(days[1]))
    elif hours := HOURS.fullmatch(text):
        found = WorkingDuration(hours=int(hours[1] or 0) + int(hours[2] or 0) / 60)
    else:
        raise ValueError("in working time a duration is P…D or PT…H…M")
    if found == WorkingDuration():
        raise ValueError("the duration is nothing")
    return found


def end_of(duration: WorkingDuration, start: datetime, calendar: WorkingCalendar) -> datetime:
    """When a duration that begins at `start` is over, in UTC."""
    if not duration.days:
        return calendar.add_working_time(start, duration.hours)
    return calendar.closing(calendar.add_working_days(calendar.local_date(start), duration.days).due_on)


def occurrence_after(previous: datetime, duration: WorkingDuration, calendar: WorkingCalendar) -> datetime:
    """The next occurrence of a cycle, in UTC."""
    if not duration.days:
        return calendar.add_working_time(previous, duration.hours)
    local = previous.astimezone(calendar.zone)
    day = calendar.add_working_days(local.date(), duration.days).due_on
    return datetime.combine(day, local.time(), calendar.zone).astimezone(UTC)
