"""The records that a year's lines of performance come from, read in a handful of queries."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, union
from sqlalchemy.orm import Session

from engine.domain.lights import REPORT_STAGE
from engine.store.models import (
    Award,
    Gate,
    GateTrack,
    Item,
    ItemRecord,
    KeyTask,
    Matter,
    NegativeEntry,
    Nomination,
    Task,
)

STEPS = {"urge": "urged", "watch": "watched", "supervise": "supervised"}
HANDED_ON = ("hand_over", "redispatch")
TELLING = (*STEPS, *HANDED_ON, "result", "rejection", "confirmation", "praise", "superior_told")


@dataclass(frozen=True)
class Course:
    """An item with the records that tell of it, oldest first, and its progress reports as (task, due, handed in)."""

    item: Item
    matter: Matter
    records: list[ItemRecord]
    reports: list[tuple[str, datetime, datetime | None]]


def courses_between(session: Session, since: datetime, until: datetime) -> list[Course]:
    """The items of which something happened in the time, with all that happened to them before and after it."""
    touched = union(
        select(Item.id).where(Item.closed_at >= since, Item.closed_at < until),
        select(ItemRecord.item_id).where(ItemRecord.kind.in_(TELLING), ItemRecord.at >= since, ItemRecord.at < until),
        select(Task.item_id).where(
            Task.stage == REPORT_STAGE, Task.item_id.is_not(None), Task.due_at >= since, Task.due_at < until
        ),
    ).subquery()
    ids = select(touched.c[0])
    query = select(Item, Matter).join(Matter, Matter.id == Item.matter_id).where(Item.id.in_(ids))
    pairs = session.execute(query.order_by(Item.id)).all()
    records: dict[int, list[ItemRecord]] = defaultdict(list)
    told = select(ItemRecord).where(ItemRecord.item_id.in_(ids), ItemRecord.kind.in_(TELLING))
    for record in session.scalars(told.order_by(ItemRecord.id)):
        records[record.item_id].append(record)
    reports = _reports(session, ids)
    return [Course(item, matter, records[item.id], reports.get(item.id, [])) for item, matter in pairs]


def _reports(session: Session, ids: object) -> Mapping[int, list[tuple[str, datetime, datetime | None]]]:
    query = select(Task.item_id, Task.id, Task.due_at, Task.completed_at, Task.state)
    query = query.where(Task.stage == REPORT_STAGE, Task.due_at.is_not(None), Task.item_id.in_(ids))  # type: ignore[arg-type]
    found: dict[int, list[tuple[str, datetime, datetime | None]]] = defaultdict(list)
    for item_id, task_id, due, done, state in session.execute(query.order_by(Task.due_at, Task.id)):
        if item_id is not None and due is not None:
            found[item_id].append((task_id, due, None if state == "open" else done or due))
    return found


def negatives_between(session: Session, first: date, last: date) -> list[NegativeEntry]:
    """What stands on the negative list for these days, both included."""
    query = select(NegativeEntry).where(NegativeEntry.occurred_on >= first, NegativeEntry.occurred_on <= last)
    return list(session.scalars(query.where(NegativeEntry.state == "stands").order_by(NegativeEntry.id)))


def late_tracks_between(session: Session, since: datetime, until: datetime) -> list[tuple[GateTrack, KeyTask]]:
    """What a track of 四同步 brought late in the time, with its key task."""
    query = (
        select(GateTrack, KeyTask)
        .join(Gate, Gate.id == GateTrack.gate_id)
        .join(KeyTask, KeyTask.id == Gate.key_task_id)
        .where(GateTrack.is_late, GateTrack.submitted_at >= since, GateTrack.submitted_at < until)
    )
    return [(track, task) for track, task in session.execute(query.order_by(GateTrack.id))]


def awards_between(session: Session, since: datetime, until: datetime) -> list[tuple[Award, int | None]]:
    """The awards that were decided in the time and stand, each with the post of who was nominated."""
    query = select(Award, Nomination.post_id).join(Nomination, Nomination.id == Award.nomination_id)
    query = query.where(Award.decided_at >= since, Award.decided_at < until, Award.state == "stands")
    return [(award, post_id) for award, post_id in session.execute(query.order_by(Award.id))]
