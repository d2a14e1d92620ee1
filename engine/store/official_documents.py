"""Official documents as the actions order them and the worker files them."""

from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from engine.domain.errors import NotFound
from engine.store.models import Attachment, ItemRecord, OfficialDocument

WAITING = OfficialDocument.state == "waiting"


def next_ordinal(session: Session, item_id: int, kind: str) -> int:
    """From 1, among the documents of a kind at an item, whose instance is locked."""
    query = select(func.max(OfficialDocument.ordinal))
    return (session.scalar(query.where(OfficialDocument.item_id == item_id, OfficialDocument.kind == kind)) or 0) + 1


def numbers_of(session: Session, item_id: int, kind: str) -> list[str]:
    """The numbers of the documents of a kind at an item, oldest first."""
    query = select(OfficialDocument.number).where(OfficialDocument.item_id == item_id, OfficialDocument.kind == kind)
    found = session.scalars(query.where(OfficialDocument.version == 1).order_by(OfficialDocument.ordinal))
    return [number for number in found if number]


def is_any_waiting(session: Session, now: datetime) -> bool:
    query = select(OfficialDocument.id).where(WAITING, OfficialDocument.next_attempt_at <= now).limit(1)
    return session.scalar(query) is not None


def find_briefing(session: Session, month: str) -> OfficialDocument | None:
    """The newest version of a month's (2026-01), as it is now."""
    query = select(OfficialDocument).where(OfficialDocument.period == month)
    query = query.order_by(OfficialDocument.version.desc()).limit(1)
    return session.scalars(query.execution_options(populate_existing=True)).first()


def count_documents_in(session: Session, state: str) -> int:
    query = select(func.count()).select_from(OfficialDocument).where(OfficialDocument.state == state)
    return session.scalar(query) or 0


def lock_waiting(session: Session, now: datetime) -> OfficialDocument | None:
    """The one that waits longest, locked; what somebody else is locking is passed over."""
    query = (
        select(OfficialDocument)
        .where(WAITING, OfficialDocument.next_attempt_at <= now)
        .order_by(OfficialDocument.next_attempt_at, OfficialDocument.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return session.scalars(query).first()


def read_official_document(session: Session, document_id: int) -> OfficialDocument:
    """As it is now, whatever was read of it before. NotFound when there is none."""
    found = session.get(OfficialDocument, document_id, populate_existing=True)
    if found is None:
        raise NotFound
    return found


def last_record(session: Session, item_id: int, kind: str) -> ItemRecord | None:
    """The newest entry of a kind in the course of handling."""
    query = select(ItemRecord).where(ItemRecord.item_id == item_id, ItemRecord.kind == kind)
    return session.scalars(query.order_by(ItemRecord.id.desc()).limit(1)).first()


def attached_names(session: Session, item_id: int) -> list[str]:
    """Names of the files attached to an item and its tasks, oldest first."""
    query = select(Attachment.name).where(Attachment.item_id == item_id, Attachment.removed_at.is_(None))
    return list(session.scalars(query.order_by(Attachment.id)))


def versions_before(session: Session, document: OfficialDocument) -> list[OfficialDocument]:
    """The filed ones that a later version of the same document takes the place of, oldest first."""
    is_earlier = (OfficialDocument.version < document.version, OfficialDocument.state == "filed")
    query = select(OfficialDocument).where(*_same(document), *is_earlier)
    return list(session.scalars(query.order_by(OfficialDocument.version)))


def newest_version(session: Session, document: OfficialDocument) -> OfficialDocument:
    query = select(OfficialDocument).where(*_same(document)).order_by(OfficialDocument.version.desc()).limit(1)
    return session.scalars(query.execution_options(populate_existing=True)).one()


def _same(document: OfficialDocument) -> list[ColumnElement[bool]]:
    """All versions of a document have its instance, kind and ordinal."""
    return [
        OfficialDocument.instance_id == document.instance_id,
        OfficialDocument.kind == document.kind,
        OfficialDocument.ordinal == document.ordinal,
    ]
