"""The one source of time. Instants are aware and in UTC; the office reasons in its own zone."""

from datetime import UTC, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

OFFICE_ZONE = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """Anything that tells the present instant as an aware UTC datetime."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class FixedClock:
    """A clock that stands still until it is set; for tests and simulation."""

    def __init__(self, instant: datetime) -> None:
        self._instant = require_aware(instant)

    def now(self) -> datetime:
        return self._instant

    def set(self, instant: datetime) -> None:
        self._instant = require_aware(instant)


def require_aware(instant: datetime) -> datetime:
    """The same instant in UTC; ValueError for a naive one, whose meaning would depend on the machine."""
    if instant.tzinfo is None:
        raise ValueError("Expected a date-time with a zone, but got a naive one")
    return instant.astimezone(UTC)
