"""The calendar in force: whoever holds this, however long, sees the newest."""

from dataclasses import dataclass

from engine.calendar.working_calendar import WorkingCalendar


@dataclass
class InForce:
    """A calendar is replaced, never changed."""

    calendar: WorkingCalendar
