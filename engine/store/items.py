"""Matters, items and their records, as the commands need them."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from engine.calendar import WorkingCalendar
from engine.domain.ladder import RANK
from engine.store.item_links import drop_links
from engine.store.models import ImportDraft, Item, ItemBand, ItemRecord, Matter, Milestone, Task

OVER = ("closed", "cancelled")
TOLD = ("report", "milestone_reached")  # the entries by which the handler tells how far it is


def draft_items(session: Session, matter_id: int) -> list[Item]:
    """The items of a matter that are not dispatched yet, in order."""
    query = select(Item).where(Item.matter_id == matter_id, Item.state == "draft").order_by(Item.ordinal)
    return list(session.scalars(query))


def drop_draft_items(session: Session, matter_id: int) -> None:
    drafts = [item.id for item in draft_items(session, matter_id)]
    session.execute(delete(Milestone).where(Milestone.item_id.in_(drafts)))
    session.execute(delete(ItemBand).where(ItemBand.item_id.in_(drafts)))
    drop_links(session, drafts)
    session.execute(delete(Item).where(Item.id.in_(drafts)))


def next_ordinal_of(session: Session, matter_id: int) -> int:
    """The ordinal of the next item of a matter."""
    return (session.scalar(select(func.max(Item.ordinal)).where(Item.matter_id == matter_id)) or 0) + 1


def open_items_of(session: Session, matter_id: int) -> list[Item]:
    """The dispatched items of a matter that are not closed, in the order in which their instances are locked."""
    query = select(Item).where(Item.matter_id == matter_id, Item.state.not_in(("draft", "closed")))
    return list(session.scalars(query.where(Item.instance_id.is_not(None)).order_by(Item.instance_id)))


def items_in_order(session: Session, item_ids: Collection[int]) -> list[Item]:
    """These items with an instance, in the order in which their instances are locked."""
    query = select(Item).where(Item.id.in_(item_ids), Item.instance_id.is_not(None))
    return list(session.scalars(query.order_by(Item.instance_id)))


def milestones_of(session: Session, item_id: int) -> list[Milestone]:
    """In the order of their days."""
    query = select(Milestone).where(Milestone.item_id == item_id)
    return list(session.scalars(query.order_by(Milestone.due_on, Milestone.percent, Milestone.id)))


def dates_ahead(session: Session, item: Item) -> tuple[date, ...]:
    """The days of the milestones that are not reached, of an item that is reported on by stage."""
    if item.cadence != "milestone":
        return ()
    return tuple(one.due_on for one in milestones_of(session, item.id) if one.reached_at is None)


def milestone_points(session: Session, item_id: int, calendar: WorkingCalendar) -> list[tuple[datetime, int]]:
    """The planned progress of an item: by when (the close of the milestone's day) how many percent, in order."""
    return [(calendar.due_instant(one.due_on), one.percent) for one in milestones_of(session, item_id)]


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


def contributions_of(session: Session, item_id: int) -> dict[int, ItemRecord]:
    """The newest contribution of each co-organising unit that fed the lead unit, by unit."""
    query = select(ItemRecord).where(ItemRecord.item_id == item_id, ItemRecord.kind == "contribution")
    return {record.data["unit_id"]: record for record in session.scalars(query.order_by(ItemRecord.id))}


def standing_steps(session: Session, item_id: int) -> list[ItemRecord]:
    """The steps of the ladder taken at an item, since it was reopened last, and not withdrawn; oldest first."""
    since = taken_up_again_at(session, item_id)
    steps = (one for one in steps_taken(session, item_id) if one.withdrawn_at is None)
    return [one for one in steps if since is None or one.at >= since]


def steps_taken(session: Session, item_id: int) -> list[ItemRecord]:
    """The steps of the ladder taken at an item, withdrawn ones too, oldest first."""
    kinds = [step for step, rank in RANK.items() if rank]
    query = select(ItemRecord).where(ItemRecord.item_id == item_id, ItemRecord.kind.in_(kinds))
    return list(session.scalars(query.order_by(ItemRecord.id)))


def standing_entries(session: Session, item_id: int) -> list[ItemRecord]:
    """What stands on the negative list for an item."""
    query = select(ItemRecord).where(ItemRecord.item_id == item_id, ItemRecord.kind == "negative")
    return list(session.scalars(query.where(ItemRecord.withdrawn_at.is_(None)).order_by(ItemRecord.id)))


def marks_of(session: Session, item_id: int, kinds: Collection[str]) -> list[tuple[str, datetime]]:
    """(kind, moment) of each entry of these kinds in the course of an item, oldest first."""
    query = select(ItemRecord.kind, ItemRecord.at).where(ItemRecord.item_id == item_id, ItemRecord.kind.in_(kinds))
    return [(kind, at) for kind, at in session.execute(query.order_by(ItemRecord.id))]


def told_progress(session: Session, item_id: int) -> int:
    """How far the handler last told an item to be, in percent: by a report, or a milestone beyond it; 0 without any."""
    query = select(ItemRecord.kind, ItemRecord.data).where(ItemRecord.item_id == item_id)
    progress = 0
    for kind, data in session.execute(query.where(ItemRecord.kind.in_(TOLD)).order_by(ItemRecord.id)):
        progress = int(data["progress"]) if kind == "report" else max(progress, int(data["percent"]))
    return progress


def find_newest_record(session: Session, item_id: int, kind: str) -> ItemRecord | None:
    query = select(ItemRecord).where(ItemRecord.item_id == item_id, ItemRecord.kind == kind)
    return session.scalars(query.order_by(ItemRecord.id.desc()).limit(1)).first()


def last_record_at(session: Session, item_id: int, kind: str) -> datetime | None:
    query = select(func.max(ItemRecord.at)).where(ItemRecord.item_id == item_id, ItemRecord.kind == kind)
    return session.scalar(query)


def taken_up_again_at(session: Session, item_id: int) -> datetime | None:
    """When a closed item was reopened last; not meant is a result that did not satisfy."""
    reopened = ItemRecord.kind == "reopening", ItemRecord.due_at.is_not(None)
    return session.scalar(select(func.max(ItemRecord.at)).where(ItemRecord.item_id == item_id, *reopened))


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
