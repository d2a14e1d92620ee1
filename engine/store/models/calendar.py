"""The office's calendar: what was entered about single days, the notices of years, and every change with its report.

A change has a number, the calendar's version from then on. A row holds from `since` to before `until`, both versions;
None: still. So a due date that names its version can be computed again as it was computed then.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.models.base import Base, Instant


class WorkingCalendarVersion(Base):
    """One row, which counts the changes. Whoever changes the calendar locks it first."""

    __tablename__ = "working_calendar"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]


class CalendarChange(Base):
    """One act that changed the calendar; `id` is the version it made.

    `source`: page, sheet, notice. `report`: what moved, as data; an entry without `kind` is an item's.
    """

    __tablename__ = "calendar_change"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Instant)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    source: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(String(200), default="")
    report: Mapped[list[Any]]


class CalendarDay(Base):
    """A day off or worked. `year`: the notice that says so; None: the office itself. `hours`: [["09:00", "12:00"]]."""

    __tablename__ = "calendar_day"
    __table_args__ = (Index("ix_calendar_day_day", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date]
    year: Mapped[int | None]
    is_working: Mapped[bool]
    name: Mapped[str] = mapped_column(String(120), default="")
    hours: Mapped[list[Any] | None]
    since: Mapped[int] = mapped_column(ForeignKey("calendar_change.id"))
    until: Mapped[int | None] = mapped_column(ForeignKey("calendar_change.id"))


class CalendarNotice(Base):
    """The State Council's notice of a year, in its own words."""

    __tablename__ = "calendar_notice"

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    since: Mapped[int] = mapped_column(ForeignKey("calendar_change.id"))
    until: Mapped[int | None] = mapped_column(ForeignKey("calendar_change.id"))
