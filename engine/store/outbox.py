"""What waits to leave: claimed under a lease, noted by whoever still holds it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import CursorResult, and_, false, func, or_, select, update
from sqlalchemy.orm import Session

from engine.store.models import OutboxCall, OutboxMail

Row = TypeVar("Row", OutboxMail, OutboxCall)
KINDS: tuple[type[OutboxMail] | type[OutboxCall], ...] = (OutboxMail, OutboxCall)


def lock_due(session: Session, kind: type[Row], now: datetime, limit: int) -> list[Row]:
    """Those whose turn has come, the longest waiting first, locked; what somebody else is locking is passed over."""
    query = (
        select(kind)
        .where(kind.state == "waiting", kind.next_attempt_at <= now)
        .order_by(kind.next_attempt_at, kind.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return list(session.scalars(query))


def note(session: Session, kind: type[Row], row_id: int, lease: str, values: Mapping[str, Any]) -> bool:
    """Write what became of a row, if this lease is still the one that holds; False where somebody else took over."""
    held = update(kind).where(kind.id == row_id, kind.state == "waiting", kind.lease == lease)
    done = session.execute(held.values(lease=None, **values))
    return isinstance(done, CursorResult) and done.rowcount == 1


def release_leases(session: Session, now: datetime) -> None:
    """Whoever held a lease is gone: what they had is anybody's at once."""
    for kind in KINDS:
        held = update(kind).where(kind.state == "waiting", kind.lease.is_not(None))
        session.execute(held.values(lease=None, next_attempt_at=now))


def count_waiting(session: Session, now: datetime, *, in_hand: bool = True) -> int:
    """How many are due, and with `in_hand` how many are in somebody's hands."""
    return sum(_count(session, kind, now, in_hand=in_hand) for kind in KINDS)


def _count(session: Session, kind: type[OutboxMail] | type[OutboxCall], now: datetime, *, in_hand: bool) -> int:
    at_work = or_(kind.next_attempt_at <= now, kind.lease.is_not(None) if in_hand else false())
    return session.scalar(select(func.count()).select_from(kind).where(kind.state == "waiting", at_work)) or 0


def next_gathered(session: Session, now: datetime) -> int | None:
    """Somebody whose digest is due, the longest waiting first."""
    query = select(OutboxMail.person_id).where(OutboxMail.state == "gathered", OutboxMail.next_attempt_at <= now)
    return session.scalars(query.order_by(OutboxMail.next_attempt_at, OutboxMail.id).limit(1)).first()


def lock_gathered(session: Session, person_id: int, now: datetime) -> list[OutboxMail]:
    """What is gathered for one person and due, in the order in which it was written; empty where another was first."""
    query = (
        select(OutboxMail)
        .where(OutboxMail.person_id == person_id, OutboxMail.state == "gathered", OutboxMail.next_attempt_at <= now)
        .order_by(OutboxMail.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(query))


def said_lately(session: Session, like: OutboxCall, since: datetime) -> int:
    """How many calls of the same receiver were made since then, or are in somebody's hands."""
    query = select(func.count()).select_from(OutboxCall)
    same = (
        OutboxCall.channel_id == like.channel_id
        if like.channel_id is not None
        else and_(OutboxCall.channel_id.is_(None), OutboxCall.receiver == like.receiver)
    )
    at_work = and_(OutboxCall.state == "waiting", OutboxCall.lease.is_not(None), OutboxCall.id != like.id)
    return session.scalar(query.where(same, or_(OutboxCall.sent_at > since, at_work))) or 0


def lock_outgoing(session: Session, kind: type[Row], row_id: int) -> Row | None:
    """As it is now, whatever was read of it before."""
    return session.get(kind, row_id, with_for_update=True, populate_existing=True)


def count_calls(session: Session, instance_id: int, element_id: str) -> int:
    """How many calls an element of an instance has caused so far."""
    query = select(func.count()).select_from(OutboxCall)
    return session.scalar(query.where(OutboxCall.instance_id == instance_id, OutboxCall.element_id == element_id)) or 0
