"""What units were asked for in a week, their caps, and the urges that wait to be bundled."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from engine.domain.asking import Cap
from engine.domain.lights import REPORT_STAGE
from engine.store.models import AskingCap, BundledUrge, ItemRecord, Task

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
    """How many urging notes each unit got singly in a week, wherever the items are now."""
    query = select(ItemRecord.unit_id, func.count()).where(ItemRecord.kind == "urge", *_within(ItemRecord.at, week))
    urged = _by_unit(session, query, ItemRecord.unit_id, unit_ids)
    bundled = bundled_of(session, week, unit_ids)
    return {unit_id: count - bundled.get(unit_id, 0) for unit_id, count in urged.items()}


def reports_of_units(session: Session, week: Week) -> dict[int, int]:
    """How many progress reports each unit was asked for in a week: the unit that led the item when it was asked."""
    before = aliased(ItemRecord)
    led = select(before.unit_id).where(before.item_id == Task.item_id, before.at <= Task.opened_at)
    unit_id = led.order_by(before.id.desc()).limit(1).scalar_subquery().label("unit_id")
    asked = select(unit_id).where(Task.stage == REPORT_STAGE, *_within(Task.opened_at, week)).subquery()
    return _by_unit(session, select(asked.c.unit_id, func.count()), asked.c.unit_id)


def bundled_of(session: Session, week: Week, unit_ids: Sequence[int] | None = None) -> dict[int, int]:
    """How many urges each unit got in a note with others in a week."""
    query = select(BundledUrge.unit_id, func.count()).where(*_within(BundledUrge.at, week))
    return _by_unit(session, query, BundledUrge.unit_id, unit_ids)


def _within(column: Any, week: Week) -> tuple[ColumnElement[bool], ...]:
    return column >= week[0], column < week[1]


def _by_unit(session: Session, query: Any, column: Any, unit_ids: Sequence[int] | None = None) -> dict[int, int]:
    if unit_ids is not None:
        query = query.where(column.in_(unit_ids))
    counted = session.execute(query.where(column.is_not(None)).group_by(column))
    return {unit_id: int(count) for unit_id, count in counted}


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
