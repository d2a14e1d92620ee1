"""By what the figures are told apart: the columns that an item is grouped by, and the group they mean."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, literal, select
from sqlalchemy.orm import Session

from engine.calendar import WorkingCalendar
from engine.people.organisation import Organisation
from engine.queries.handlers import spells_of
from engine.queries.months import month_of, month_starts
from engine.queries.narrowing import Spell, standing_at
from engine.store.models import Item, Matter
from engine.store.numbers import GENERAL, kinds_by_source

Group = int | str | None
By = str
BY = ("unit", "person", "source", "kind", "month", "urgency")


@dataclass(frozen=True)
class Dimension:
    """`columns` are grouped by in the database; `group` says which group their values mean."""

    columns: Sequence[Any]
    group: Callable[[Sequence[Any]], Group]
    of_matter: bool = False


def dimension(
    by: By, session: Session, organisation: Organisation, calendar: WorkingCalendar, now: datetime
) -> Dimension:
    """One of `BY`."""
    if by == "unit":
        return Dimension((Item.lead_unit_id,), _first)
    if by == "person":
        return _people(organisation, now)
    if by == "month":
        return _months(session, calendar)
    if by == "kind":
        kinds = kinds_by_source(session)
        return Dimension((Matter.source,), lambda values: kinds.get(values[0], GENERAL), of_matter=True)
    return Dimension((Matter.source if by == "source" else Matter.urgency,), _first, of_matter=True)


def _first(values: Sequence[Any]) -> Group:
    found: Group = values[0]
    return found


def _people(organisation: Organisation, now: datetime) -> Dimension:
    """By post and by the time between two changes of holders; who held it then is known here."""
    spells = spells_of(organisation, now)
    starts = sorted({spell.span.since for spell in spells if spell.span.since is not None})
    moment = standing_at(now)
    numbered = [(moment < start, number) for number, start in enumerate(starts)]
    time = case(*numbered, else_=len(starts)) if numbered else literal(0)
    held = _held_by_time(spells, starts)
    return Dimension((Item.handler_post_id, time), lambda values: held.get((values[0], values[1])))


def _held_by_time(spells: Sequence[Spell], starts: Sequence[datetime]) -> dict[tuple[int | None, int], int | None]:
    found: dict[tuple[int | None, int], int | None] = {}
    for spell in spells:
        first = 0 if spell.span.since is None else starts.index(spell.span.since) + 1
        last = len(starts) if spell.span.until is None else starts.index(spell.span.until)
        found |= {(spell.post_id, number): spell.person_id for number in range(first, last + 1)}
    return found


def _months(session: Session, calendar: WorkingCalendar) -> Dimension:
    """By the office's month of dispatch."""
    first, last = session.execute(select(func.min(Item.dispatched_at), func.max(Item.dispatched_at))).one()
    if first is None or last is None:
        return Dimension((literal(0),), lambda _: None)
    starts = month_starts(first, last, calendar.zone)
    names = [month_of(start, calendar.zone) for start in starts]
    numbered = [(Item.dispatched_at < start, number) for number, start in enumerate(starts[1:])]
    month = case(*numbered, else_=len(starts) - 1) if numbered else literal(0)
    return Dimension((month,), lambda values: names[values[0]])
