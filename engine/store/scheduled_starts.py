"""Processes that their timer start event is to start: replaced by a deployment, claimed by a worker, in due order."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import Session

from engine.domain.errors import NotFound
from engine.store.models import ScheduledStart
from engine.store.runtime import runtime_of


def replace_schedule(session: Session, key: str, starts: Sequence[ScheduledStart], now: datetime) -> None:
    """What is to start a process from now on; a worker that is starting the older version is waited for."""
    session.execute(delete(ScheduledStart).where(ScheduledStart.key == key))
    session.add_all(starts)
    if any(start.due_at <= now for start in starts):
        runtime_of(session).has_work = True


def is_any_due(session: Session, now: datetime) -> bool:
    due = exists().where(ScheduledStart.state == "pending", ScheduledStart.due_at <= now)
    return bool(session.scalar(select(due)))


def claim_due_start(session: Session, now: datetime) -> ScheduledStart | None:
    """The earliest due start that no other worker holds, locked."""
    query = (
        select(ScheduledStart)
        .where(ScheduledStart.state == "pending", ScheduledStart.due_at <= now)
        .order_by(ScheduledStart.due_at, ScheduledStart.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return session.scalars(query).first()


def lock_start(session: Session, start_id: int) -> ScheduledStart | None:
    """None where a new version has replaced it."""
    return session.get(ScheduledStart, start_id, with_for_update=True)


def get_start(session: Session, start_id: int) -> ScheduledStart:
    found = lock_start(session, start_id)
    if found is None:
        raise NotFound
    return found


def list_starts(session: Session) -> list[ScheduledStart]:
    """All of them, what is due first at the top."""
    return list(session.scalars(select(ScheduledStart).order_by(ScheduledStart.due_at, ScheduledStart.id)))


def count_set_aside(session: Session) -> int:
    return session.scalar(select(func.count(ScheduledStart.id)).where(ScheduledStart.state == "set_aside")) or 0
