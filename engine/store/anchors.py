"""Anchors as they are written and read: the chains that moved, the leaves an anchor has of them."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import exists, func, insert, select
from sqlalchemy.orm import Session

from engine.domain.proof import anchor_hash
from engine.store.models import Anchor, AnchorLeaf, Event, Instance

ANCHOR_LOCK = 7_301_920_119  # beside the one of migrations
MOST_CHAINS = 1_000
MOST_HASHES = 200
Leaf = list[Any]  # number of the instance, how many events it has, the hashes of its newest events


def lock_anchors(session: Session) -> bool:
    """Until the transaction ends; False where another worker is at it. On SQLite every writer is alone."""
    if session.get_bind().dialect.name == "sqlite":
        return True
    return bool(session.scalar(select(func.pg_try_advisory_xact_lock(ANCHOR_LOCK))))


def last_anchor(session: Session) -> Anchor | None:
    return session.scalars(select(Anchor).order_by(Anchor.number.desc()).limit(1)).first()


def moved_leaves(session: Session, most: int = MOST_CHAINS) -> list[Leaf]:
    """Leaves of chains whose end no anchor has seen, by instance."""
    leaf = AnchorLeaf
    since = (
        select(func.max(leaf.event_count))
        .where(leaf.instance_id == Instance.id, leaf.event_count < Instance.event_count)
        .scalar_subquery()
    )
    seen = exists().where(leaf.instance_id == Instance.id, leaf.event_count == Instance.event_count)
    moved = (
        select(Instance.id, Instance.event_count, Instance.last_hash, func.coalesce(since, 0).label("since"))
        .where(Instance.event_count > 0, ~seen)
        .order_by(Instance.id)
        .limit(most)
        .cte("moved")
    )
    in_reach = (Event.instance_id == moved.c.id) & (Event.seq > moved.c.since) & (Event.seq <= moved.c.event_count)
    query = (
        select(moved.c.id, moved.c.event_count, moved.c.last_hash, Event.seq, Event.hash)
        .outerjoin_from(moved, Event, in_reach & (Event.seq > moved.c.event_count - MOST_HASHES))
        .order_by(moved.c.id, Event.seq)
    )
    return [_leaf(list(rows)) for _, rows in groupby(session.execute(query), key=lambda row: row[0])]


def _leaf(rows: list[Any]) -> Leaf:
    """Of the rows of one chain; where events are missing already, only its end as the instance has it."""
    instance_id, count, last_hash = rows[0][:3]
    hashes = [row.hash for row in rows]
    is_whole = [row.seq for row in rows] == list(range(count - len(rows) + 1, count + 1)) and hashes[-1] == last_hash
    return [instance_id, count, hashes if is_whole else [last_hash]]


def add_anchor(session: Session, anchor: Anchor, leaves: Sequence[Leaf]) -> None:
    session.add(anchor)
    session.flush()
    session.execute(
        insert(AnchorLeaf),
        [
            {"instance_id": instance, "event_count": count, "anchor_number": anchor.number, "hashes": hashes}
            for instance, count, hashes in leaves
        ],
    )


def anchor_body(anchor: Anchor) -> dict[str, Any]:
    """What is signed."""
    return {
        "format": 1,
        "number": anchor.number,
        "at": anchor.at.isoformat(),
        "previous": anchor.previous,
        "chains": anchor.chains,
        "root": anchor.root,
        "key": anchor.key,
    }


def hash_of(anchor: Anchor) -> str:
    return anchor_hash(anchor_body(anchor), anchor.signature)


def leaves_of(session: Session, number: int) -> list[Leaf]:
    """The leaves of an anchor in their order."""
    query = select(AnchorLeaf.instance_id, AnchorLeaf.event_count, AnchorLeaf.hashes)
    rows = session.execute(query.where(AnchorLeaf.anchor_number == number).order_by(AnchorLeaf.instance_id))
    return [list(row) for row in rows]


def anchors_after(session: Session, number: int, batch: int = 500) -> Iterator[Anchor]:
    """All anchors above a number, in order; a batch at a time."""
    while True:
        query = select(Anchor).where(Anchor.number > number).order_by(Anchor.number).limit(batch)
        found = list(session.scalars(query))
        yield from found
        if len(found) < batch:
            return
        number = found[-1].number
        session.expunge_all()
