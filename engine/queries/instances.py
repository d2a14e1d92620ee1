"""Instances and their history, page by page."""

from sqlalchemy import or_, select, union_all
from sqlalchemy.orm import Session

from engine.queries.mine import concerning
from engine.queries.reader import Reader
from engine.store.models import Event, Instance, Task
from engine.store.runtime import RECORD

PAGE = 100


def list_instances(
    session: Session, reader: Reader, key: str | None, state: str | None, business_key: str | None, after: int
) -> tuple[list[Instance], int | None]:
    """Instances in order of creation, without confidential ones; the second value is where the next page begins."""
    query = select(Instance).where(Instance.state != RECORD).order_by(Instance.id)
    if reader.confidential:
        query = query.where(Instance.key.not_in(sorted(reader.confidential)))
    for column, value in ((Instance.key, key), (Instance.state, state), (Instance.business_key, business_key)):
        if value is not None:
            query = query.where(column == value)
    found = list(session.scalars(query.offset(after).limit(PAGE + 1)))
    return found[:PAGE], after + PAGE if len(found) > PAGE else None


def list_events(
    session: Session, instance_id: int, type_: str | None, after: int, *, newest_first: bool = False
) -> tuple[list[Event], int | None]:
    """Events after a sequence number, in order; or before one (0: from the last), the newest first."""
    query = select(Event).where(Event.instance_id == instance_id)
    if type_ is not None:
        query = query.where(Event.type == type_)
    if newest_first:
        query = query.where(Event.seq < after) if after else query
        query = query.order_by(Event.seq.desc())
    else:
        query = query.where(Event.seq > after).order_by(Event.seq)
    found = list(session.scalars(query.limit(PAGE + 1)))
    return found[:PAGE], found[PAGE - 1].seq if len(found) > PAGE else None


def takes_part(session: Session, reader: Reader, instance_id: int) -> bool:
    """Has the person a task in this instance, done or theirs to see?"""
    mine = union_all(*concerning(reader))
    query = select(Task.id).where(
        Task.instance_id == instance_id, or_(Task.completed_by_id == reader.person_id, Task.id.in_(mine))
    )
    return session.scalars(query.limit(1)).first() is not None
