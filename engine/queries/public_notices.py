"""Public notices: for everybody in the office, their objections for those who may know of them, and the public page."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.domain.errors import NotFound
from engine.people.policy import may_read_objections
from engine.queries.reader import Reader
from engine.store.models import Objection, PublicNotice, Task, TaskCandidate

PAGE = 50


def list_notices(session: Session, offset: int = 0) -> tuple[list[PublicNotice], int | None]:
    """Newest first, with the offset of the next page."""
    query = select(PublicNotice).order_by(PublicNotice.id.desc())
    rows = list(session.scalars(query.offset(offset).limit(PAGE + 1)))
    return rows[:PAGE], offset + PAGE if len(rows) > PAGE else None


def get_shown_notice(session: Session, notice_id: int) -> PublicNotice:
    """What is on public notice is seen by everybody who has its number; NotFound when there is none."""
    notice = session.get(PublicNotice, notice_id)
    if notice is None:
        raise NotFound
    return notice


def objections_for(session: Session, reader: Reader, notice: PublicNotice) -> list[Objection]:
    """In the order they came; none for who may not know who objected."""
    if not may_read_objections(reader.roles, concerned=_is_concerned(session, reader, notice)):
        return []
    query = select(Objection).where(Objection.notice_id == notice.id).order_by(Objection.id)
    return list(session.scalars(query))


def _is_concerned(session: Session, reader: Reader, notice: PublicNotice) -> bool:
    """Has the reader an open task that answers an objection?"""
    query = (
        select(TaskCandidate.principal)
        .join(Task, Task.id == TaskCandidate.task_id)
        .where(Task.instance_id == notice.instance_id, Task.state == "open", Task.data["objection_id"].is_not(None))
    )
    principals = set(session.scalars(query))
    return bool(principals) and reader.person_id in reader.situation.concerned(principals)
