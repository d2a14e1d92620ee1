"""Numbers by kind and year, given out without gaps under the lock of their series."""

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from engine.store.models import NumberSeries


def next_number(session: Session, kind: str, year: int) -> int:
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    session.execute(insert(NumberSeries).values(kind=kind, year=year, last=0).on_conflict_do_nothing())
    query = select(NumberSeries).where(NumberSeries.kind == kind, NumberSeries.year == year).with_for_update()
    series = session.scalars(query.execution_options(populate_existing=True)).one()
    series.last += 1
    session.flush()
    return series.last
