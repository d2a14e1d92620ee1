"""Attachments that a person may see: those of tasks and items that they see, and no others."""

from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, joinedload

from engine.domain.errors import NotFound
from engine.queries.inbox import get_task_row
from engine.queries.ledger import get_item
from engine.queries.reader import Reader
from engine.store.item_links import goes_on_in, predecessors
from engine.store.items import OVER
from engine.store.models import Attachment, Item, Task


@dataclass(frozen=True)
class Seen:
    """A task or an item that the person sees: where its files lie."""

    instance_id: int
    task_id: str | None
    item_id: int | None
    earlier: tuple[int, ...] = ()  # items that go on in this one


def see_task(session: Session, reader: Reader, task_id: str) -> Seen:
    """NotFound for a task that the person does not see, whether it exists or not."""
    task = get_task_row(session, reader, task_id).task
    return Seen(task.instance_id, task.id, task.item_id)


def see_item(session: Session, reader: Reader, item_id: int) -> Seen:
    """NotFound for an item that the person does not see or that was not dispatched yet."""
    item = get_item(session, reader, item_id)
    if item.instance_id is None:
        raise NotFound
    return Seen(item.instance_id, None, item.id, tuple(predecessors(session, item.id)))


def takes_part(session: Session, reader: Reader, seen: Seen) -> bool:
    """Does the person see it for another reason than auditing? An auditor looks, and adds nothing to the work."""
    if "auditor" not in reader.roles:
        return True
    beside = replace(reader, roles=set(reader.roles) - {"auditor"})
    try:
        see_task(session, beside, seen.task_id) if seen.task_id else see_item(session, beside, seen.item_id or 0)
    except NotFound:
        return False
    return True


def list_attachments(session: Session, seen: Seen) -> list[Attachment]:
    """Those of a task and of the item that it is about; or those of an item and all its tasks. Oldest first."""
    query = select(Attachment).where(_at(seen), Attachment.removed_at.is_(None))
    return list(session.scalars(query.options(joinedload(Attachment.added_by)).order_by(Attachment.id)))


def _at(seen: Seen) -> ColumnElement[bool]:
    conditions = []
    if seen.task_id is not None:
        conditions.append(Attachment.task_id == seen.task_id)
    if seen.item_id is not None:
        conditions.append(Attachment.item_id == seen.item_id)
    if seen.earlier:
        conditions.append(Attachment.item_id.in_(seen.earlier))
    return or_(*conditions)


def is_open(session: Session, task_id: str | None, item_id: int | None) -> bool:
    """May files be added and taken away there? Not where the task, or the item, is done."""
    if task_id is not None:
        return session.scalar(select(Task.state).where(Task.id == task_id)) == "open"
    return session.scalar(select(Item.state).where(Item.id == item_id)) not in OVER


def get_seen_attachment(session: Session, reader: Reader, attachment_id: int) -> Attachment:
    """NotFound where the person sees neither its item nor its task, whether it exists or not."""
    query = select(Attachment).where(Attachment.id == attachment_id, Attachment.removed_at.is_(None))
    attachment = session.scalars(query.options(joinedload(Attachment.added_by))).first()
    if attachment is None:
        raise NotFound
    try:
        _require_seen(session, reader, attachment)
    except NotFound:
        if attachment.item_id is None or attachment.task_id is None:
            raise
        see_task(session, reader, attachment.task_id)
    return attachment


def _require_seen(session: Session, reader: Reader, attachment: Attachment) -> None:
    if attachment.item_id is None:
        see_task(session, reader, attachment.task_id or "")
    elif not any(_sees(session, reader, one) for one in [attachment.item_id, *goes_on_in(session, attachment.item_id)]):
        raise NotFound


def _sees(session: Session, reader: Reader, item_id: int) -> bool:
    try:
        see_item(session, reader, item_id)
    except NotFound:
        return False
    return True
