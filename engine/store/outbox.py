"""Mails that wait to be sent."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.store.models import OutboxMail


def claim_waiting(session: Session, now: datetime) -> OutboxMail | None:
    """The oldest mail whose turn has come, locked; None when there is none that nobody else holds."""
    query = (
        select(OutboxMail)
        .where(OutboxMail.state == "waiting", OutboxMail.next_attempt_at <= now)
        .order_by(OutboxMail.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return session.scalars(query).first()


def count_waiting(session: Session, now: datetime) -> int:
    query = select(func.count()).select_from(OutboxMail).where(OutboxMail.state == "waiting")
    return session.scalar(query.where(OutboxMail.next_attempt_at <= now)) or 0
