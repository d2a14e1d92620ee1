"""Attachments that a person may see: those of tasks, items and nominations whose files they see, and no others."""

from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, joinedload

from engine.domain.errors import NotFound
from engine.people.policy import may_change_nomination, may_remove_attachment
from engine.queries.commendation import reads_files
from engine.queries.inbox import get_task_row
from engine.queries.ledger import get_item
from engine.queries.reader import Reader
from engine.store.attachments import files_of_nominations, find_nomination_at, is_frozen
from engine.store.item_links import goes_on_in, predecessors
from engine.store.items import OVER
from engine.store.models import Attachment, Item, Nomination, Task


@dataclass(frozen=True)
class Seen:
    """A task, an item or a nomination whose files the person sees, and where they lie."""

    instance_id: int
    task_id: str | None
    item_id: int | None
    earlier: tuple[int, ...] = ()  # items that go on in this one
    nomination: Nomination | None = None


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


def see_nomination(session: Session, reader: Reader, nomination_id: int) -> Seen:
    """NotFound for a nomination whose files the person does not see, whether it exists or not."""
    nomination = session.get(Nomination, nomination_id)
    if nomination is None or nomination.instance_id is None or not reads_files(session, reader, nomination):
        raise NotFound
    return Seen(nomination.instance_id, None, None, nomination=nomination)


def takes_part(session: Session, reader: Reader, seen: Seen) -> bool:
    """Does the person see it for another reason than auditing? An auditor looks, and adds nothing to the work.

    To a nomination adds whoever may withdraw it.
    """
    if seen.nomination is not None:
        return _may_change(reader, seen.nomination)
    if "auditor" not in reader.roles:
        return True
    beside = replace(reader, roles=set(reader.roles) - {"auditor"})
    try:
        see_task(session, beside, seen.task_id) if seen.task_id else see_item(session, beside, seen.item_id or 0)
    except NotFound:
        return False
    return True


def _may_change(reader: Reader, nomination: Nomination) -> bool:
    owners = (nomination.nominated_by_id, nomination.person_id)
    return may_change_nomination(reader.roles, reader.person_id, owners)


def list_attachments(session: Session, seen: Seen) -> list[Attachment]:
    """Those of a task and of the item that it is about; or those of an item and all its tasks. Oldest first."""
    if seen.nomination is not None:
        return files_of_nominations(session, [seen.instance_id])
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


def is_open(session: Session, seen: Seen) -> bool:
    """May files be added and taken away there? Not where the task or the item is done, nor while a panel reviews."""
    if seen.nomination is not None:
        return not is_frozen(session, seen.nomination)
    if seen.task_id is not None:
        return session.scalar(select(Task.state).where(Task.id == seen.task_id)) == "open"
    return session.scalar(select(Item.state).where(Item.id == seen.item_id)) not in OVER


def is_removable(session: Session, reader: Reader, attachment: Attachment) -> bool:
    """May the reader take it away now: one's own, of a nomination whoever may withdraw it; before the work is done."""
    nomination = _nomination_of(session, attachment)
    is_theirs = (
        _may_change(reader, nomination)
        if nomination is not None
        else may_remove_attachment(reader.person_id, attachment.added_by_id)
    )
    at = Seen(attachment.instance_id, attachment.task_id, attachment.item_id, nomination=nomination)
    return is_theirs and is_open(session, at)


def _nomination_of(session: Session, attachment: Attachment) -> Nomination | None:
    is_beside = attachment.task_id is None and attachment.item_id is None
    return find_nomination_at(session, attachment.instance_id) if is_beside else None


def get_seen_attachment(session: Session, reader: Reader, attachment_id: int) -> Attachment:
    """NotFound where the person sees neither its item nor its task nor its nomination, whether it exists or not."""
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
    nomination = _nomination_of(session, attachment)
    if nomination is not None:
        see_nomination(session, reader, nomination.id)
    elif attachment.item_id is None:
        see_task(session, reader, attachment.task_id or "")
    elif not any(_sees(session, reader, one) for one in [attachment.item_id, *goes_on_in(session, attachment.item_id)]):
        raise NotFound


def _sees(session: Session, reader: Reader, item_id: int) -> bool:
    try:
        see_item(session, reader, item_id)
    except NotFound:
        return False
    return True
