"""Where an item comes from and where it goes on: links to others, and the courses of those that go on in it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.queries.ledger import records_of
from engine.store.item_links import links_of, predecessors
from engine.store.models import Item, ItemRecord


@dataclass(frozen=True)
class Course:
    """An item that goes on in another, with all that was done about it."""

    item: Item
    records: list[ItemRecord]


@dataclass(frozen=True)
class Connection:
    """A link as an item sees it: `is_from` where the other one came first."""

    other: Item
    kind: str
    is_from: bool
    reason: str
    at: datetime


def earlier_courses(session: Session, item_id: int) -> list[Course]:
    """Whoever sees the item sees what went before it, though it may have been another unit's."""
    return [Course(session.get_one(Item, one), records_of(session, one)) for one in predecessors(session, item_id)]


def connections(session: Session, item_id: int) -> list[Connection]:
    """In the order in which they came."""
    links = links_of(session, [item_id])
    ids = {one for link in links for one in (link.from_id, link.to_id)} - {item_id}
    others = {item.id: item for item in session.scalars(select(Item).where(Item.id.in_(ids)))}
    return [
        Connection(
            others[link.to_id if link.from_id == item_id else link.from_id],
            link.kind,
            link.to_id == item_id,
            link.reason,
            link.at,
        )
        for link in links
    ]
