"""Working time: which days are worked, when the office is open, and what is due when."""

from engine.calendar.in_force import InForce
from engine.calendar.moving import days_behind, still_due, still_opening
from engine.calendar.notice import Festival, Notice
from engine.calendar.office_hours import DEFAULT_HOURS, OfficeHours
from engine.calendar.reason import Reason
from engine.calendar.reports import Cadence
from engine.calendar.rules import Ruled, computed_again, in_calendar_days, in_working_days, on_date
from engine.calendar.working_calendar import WorkingCalendar
from engine.calendar.working_days import Due, Skipped, WorkingDays
from engine.calendar.years import DayKind, OfficeDay

__all__ = [
    "DEFAULT_HOURS",
    "Cadence",
    "DayKind",
    "Due",
    "Festival",
    "InForce",
    "Notice",
    "OfficeDay",
    "OfficeHours",
    "Reason",
    "Ruled",
    "Skipped",
    "WorkingCalendar",
    "WorkingDays",
    "computed_again",
    "days_behind",
    "in_calendar_days",
    "in_working_days",
    "on_date",
    "still_due",
    "still_opening",
]
