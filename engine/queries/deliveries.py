"""What left the house, what waits to and what could not."""

from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.store.models import OutboxCall, OutboxMail

Row = TypeVar("Row", OutboxMail, OutboxCall)
PAGE = 50


def list_outgoing(session: Session, kind: type[Row], state: str | None, before: int) -> tuple[list[Row], int | None]:
    """Newest first, of one state or of all."""
    query = select(kind).order_by(kind.id.desc())
    if state is not None:
        query = query.where(kind.state == state)
    if before:
        query = query.where(kind.id < before)
    found = list(session.scalars(query.limit(PAGE + 1)))
    return found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None


def count_by_state(session: Session, kind: type[OutboxMail] | type[OutboxCall]) -> dict[str, int]:
    rows = session.execute(select(kind.state, func.count().label("number")).group_by(kind.state))
    return {row.state: row.number for row in rows}
