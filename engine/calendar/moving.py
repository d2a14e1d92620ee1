"""What a change of the calendar makes of moments that were still to come, and which days are behind it. Pure."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from engine.calendar.working_calendar import WorkingCalendar

ONE_DAY = timedelta(days=1)


def still_due(calendar: WorkingCalendar, now: datetime, computed: datetime, before: datetime) -> datetime:
    """Nothing becomes late by a change: what would lie in the past is due when the office closes next."""
    if computed > now or before <= now:
        return computed
    today = calendar.local_date(now)
    closing = calendar.due_instant(calendar.on_or_after(today))
    closing = closing if closing > now else calendar.due_instant(calendar.next_working_day(today))
    return min(closing, before)


def still_opening(calendar: WorkingCalendar, now: datetime, computed: datetime, before: datetime) -> datetime:
    """What would have opened already opens when the office does so next."""
    return computed if computed > now or before <= now else min(calendar.next_opening(now), before)


def days_behind(was: WorkingCalendar, has: WorkingCalendar, start: date, end: date) -> dict[str, list[dict[str, str]]]:
    """`off`: the days from `start` to `end` that were worked and are off now; `worked`: the other way; with reasons."""
    days = list(_days(start, end))
    off = [day for day in days if was.is_working_day(day) and not has.is_working_day(day)]
    worked = [day for day in days if has.is_working_day(day) and not was.is_working_day(day)]
    return {"off": [_named(has, day) for day in off], "worked": [_named(was, day) for day in worked]}


def _days(start: date, end: date) -> Iterator[date]:
    while start <= end:
        yield start
        start += ONE_DAY


def _named(calendar: WorkingCalendar, day: date) -> dict[str, Any]:
    reason = calendar.reason_off(day)
    return {"date": day.isoformat(), "reason": reason.text() if reason else ""}
