"""The office's calendar as it was entered: the rows of a version, and the count of changes by which a copy is old."""

from datetime import date, time
from typing import Any

from sqlalchemy import or_, select, text, update
from sqlalchemy.orm import Session

from engine.calendar import OfficeDay, OfficeHours, WorkingCalendar
from engine.store.models import CalendarChange, CalendarDay, CalendarNotice
from engine.store.native import fetch

VERSION = "SELECT version FROM working_calendar"


def calendar_version(session: Session) -> int:
    """How often the calendar has changed, as far as this transaction sees."""
    version: int = fetch(session, VERSION, {})[0][0]
    return version


def next_calendar_version(session: Session) -> int:
    """The number of the change that this transaction makes; nobody else makes one until it ends."""
    session.execute(text("UPDATE working_calendar SET version = version + 1"))
    return calendar_version(session)


def read_calendar(session: Session, version: int) -> WorkingCalendar:
    """The calendar as of one version. The office's own word on a day goes before that of a notice."""
    days = session.execute(
        select(CalendarDay.day, CalendarDay.year, CalendarDay.is_working, CalendarDay.name, CalendarDay.hours)
        .where(_held(CalendarDay, version))
        .order_by(CalendarDay.id)
    ).all()
    years = session.scalars(select(CalendarNotice.year).where(_held(CalendarNotice, version)))
    entered = sorted(days, key=lambda row: row.year is None)
    overrides = {row.day: _office_day(row) for row in entered}
    return WorkingCalendar(overrides=overrides, announced_years=years, version=version)


def own_days(session: Session, version: int) -> dict[date, CalendarDay]:
    """The office's own rows that hold."""
    query = select(CalendarDay).where(_held(CalendarDay, version), CalendarDay.year.is_(None))
    return {row.day: row for row in session.scalars(query)}


def find_notice(session: Session, year: int, version: int) -> CalendarNotice | None:
    return session.scalars(
        select(CalendarNotice).where(_held(CalendarNotice, version), CalendarNotice.year == year)
    ).first()


def changes_newest_first(session: Session, most: int) -> list[CalendarChange]:
    return list(session.scalars(select(CalendarChange).order_by(CalendarChange.id.desc()).limit(most)))


def end_notice(session: Session, year: int, version: int) -> None:
    """What was entered of the year's notice holds no longer; its days neither."""
    for model in (CalendarDay, CalendarNotice):
        session.execute(update(model).where(model.year == year, model.until.is_(None)).values(until=version))


def hours_of(stored: list[Any] | None) -> OfficeHours | None:
    """Invalid for hours that overlap or are empty."""
    if stored is None:
        return None
    return OfficeHours(tuple((time.fromisoformat(start), time.fromisoformat(end)) for start, end in stored))


def _office_day(row: Any) -> OfficeDay:
    return OfficeDay(row.is_working, row.name, hours_of(row.hours), is_announced=row.year is not None)


def _held(model: type[CalendarDay] | type[CalendarNotice], version: int) -> Any:
    return (model.since <= version) & or_(model.until.is_(None), model.until > version)
