"""Attachments as the commands need them."""

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from engine.domain.commendation import BEFORE_PANEL, ENDS
from engine.domain.errors import Conflict, NotFound, Problem
from engine.store.items import OVER
from engine.store.models import Attachment, AwardCycle, Item, Nomination, Task
from engine.store.runtime import lock_instance


def find_nomination_at(session: Session, instance_id: int) -> Nomination | None:
    """The nomination whose instance it is: where its files lie."""
    return session.scalars(select(Nomination).where(Nomination.instance_id == instance_id)).first()


def is_frozen(session: Session, nomination: Nomination) -> bool:
    """证明材料 stay as they are once the panel is called, or when the nomination has ended."""
    state = session.scalar(select(AwardCycle.state).where(AwardCycle.id == nomination.cycle_id))
    return nomination.state in ENDS or state not in BEFORE_PANEL


def _require_not_frozen(session: Session, nomination: Nomination) -> None:
    """The cycle is locked: the panel is called either before or after, not meanwhile."""
    if not is_frozen(session, nomination):
        cycle = session.get_one(AwardCycle, nomination.cycle_id)
        lock_instance(session, cycle.instance_id or 0)
        session.refresh(nomination)
    if is_frozen(session, nomination):
        raise Conflict([Problem("commendation.files_frozen")])


def require_open(session: Session, instance_id: int, task_id: str | None, item_id: int | None) -> str | None:
    """The element of the task, None for an item or a nomination; Conflict where the work is done.

    Its instance is locked.
    """
    if task_id is not None:
        row = session.execute(select(Task.state, Task.element_id).where(Task.id == task_id)).one()
        if row.state != "open":
            raise Conflict([Problem("attachments.closed")])
        element_id: str = row.element_id
        return element_id
    nomination = find_nomination_at(session, instance_id) if item_id is None else None
    if nomination is not None:
        _require_not_frozen(session, nomination)
        return None
    if session.scalar(select(Item.state).where(Item.id == item_id)) in OVER:
        raise Conflict([Problem("attachments.closed")])
    return None


def find_same(
    session: Session,
    instance_id: int,
    task_id: str | None,
    item_id: int | None,
    name: str,
    sha256: str,
    person_id: int,
) -> Attachment | None:
    query = select(Attachment).where(
        Attachment.instance_id == instance_id,
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


def files_of_nominations(session: Session, instance_ids: Collection[int | None]) -> list[Attachment]:
    """证明材料 of the nominations with these instances, the oldest first; without what lies at their tasks."""
    query = select(Attachment).where(
        Attachment.instance_id.in_(list(instance_ids)),
        Attachment.task_id.is_(None),
        Attachment.item_id.is_(None),
        Attachment.removed_at.is_(None),
    )
    return list(session.scalars(query.options(joinedload(Attachment.added_by)).order_by(Attachment.id)))


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
