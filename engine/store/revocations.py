"""Awards and what they are to be revoked for, as commands and actions need them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.domain.errors import NotFound
from engine.store.models import Award, AwardRevocation, Notice


def get_award(session: Session, award_id: int) -> Award:
    found = session.get(Award, award_id)
    if found is None:
        raise NotFound
    return found


def get_revocation(session: Session, revocation_id: int) -> AwardRevocation:
    found = session.get(AwardRevocation, revocation_id)
    if found is None:
        raise NotFound
    return found


def revocations_of(session: Session, award_id: int) -> list[AwardRevocation]:
    """Every procedure on an award, the oldest first, as they are now."""
    query = select(AwardRevocation).where(AwardRevocation.award_id == award_id).order_by(AwardRevocation.id)
    return list(session.scalars(query.execution_options(populate_existing=True)))


def told_of(session: Session, revocation: AwardRevocation) -> list[int]:
    """Everybody who was told anything of a procedure, also who is concerned no more."""
    query = select(Notice.person_id).where(Notice.instance_id == revocation.instance_id)
    return list(session.scalars(query.distinct().order_by(Notice.person_id)))
