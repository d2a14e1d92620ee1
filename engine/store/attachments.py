"""Attachments as the commands need them."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.domain.errors import Conflict, NotFound, Problem
from engine.store.items import OVER
from engine.store.models import Attachment, Item, Task


def require_open(session: Session, task_id: str | None, item_id: int | None) -> str | None:
    """The element of the task, None for an item; Conflict where the work is done. Its instance is locked."""
    if task_id is not None:
        row = session.execute(select(Task.state, Task.element_id).where(Task.id == task_id)).one()
        if row.state != "open":
            raise Conflict([Problem("attachments.closed")])
        element_id: str = row.element_id
        return element_id
    if session.scalar(select(Item.state).where(Item.id == item_id)) in OVER:
        raise Conflict([Problem("attachments.closed")])
    return None


def find_same(
    session: Session, task_id: str | None, item_id: int | None, name: str, sha256: str, person_id: int
) -> Attachment | None:
    query = select(Attachment).where(
        Attachment.task_id == task_id,
        Attachment.item_id == item_id,
        Attachment.name == name,
        Attachment.sha256 == sha256,
        Attachment.added_by_id == person_id,
        Attachment.removed_at.is_(None),
    )
    return session.scalars(query).first()


def count_attachments(session: Session, instance_id: int) -> int:
    query = select(func.count()).where(Attachment.instance_id == instance_id, Attachment.removed_at.is_(None))
    return session.scalar(query) or 0


def add_attachment(session: Session, attachment: Attachment) -> Attachment:
    session.add(attachment)
    session.flush()
    return attachment


def get_attachment(session: Session, attachment_id: int) -> Attachment:
    """NotFound when there is none, or no longer; read anew each time."""
    attachment = session.get(Attachment, attachment_id, populate_existing=True)
    if attachment is None or attachment.removed_at is not None:
        raise NotFound
    return attachment
