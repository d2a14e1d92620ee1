"""The record of signing in: rows are added and counted up within their minute, never changed, and kept half a year.

The database refuses everything else by triggers (migration 0036, decision 0047).
"""

from datetime import datetime
from typing import Any

from sqlalchemy import case, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from engine.people.sign_in_record import MOST_A_MINUTE
from engine.store.models import SignInRecord

BATCH = 500


def add_sign_in(session: Session, **said: Any) -> None:
    """What happened once; the columns of SignInRecord by name."""
    session.add(SignInRecord(**said, last_at=said["at"], times=1))


def count_failure(session: Session, counted_as: str, **said: Any) -> None:
    """One more failure: of the same person and result from the same address within the minute there is one row.

    `counted_as` is the address as failures are counted. What comes after MOST_A_MINUTE rows is counted without it.
    """
    at: datetime = said["at"]
    minute = at.replace(second=0, microsecond=0)
    whose = f"{minute:%Y%m%d%H%M}|{said['result']}|{said.get('person_id') or ''}"
    slot = f"{whose}|{counted_as}"
    if _counted_up(session, slot, at):
        return
    rows = select(func.count()).select_from(SignInRecord)
    crowded = rows.where(SignInRecord.at >= minute, SignInRecord.slot.is_not(None))
    if (session.scalar(crowded) or 0) >= MOST_A_MINUTE:
        said, slot = {**said, "address": "", "device": "", "name": ""}, f"{whose}|"
        if _counted_up(session, slot, at):
            return
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    row = dialect.insert(SignInRecord).values(**said, last_at=at, times=1, slot=slot)
    again = {"times": SignInRecord.times + 1, "last_at": _later(at)}
    session.execute(row.on_conflict_do_update(index_elements=[SignInRecord.slot], set_=again))


def _counted_up(session: Session, slot: str, at: datetime) -> bool:
    counted = update(SignInRecord).where(SignInRecord.slot == slot)
    done = session.execute(counted.values(times=SignInRecord.times + 1, last_at=_later(at)))
    return bool(done.rowcount)  # type: ignore[attr-defined]


def _later(at: datetime) -> Any:
    return case((SignInRecord.last_at < at, at), else_=SignInRecord.last_at)


def is_any_older(session: Session, before: datetime) -> bool:
    return session.scalar(select(SignInRecord.id).where(SignInRecord.at < before).limit(1)) is not None


def forget_sign_ins(session: Session, before: datetime) -> None:
    """What is older than the office keeps it, a batch."""
    old = select(SignInRecord.id).where(SignInRecord.at < before, SignInRecord.last_at < before)
    session.execute(delete(SignInRecord).where(SignInRecord.id.in_(old.order_by(SignInRecord.at).limit(BATCH))))
