"""The local mailbox: every mail the product wrote."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.store.models import OutboxMail

PAGE = 50


def list_mails(session: Session, person_id: int | None, before: int) -> tuple[list[OutboxMail], int | None]:
    """Newest first; those to one person, or all when `person_id` is None."""
    query = select(OutboxMail).order_by(OutboxMail.id.desc())
    if person_id is not None:
        query = query.where(OutboxMail.person_id == person_id)
    if before:
        query = query.where(OutboxMail.id < before)
    found = list(session.scalars(query.limit(PAGE + 1)))
    return found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None
