"""Lines of performance and the negative list, as commands, actions and other families need them."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from engine.domain.errors import NotFound
from engine.store.models import NegativeEntry, PerformanceAppeal, PerformanceEntry, PerformanceYear

COUNTING = ("stands", "corrected")


def entries_of(
    session: Session, *, year: int, person_id: int | None = None, unit_id: int | None = None
) -> list[PerformanceEntry]:
    """The lines of a year that count, the oldest first; `points` are tenths.

    With a person, their own lines; with a unit and no person, the unit's own lines, not those of its people; with
    neither, all.
    """
    query = select(PerformanceEntry).where(PerformanceEntry.year == year, PerformanceEntry.state.in_(COUNTING))
    if person_id is not None:
        query = query.where(PerformanceEntry.person_id == person_id)
        if unit_id is not None:
            query = query.where(PerformanceEntry.unit_id == unit_id)
    elif unit_id is not None:
        query = query.where(PerformanceEntry.unit_id == unit_id, PerformanceEntry.person_id.is_(None))
    return list(session.scalars(query.order_by(PerformanceEntry.occurred_at, PerformanceEntry.id)))


def negative_standing(
    session: Session, on: date, *, person_id: int | None = None, unit_id: int | None = None
) -> list[NegativeEntry]:
    """What stands on the negative list on a day, against the person, or the unit (its people's entries included)."""
    query = select(NegativeEntry).where(
        NegativeEntry.state == "stands",
        NegativeEntry.occurred_on <= on,
        or_(NegativeEntry.expires_on.is_(None), NegativeEntry.expires_on >= on),
    )
    if person_id is not None:
        query = query.where(NegativeEntry.person_id == person_id)
    if unit_id is not None:
        query = query.where(NegativeEntry.unit_id == unit_id)
    return list(session.scalars(query.order_by(NegativeEntry.occurred_on, NegativeEntry.id)))


def get_entry(session: Session, entry_id: int) -> PerformanceEntry:
    entry = session.get(PerformanceEntry, entry_id)
    if entry is None:
        raise NotFound
    return entry


def all_entries_of(session: Session, year: int) -> list[PerformanceEntry]:
    """The lines of a year, cancelled ones too."""
    query = select(PerformanceEntry).where(PerformanceEntry.year == year)
    return list(session.scalars(query.order_by(PerformanceEntry.id)))


def find_performance_year(session: Session, year: int) -> PerformanceYear | None:
    return session.get(PerformanceYear, year)


def appeals_about(session: Session, entry_ids: Iterable[int]) -> list[PerformanceAppeal]:
    """The appeals against these lines, the oldest first."""
    query = select(PerformanceAppeal).where(PerformanceAppeal.entry_id.in_(list(entry_ids)))
    return list(session.scalars(query.order_by(PerformanceAppeal.id)))


def entries_behind(session: Session, record_ids: Iterable[int]) -> list[NegativeEntry]:
    """What these records of items put on the negative list."""
    return list(session.scalars(select(NegativeEntry).where(NegativeEntry.record_id.in_(list(record_ids)))))
