"""Matters, items and their records, as the commands need them."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from engine.domain.ladder import RANK
from engine.store.models import ImportDraft, Item, ItemRecord, Matter, Task

OVER = ("closed", "cancelled")


def draft_items(session: Session, matter_id: int) -> list[Item]:
    """The items of a matter that are not dispatched yet, in order."""
    query = select(Item).where(Item.matter_id == matter_id, Item.state == "draft").order_by(Item.ordinal)
    return list(session.scalars(query))


def drop_draft_items(session: Session, matter_id: int) -> None:
    session.execute(delete(Item).where(Item.matter_id == matter_id, Item.state == "draft"))


def open_items(session: Session) -> list[int]:
    """The ids of all items that are dispatched and not closed, in the order in which their instances are locked."""
    query = select(Item.id).where(Item.state.not_in(("draft", *OVER)), Item.instance_id.is_not(None))
    return list(session.scalars(query.order_by(Item.instance_id)))


def in_order_of_locks(session: Session, item_ids: Iterable[int]) -> list[int]:
    """The ids, each once, in the order in which their instances are locked; those that are not there come last."""
    wanted = list(dict.fromkeys(item_ids))
    query = select(Item.id).where(Item.id.in_(wanted), Item.instance_id.is_not(None)).order_by(Item.instance_id)
    found = list(session.scalars(query))
    return [*found, *(one for one in wanted if one not in set(found))]


def reread_item(session: Session, item_id: int) -> Item:
    """As the database has it now, under the lock of its instance."""
    return session.get_one(Item, item_id, populate_existing=True)


def instance_of(session: Session, item_id: int) -> int | None:
    return session.scalar(select(Item.instance_id).where(Item.id == item_id))


def count_records(session: Session, item_id: int, kind: str) -> int:
    query = select(func.count()).select_from(ItemRecord).where(ItemRecord.item_id == item_id, ItemRecord.kind == kind)
    return session.scalar(query) or 0


def standing_steps(session: Session, item_id: int) -> list[ItemRecord]:
    """The steps of the ladder taken at an item and not withdrawn, oldest first."""
    return [one for one in steps_taken(session, item_id) if one.withdrawn_at is None]


def steps_taken(session: Session, item_id: int) -> list[ItemRecord]:
    """The steps of the ladder taken at an item, withdrawn ones too, oldest first."""
    kinds = [step for step, rank in RANK.items() if rank]
    query = select(ItemRecord).where(ItemRecord.item_id == item_id, ItemRecord.kind.in_(kinds))
    return list(session.scalars(query.order_by(ItemRecord.id)))


def standing_entries(session: Session, item_id: int) -> list[ItemRecord]:
    """What stands on the negative list for an item."""
    query = select(ItemRecord).where(ItemRecord.item_id == item_id, ItemRecord.kind == "negative")
    return list(session.scalars(query.where(ItemRecord.withdrawn_at.is_(None)).order_by(ItemRecord.id)))


def last_record_at(session: Session, item_id: int, kind: str) -> datetime | None:
    query = select(func.max(ItemRecord.at)).where(ItemRecord.item_id == item_id, ItemRecord.kind == kind)
    return session.scalar(query)


def lock_matter(session: Session, matter_id: int) -> Matter:
    return session.scalars(select(Matter).where(Matter.id == matter_id).with_for_update()).one()


def count_open_items(session: Session, matter_id: int) -> int:
    query = select(func.count()).select_from(Item).where(Item.matter_id == matter_id, Item.state.not_in(OVER))
    return session.scalar(query) or 0


def lock_import(session: Session, draft_id: int) -> ImportDraft | None:
    return session.get(ImportDraft, draft_id, with_for_update=True)


def reports_of(session: Session, item_id: int, stage: str) -> list[tuple[datetime, datetime | None]]:
    """(due, completed) of each progress report of an item, by due date; None while it is open."""
    query = select(Task.due_at, Task.completed_at, Task.state).where(Task.item_id == item_id, Task.stage == stage)
    rows = session.execute(query.order_by(Task.due_at))
    return [(due, None if state == "open" else done or due) for due, done, state in rows if due is not None]
