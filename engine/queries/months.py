"""Days and months of the office as instants."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from engine.queries.narrowing import Span


def day_start(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def days(since: date | None, until: date | None, zone: ZoneInfo) -> Span:
    """From the beginning of one day to the end of another one, both included."""
    return Span(
        None if since is None else day_start(since, zone),
        None if until is None else day_start(until + timedelta(days=1), zone),
    )


def month_of(moment: datetime, zone: ZoneInfo) -> str:
    """As 2026-01."""
    return f"{moment.astimezone(zone):%Y-%m}"


def month_bounds(month: str) -> tuple[date, date]:
    """The first and the last day of 2026-01."""
    first = date.fromisoformat(f"{month}-01")
    return first, _next_month(first) - timedelta(days=1)


def month_starts(first: datetime, last: datetime, zone: ZoneInfo) -> list[datetime]:
    """The beginnings of the months from that of one moment to that of another one."""
    month, end = first.astimezone(zone).date().replace(day=1), last.astimezone(zone).date()
    found = []
    while month <= end:
        found.append(day_start(month, zone))
        month = _next_month(month)
    return found


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)
