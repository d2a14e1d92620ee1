"""What an expression is told by its surroundings and no data can say: the present moment and the working days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from engine.domain.clock import OFFICE_ZONE, require_aware
from engine.expressions.faults import Wrong

# The name under which an expression needs its surroundings; no expression can write it.
SURROUNDINGS = "now()"


class DueDay(Protocol):
    """A computed day."""

    @property
    def due_on(self) -> date: ...


class WorkingDays(Protocol):
    """The office's calendar, as far as expressions ask it; ValueError or Invalid beyond its years."""

    def is_working_day(self, day: date) -> bool: ...

    def working_days_between(self, start: date, end: date) -> int: ...

    def add_working_days(self, day: date, count: int) -> DueDay: ...


@dataclass(frozen=True)
class Surroundings:
    """`now` is an aware instant. Without a calendar, the functions that count working days are faults."""

    now: datetime
    working_days: WorkingDays | None = None

    def around(self, names: Mapping[str, Any]) -> dict[str, Any]:
        """The names an expression is evaluated on: the data, and these surroundings whatever the data say."""
        return {**names, SURROUNDINGS: self}

    @property
    def local_now(self) -> datetime:
        return require_aware(self.now).astimezone(OFFICE_ZONE)


def surroundings_of(names: Mapping[str, Any]) -> Surroundings:
    """Wrong where an expression asks for the moment and nobody said it."""
    found = names.get(SURROUNDINGS)
    if not isinstance(found, Surroundings):
        raise Wrong("no_moment")
    return found


def working_days_of(names: Mapping[str, Any]) -> WorkingDays:
    found = surroundings_of(names).working_days
    if found is None:
        raise Wrong("no_calendar")
    return found
