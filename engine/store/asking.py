"""What units were asked for in a week, their caps, and the urges that wait to be bundled."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.domain.asking import Cap
from engine.domain.lights import REPORT_STAGE
from engine.store.models import AskingCap, BundledUrge, Item, ItemRecord, Task

EVERY_LINE = ""
Week = tuple[datetime, datetime]  # from the first instant to before the second


def caps(session: Session) -> list[AskingCap]:
    """The general one first."""
    return list(session.scalars(select(AskingCap).order_by(AskingCap.line)))


def cap_of(session: Session, line: str) -> Cap:
    """Of a unit's line, or else the general one."""
    row = session.get(AskingCap, line) or session.get(AskingCap, EVERY_LINE)
    return Cap(row.urges, row.reports) if row else Cap()


def urges_of(session: Session, week: Week, unit_ids: Sequence[int] | None = None) -> dict[int, int]:
    """How many urging notes each unit got singly in a week."""
    urged = _counted(session, ItemRecord.at, week, unit_ids, ItemRecord.kind == "urge")
    bundled = bundled_of(session, week, unit_ids)
    return {unit_id: count - bundled.get(unit_id, 0) for unit_id, count in urged.items()}


def _counted(session: Session, column, week: Week, unit_ids, condition) -> dict[int, int]:  # type: ignore[no-untyped-def]
    table = column.class_
    query = select(Item.lead_unit_id, func.count()).join(table, table.item_id == Item.id).group_by(Item.lead_unit_id)
    query = query.where(condition, column >= week[0], column < week[1], Item.lead_unit_id.is_not(None))
    if unit_ids is not None:
        query = query.where(Item.lead_unit_id.in_(unit_ids))
    return {unit_id: int(count) for unit_id, count in session.execute(query) if unit_id is not None}


def reports_of_units(session: Session, week: Week) -> dict[int, int]:
    """How many progress reports each unit was asked for in a week."""
    return _counted(session, Task.opened_at, week, None, Task.stage == REPORT_STAGE)


def bundled_of(session: Session, week: Week, unit_ids: Sequence[int] | None = None) -> dict[int, int]:
    """How many urges each unit got in a note with others in a week."""
    query = select(BundledUrge.unit_id, func.count()).where(BundledUrge.at >= week[0], BundledUrge.at < week[1])
    if unit_ids is not None:
        query = query.where(BundledUrge.unit_id.in_(unit_ids))
    return {unit_id: int(count) for unit_id, count in session.execute(query.group_by(BundledUrge.unit_id))}


def is_any_bundle(session: Session) -> bool:
    return session.scalar(select(BundledUrge.id).where(BundledUrge.sent_at.is_(None)).limit(1)) is not None


def take_bundles(session: Session, now: datetime) -> dict[int, list[BundledUrge]]:
    """The urges that wait, by unit, marked as sent; locked, so that nobody else sends them too."""
    query = select(BundledUrge).where(BundledUrge.sent_at.is_(None)).order_by(BundledUrge.unit_id, BundledUrge.id)
    found: dict[int, list[BundledUrge]] = {}
    for one in session.scalars(query.with_for_update()):
        one.sent_at = now
        found.setdefault(one.unit_id, []).append(one)
    session.flush()
    return found
