"""What a leader wants to know, on one page: each list short, each with how many there are of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from engine.calendar import WorkingCalendar
from engine.domain.lights import LIGHTS
from engine.queries.ledger import light_column, list_items, visible_items
from engine.queries.months import day_start, days, month_of, month_starts
from engine.queries.narrowing import EVER, Filter, Span, conditions
from engine.queries.reader import Reader
from engine.store.models import Item

SHORT = 8
"""Lines of a list on the page; more are one press away."""
MONTHS = 6
OPEN = "open"


@dataclass(frozen=True)
class Part:
    """One list: its first items, how many there are, and the day's bounds that it was narrowed to."""

    items: Sequence[Item]
    count: int
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class UnitLights:
    """How the items of a unit stand."""

    unit_id: int | None
    lights: dict[str, int]


@dataclass(frozen=True)
class Month:
    """Dispatched and closed in the month, whichever month an item came from."""

    first: date
    dispatched: int
    closed: int
    closed_late: int


@dataclass(frozen=True)
class Overview:
    red: Part
    due: Part
    closed: Part
    units: Sequence[UnitLights]
    months: Sequence[Month]


def see_overview(
    session: Session, reader: Reader, charge: tuple[int, ...] | None, calendar: WorkingCalendar, now: datetime
) -> Overview:
    """`charge` are a leader's posts, None for everything; the week goes from Monday to Sunday."""
    everything = Filter(charge=charge)
    today = calendar.local_date(now)
    monday = today - timedelta(days=today.weekday())
    sunday = monday + timedelta(days=6)
    week = days(monday, sunday, calendar.zone)
    return Overview(
        red=_part(session, reader, replace(everything, light="red"), now),
        due=_part(session, reader, replace(everything, figure=OPEN, due=week), now, monday, sunday),
        closed=_part(session, reader, replace(everything, closed=week), now, monday, sunday),
        units=_units(session, reader, everything, now),
        months=_months(session, reader, everything, calendar, now),
    )


def _part(
    session: Session,
    reader: Reader,
    wanted: Filter,
    now: datetime,
    since: date | None = None,
    until: date | None = None,
) -> Part:
    items, _ = list_items(session, reader, wanted, now=now, limit=SHORT)
    return Part(items, _count(session, reader, wanted, now), since, until)


def _count(session: Session, reader: Reader, wanted: Filter, now: datetime) -> int:
    query = select(func.count()).select_from(Item).where(*visible_items(reader), *conditions(wanted, now))
    if wanted.light:
        query = query.where(light_column(now) == wanted.light)
    return session.scalar(query) or 0


def _units(session: Session, reader: Reader, wanted: Filter, now: datetime) -> list[UnitLights]:
    """Of units with something open; the most red first."""
    light = light_column(now)
    seen = [*visible_items(reader), *conditions(replace(wanted, figure=OPEN), now)]
    query = select(Item.lead_unit_id, light, func.count()).where(*seen).group_by(Item.lead_unit_id, light)
    found: dict[int | None, dict[str, int]] = {}
    for unit_id, name, number in session.execute(query):
        found.setdefault(unit_id, dict.fromkeys(LIGHTS, 0))[name] += number
    rows = [UnitLights(unit_id, lights) for unit_id, lights in found.items()]
    return sorted(rows, key=lambda one: (-one.lights["red"], -one.lights["yellow"], one.unit_id or 0))


def _months(session: Session, reader: Reader, wanted: Filter, calendar: WorkingCalendar, now: datetime) -> list[Month]:
    """The last months, the present one as far as it has come."""
    zone = calendar.zone
    first = (calendar.local_date(now).replace(day=1) - timedelta(days=31 * (MONTHS - 1))).replace(day=1)
    starts = month_starts(day_start(first, zone), now, zone)[-MONTHS:]
    spans = [Span(start, end) for start, end in zip(starts, [*starts[1:], None], strict=True)]
    seen = [*visible_items(reader), *conditions(replace(wanted, dispatched=EVER), now)]

    def counted(column: Any, *more: Any) -> list[int]:
        sums = [func.sum(case((_all([*span.holds(column), *more]), 1), else_=0)) for span in spans]
        row = session.execute(select(*sums).where(*seen, column >= starts[0])).one()
        return [int(number or 0) for number in row]

    dispatched, closed = counted(Item.dispatched_at), counted(Item.closed_at)
    late = counted(Item.closed_at, Item.closed_late.is_(True))
    firsts = [date.fromisoformat(f"{month_of(start, zone)}-01") for start in starts]
    return [Month(*one) for one in zip(firsts, dispatched, closed, late, strict=True)]


def _all(parts: Sequence[Any]) -> Any:
    first, *others = parts
    for part in others:
        first = first & part
    return first
