"""Due dates that know where they come from: the rule, the calendar's version and the days that were skipped, as data.

A rule is kept with the item that it is of, so that it can be explained and computed again in another calendar.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from engine.calendar.working_calendar import WorkingCalendar
from engine.calendar.working_days import ONE_DAY


class Ruled(NamedTuple):
    """The last moment in time, and the rule that gives it."""

    due_at: datetime
    rule: dict[str, Any]


def on_date(calendar: WorkingCalendar, day: date) -> Ruled:
    """A date that somebody named stays where it is, also on a day off; only the hour of closing may follow."""
    rule = {
        "kind": "date",
        "on": day.isoformat(),
        "calendar": calendar.version,
        "skipped": [],
        "provisional": calendar.is_provisional(day),
    }
    return Ruled(calendar.due_instant(day), rule)


def in_working_days(calendar: WorkingCalendar, start: date, days: int, *, from_next_day: bool = True) -> Ruled:
    due = calendar.add_working_days(start, days, from_next_day)
    rule = {
        "kind": "working_days",
        "days": days,
        "from": start.isoformat(),
        "from_next_day": from_next_day,
        "calendar": calendar.version,
        "skipped": [{"date": day.isoformat(), "reason": reason.text()} for day, reason in due.skipped],
        "provisional": due.is_provisional,
    }
    return Ruled(calendar.due_instant(due.due_on), rule)


def in_calendar_days(start: date, days: int, *, from_next_day: bool = True) -> date:
    """日, not 工作日: every day counts. The day itself is the first where the next day is not."""
    return start + timedelta(days=days) - (ONE_DAY if days and not from_next_day else timedelta())


def computed_again(rule: Mapping[str, Any], calendar: WorkingCalendar) -> Ruled | None:
    """The same rule in another calendar; None for one that says too little for it."""
    if rule["kind"] == "date" and "on" in rule:
        return on_date(calendar, date.fromisoformat(rule["on"]))
    if rule["kind"] == "working_days" and "from" in rule:
        start = date.fromisoformat(rule["from"])
        return in_working_days(calendar, start, rule["days"], from_next_day=rule["from_next_day"])
    return None
