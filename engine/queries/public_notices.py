"""Public notices: for everybody in the office or within a unit, and their objections for those who may know of them."""

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from engine.domain.errors import NotFound
from engine.people.policy import may_oversee, may_read_objections, may_read_unit_notice
from engine.queries.reader import Reader
from engine.store.models import Objection, PublicNotice, Task, TaskCandidate

PAGE = 50


def list_notices(session: Session, reader: Reader, offset: int = 0) -> tuple[list[PublicNotice], int | None]:
    """Newest first, with the offset of the next page; those within a unit for its people and who oversees."""
    query = select(PublicNotice).where(*_listed(reader)).order_by(PublicNotice.id.desc())
    rows = list(session.scalars(query.offset(offset).limit(PAGE + 1)))
    return rows[:PAGE], offset + PAGE if len(rows) > PAGE else None


def _listed(reader: Reader) -> list[ColumnElement[bool]]:
    if may_oversee(reader.roles):
        return []
    own = reader.situation.units_of(reader.person_id)
    return [or_(PublicNotice.unit_id.is_(None), PublicNotice.unit_id.in_(own))]


def get_shown_notice(session: Session, reader: Reader, notice_id: int) -> PublicNotice:
    """What is on public notice is seen by everybody who has its number, within a unit by its people.

    NotFound when there is none, and for who may not read it.
    """
    notice = session.get(PublicNotice, notice_id)
    if notice is None or not may_read(session, reader, notice):
        raise NotFound
    return notice


def may_read(session: Session, reader: Reader, notice: PublicNotice) -> bool:
    if notice.unit_id is None:
        return True
    of_unit = notice.unit_id in reader.situation.units_of(reader.person_id)
    return may_read_unit_notice(reader.roles, of_unit=of_unit, concerned=_is_concerned(session, reader, notice))


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
