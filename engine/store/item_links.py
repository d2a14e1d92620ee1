"""What became of items, and from which others an item comes."""

from collections.abc import Collection

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from engine.store.models import Attachment, Item, ItemLink

Column = InstrumentedAttribute[int]
GOES_ON = ("split", "merged", "instruction")  # the course of `from` belongs to that of `to`


def drafted_from(session: Session, item_id: int) -> list[Item]:
    """The parts of a split item that are not dispatched yet, in order."""
    query = select(Item).join(ItemLink, ItemLink.to_id == Item.id)
    query = query.where(ItemLink.from_id == item_id, ItemLink.kind == "split", Item.state == "draft")
    return list(session.scalars(query.order_by(Item.ordinal)))


def links_of(session: Session, item_ids: Collection[int]) -> list[ItemLink]:
    """Every link from or to these items, in order."""
    query = select(ItemLink).where(or_(ItemLink.from_id.in_(item_ids), ItemLink.to_id.in_(item_ids)))
    return list(session.scalars(query.order_by(ItemLink.id)))


def predecessors(session: Session, item_id: int) -> list[int]:
    """The items that go on in this one, directly or through others, in the order in which they came."""
    return _along(session, item_id, ItemLink.from_id, ItemLink.to_id)


def goes_on_in(session: Session, item_id: int) -> list[int]:
    """The items in which this one goes on, directly or through others."""
    return _along(session, item_id, ItemLink.to_id, ItemLink.from_id)


def _along(session: Session, item_id: int, wanted: Column, known: Column) -> list[int]:
    found: set[int] = set()
    wave = {item_id}
    while wave:
        links = select(wanted).where(known.in_(wave), ItemLink.kind.in_(GOES_ON))
        wave = set(session.scalars(links)) - found - {item_id}
        found |= wave
    return sorted(found)


def attached_to(session: Session, item_ids: Collection[int], attachment_ids: Collection[int]) -> list[str]:
    """The names of those of these attachments that belong to one of the items, in order."""
    query = select(Attachment.name).where(Attachment.id.in_(attachment_ids), Attachment.item_id.in_(item_ids))
    return list(session.scalars(query.where(Attachment.removed_at.is_(None)).order_by(Attachment.id)))


def drop_links(session: Session, item_ids: Collection[int]) -> None:
    """What drafts were compared with, when they are drafted anew."""
    session.execute(delete(ItemLink).where(ItemLink.from_id.in_(item_ids), ItemLink.kind.in_(("same", "distinct"))))
