"""The record of the office itself: what happens to people and posts has a chain like that of any instance."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.store.models import Instance
from engine.store.rows import HeldInstance
from engine.store.runtime import RECORD, lock_chain

OFFICE = "office"  # the key; no process is called so, for it runs nowhere


def find_office_record(session: Session) -> int | None:
    """The id of its chain; None as long as nothing was written to it."""
    query = select(Instance.id).where(Instance.key == OFFICE, Instance.state == RECORD).order_by(Instance.id)
    return session.scalars(query.limit(1)).first()


def lock_office_record(session: Session, now: datetime) -> HeldInstance:
    """The chain of the office, begun when it is first written to; locked like an instance."""
    instance_id = find_office_record(session)
    if instance_id is None:
        begun = Instance(
            key=OFFICE,
            version=0,
            digest="",
            state=RECORD,
            variables={},
            revision=0,
            event_count=0,
            last_hash="",
            started_at=now,
        )
        session.add(begun)
        session.flush()
        instance_id = begun.id
    return lock_chain(session, instance_id)
