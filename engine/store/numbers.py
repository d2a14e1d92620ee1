"""Numbers by kind and year, given out without gaps under the lock of their series."""

from sqlalchemy import Executable, select
from sqlalchemy.orm import Session

from engine.store.models import MatterSource, NumberFormat, NumberSeries


def numbered(session: Session, kind: str, year: int) -> str:
    """The next number of a kind, written as its format says: 督〔2026〕12号."""
    written = session.get_one(NumberFormat, kind).format
    return written.replace("{year}", str(year)).replace("{n}", str(next_number(session, kind, year)))


GENERAL = "matter"
"""The kind of matters whose source is not among those entered."""


def number_kind_of(session: Session, source: str) -> str:
    """The series of a matter's numbers; a source that nobody entered counts with the matters in general."""
    found = session.get(MatterSource, source)
    return found.number_kind if found else GENERAL


def kinds_by_source(session: Session) -> dict[str, str]:
    return {one.name: one.number_kind for one in sources(session)}


def kind_label(session: Session, kind: str) -> str:
    """As the office calls a kind of matters; one that was taken away by its code."""
    found = session.get(NumberFormat, kind)
    return found.label if found else kind


def formats(session: Session) -> list[NumberFormat]:
    return list(session.scalars(select(NumberFormat).order_by(NumberFormat.kind)))


def sources(session: Session) -> list[MatterSource]:
    """In the order in which they are offered."""
    return list(session.scalars(select(MatterSource).order_by(MatterSource.position)))


def next_number(session: Session, kind: str, year: int) -> int:
    session.execute(_begin_unless_begun(session, kind, year))
    query = select(NumberSeries).where(NumberSeries.kind == kind, NumberSeries.year == year).with_for_update()
    series = session.scalars(query.execution_options(populate_existing=True)).one()
    series.last += 1
    session.flush()
    return series.last


def _begin_unless_begun(session: Session, kind: str, year: int) -> Executable:
    """Each database has an INSERT of its own for this; only the one in use is loaded."""
    if session.get_bind().dialect.name == "sqlite":
        from sqlalchemy.dialects.sqlite import insert  # noqa: PLC0415

        return insert(NumberSeries).values(kind=kind, year=year, last=0).on_conflict_do_nothing()
    from sqlalchemy.dialects.postgresql import insert as insert_postgresql  # noqa: PLC0415

    return insert_postgresql(NumberSeries).values(kind=kind, year=year, last=0).on_conflict_do_nothing()
