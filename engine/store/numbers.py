"""Numbers by kind and year, given out without gaps under the lock of their series."""

from sqlalchemy import Executable, select
from sqlalchemy.orm import Session

from engine.store.models import NumberSeries


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
