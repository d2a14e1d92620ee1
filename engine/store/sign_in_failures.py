"""Failed attempts to sign in, counted under a lock, so that guesses at the same moment are counted one by one."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engine.store.models import SignInFailure


def hold_failure(session: Session, subject: str, now: datetime) -> SignInFailure:
    """The row of an account or address, locked until the transaction ends; a new one where there was none."""
    held = session.get(SignInFailure, subject, with_for_update=True)
    if held is not None:
        return held
    try:
        with session.begin_nested():
            session.add(SignInFailure(subject=subject, count=0, last_at=now))
    except IntegrityError:  # somebody else made it at the same moment
        pass
    return session.get_one(SignInFailure, subject, with_for_update=True)


def forget_failures(session: Session, before: datetime) -> None:
    session.execute(delete(SignInFailure).where(SignInFailure.last_at < before))


def forget_failures_of(session: Session, subject: str) -> None:
    session.execute(delete(SignInFailure).where(SignInFailure.subject == subject))
