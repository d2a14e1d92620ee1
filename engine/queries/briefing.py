"""What a monthly briefing tells, counted as the statistics are. Nobody's own confidential items are in it."""

from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.calendar import WorkingCalendar
from engine.domain.briefing import BriefingFacts, Circulated, LitItem, Numbers, Praised, UnitFigures
from engine.people.situation import Situation
from engine.queries.dimensions import Dimension
from engine.queries.ledger import light_column, narrowed_ids
from engine.queries.months import days, month_bounds
from engine.queries.narrowing import Filter, Span
from engine.queries.reader import Reader
from engine.queries.statistics import Counted, Question, count_figures
from engine.store.models import Item, ItemRecord

MOST_LISTED = 200
NOBODY = 0
BY_UNIT = Dimension((Item.lead_unit_id,), lambda values: values[0])
LIT = ("red", "yellow")


def briefing_facts(
    session: Session, reader: Reader, calendar: WorkingCalendar, now: datetime, month: str
) -> BriefingFacts:
    """Of a month as 2026-01, of all items that are open to every overseer, whoever asks."""
    everybody = Reader(NOBODY, frozenset({"officer"}), reader.situation, reader.confidential)
    first, last = month_bounds(month)
    of_month = days(first, last, calendar.zone)
    of_year = days(date(first.year, 1, 1), last, calendar.zone)

    def count(wanted: Filter) -> Counted:
        return count_figures(session, Question(everybody, wanted, BY_UNIT, calendar, now))

    year = count(Filter(dispatched=of_year))
    lit, more = _lit(session, everybody, now)
    return BriefingFacts(
        month=month,
        dispatched=_numbers(count(Filter(dispatched=of_month))),
        closed=_numbers(count(Filter(closed=of_month))),
        year=_numbers(year),
        units=_units(year, reader.situation),
        lit=lit,
        more=more,
        circulars=_circulars(session, everybody, of_month, now),
        praised=_praised(session, everybody, of_month, now),
    )


def _numbers(counted: Counted) -> Numbers:
    return {code: value.number for code, value in counted.total.items()}


def _units(counted: Counted, situation: Situation) -> tuple[UnitFigures, ...]:
    """Whoever has most overdue comes first."""
    found = [
        UnitFigures(_name(situation, unit_id), {code: value.number for code, value in values.items()})
        for unit_id, values in counted.groups.items()
    ]
    return tuple(sorted(found, key=lambda one: (-(one.figures["overdue"] or 0), one.unit)))


def _name(situation: Situation, unit_id: object) -> str:
    unit = situation.find_unit(unit_id) if isinstance(unit_id, int) else None
    return unit.name if unit else ""


def _lit(session: Session, reader: Reader, now: datetime) -> tuple[tuple[LitItem, ...], int]:
    """By unit; the red ones of each before the yellow ones, due soonest first."""
    light = light_column(now)
    query = select(Item, light).where(Item.id.in_(narrowed_ids(reader, Filter(), now).correlate(None)), light.in_(LIT))
    counted = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = session.execute(query.order_by(light, Item.due_at, Item.id).limit(MOST_LISTED))
    found = [
        LitItem(
            _name(reader.situation, item.lead_unit_id), item.number or "", item.title, item.due_at, item.progress, lit
        )
        for item, lit in rows
    ]
    found.sort(key=lambda one: one.unit)  # stable: within a unit they stay as they were
    return tuple(found), max(0, counted - len(found))


def _circulars(session: Session, reader: Reader, span: Span, now: datetime) -> tuple[Circulated, ...]:
    """Those that stand: one that was withdrawn is told of no more."""
    query = select(ItemRecord.number, Item).join(Item, Item.id == ItemRecord.item_id)
    query = query.where(ItemRecord.kind == "circular", ItemRecord.withdrawn_at.is_(None), *span.holds(ItemRecord.at))
    query = query.where(Item.id.in_(narrowed_ids(reader, Filter(), now).correlate(None))).order_by(ItemRecord.id)
    rows = session.execute(query)
    return tuple(
        Circulated(number or "", _name(reader.situation, item.lead_unit_id), item.title) for number, item in rows
    )


def _praised(session: Session, reader: Reader, span: Span, now: datetime) -> tuple[Praised, ...]:
    wanted = Filter(closed=span, state="closed", figure="satisfied")
    query = select(Item.lead_unit_id, func.count().label("number")).where(Item.closed_late.is_(False))
    query = query.where(Item.id.in_(narrowed_ids(reader, wanted, now).correlate(None))).group_by(Item.lead_unit_id)
    found = [Praised(_name(reader.situation, row.lead_unit_id), row.number) for row in session.execute(query)]
    return tuple(sorted(found, key=lambda one: (-one.items, one.unit)))
