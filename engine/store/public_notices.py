"""Public notices and objections as actions and commands need them. Whoever changes one has locked its instance."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.domain.errors import NotFound
from engine.store.models import Objection, PublicNotice

UNDER_WAY = ("running", "paused")


def get_notice(session: Session, notice_id: int) -> PublicNotice:
    """Read anew; NotFound when there is none."""
    notice = session.get(PublicNotice, notice_id, populate_existing=True)
    if notice is None:
        raise NotFound
    return notice


def find_by_slug(session: Session, slug: str) -> PublicNotice | None:
    return session.scalars(select(PublicNotice).where(PublicNotice.slug == slug)).first()


def newest_notice(session: Session, instance_id: int, name: str) -> PublicNotice | None:
    query = select(PublicNotice).where(PublicNotice.instance_id == instance_id, PublicNotice.name == name)
    query = query.order_by(PublicNotice.round.desc()).limit(1)
    return session.scalars(query.execution_options(populate_existing=True)).first()


def notices_under_way(session: Session) -> list[tuple[int, int]]:
    """Those that have not ended: number of the notice, and of its instance; in the order in which they are locked."""
    query = select(PublicNotice.id, PublicNotice.instance_id).where(PublicNotice.state.in_(UNDER_WAY))
    return [(row.id, row.instance_id) for row in session.execute(query.order_by(PublicNotice.instance_id))]


def get_objection(session: Session, objection_id: int) -> Objection:
    """Read anew; NotFound when there is none."""
    objection = session.get(Objection, objection_id, populate_existing=True)
    if objection is None:
        raise NotFound
    return objection


def find_objection(session: Session, code: str) -> Objection | None:
    return session.scalars(select(Objection).where(Objection.code == code)).first()


def count_open_objections(session: Session, notice_id: int) -> int:
    query = select(func.count()).where(Objection.notice_id == notice_id, Objection.answered_at.is_(None))
    return session.scalar(query) or 0


def count_founded(session: Session, notice_id: int) -> int:
    query = select(func.count()).where(Objection.notice_id == notice_id, Objection.finding == "founded")
    return session.scalar(query) or 0


def objections_of(session: Session, notice_id: int) -> list[Objection]:
    return list(session.scalars(select(Objection).where(Objection.notice_id == notice_id).order_by(Objection.id)))
