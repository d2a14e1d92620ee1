"""The ledger: items with their lights, filtered and paged in the database."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select, union_all
from sqlalchemy.orm import Session, aliased, joinedload

from engine.domain.errors import NotFound
from engine.domain.lights import GREY, LIGHTS, REPORT_STAGE
from engine.people.policy import may_oversee
from engine.queries.mine import concerning, hidden_instances
from engine.queries.narrowing import Filter, conditions
from engine.queries.reader import Reader
from engine.store.models import ImportDraft, Item, ItemRecord, Matter, Task

PAGE = 50
OVER = Item.closed_at.is_not(None)  # as the index of the order says it
WITH_ITEM = Task.item_id.is_not(None)
SHOWN = (joinedload(Item.matter),)


def light_column(now: datetime) -> ColumnElement[str]:
    """The light as SQL: the same rule as `engine.domain.lights.item_light`."""
    return _light(Item.state, Item.red_at < now, Item.yellow_at <= now)


def _light(state: Any, is_past_red: Any, is_past_yellow: Any) -> ColumnElement[str]:
    return case(
        (state == "closed", "blue"),
        (state.in_(GREY), "grey"),
        (is_past_red, "red"),
        (is_past_yellow, "yellow"),
        else_="green",
    )


def visible_items(reader: Reader) -> list[ColumnElement[bool]]:
    """Overseers see every item that was dispatched; others those of their own unit and those they have tasks in."""
    dispatched = Item.state != "draft"
    oversees = may_oversee(reader.roles)
    if oversees and not reader.confidential:
        return [dispatched]
    own = aliased(Item)
    of_unit = select(own.id).where(own.lead_unit_id.in_(reader.situation.units_of(reader.person_id)))
    mine = [select(Task.item_id).where(WITH_ITEM, Task.id.in_(ids)) for ids in concerning(reader)]
    done = select(Task.item_id).where(Task.completed_by_id == reader.person_id, WITH_ITEM)
    if not reader.confidential:
        # an OR of them would look at every task there is
        return [dispatched, Item.id.in_(union_all(of_unit, *mine, done))]
    is_open_to_all = or_(Item.instance_id.is_(None), Item.instance_id.not_in(hidden_instances(reader)))
    is_in_it = Item.id.in_(union_all(*mine, done))
    if oversees:
        return [dispatched, or_(is_open_to_all, is_in_it)]
    return [dispatched, or_(Item.id.in_(of_unit) & is_open_to_all, is_in_it)]


def narrowed_ids(reader: Reader, wanted: Filter, now: datetime) -> Select[Any]:
    """The ids of the items that are seen and wanted: what every way of showing the ledger goes by."""
    query = select(Item.id).where(*visible_items(reader), *conditions(wanted, now))
    if wanted.light:
        query = query.where(light_column(now) == wanted.light)
    if wanted.light == "blue" or wanted.state == "closed":
        query = query.where(OVER)  # their part of the index
    return query


def ledger_order() -> tuple[Any, ...]:
    """Due soonest first, closed ones last."""
    return OVER, Item.due_at, Item.id


def list_items(
    session: Session,
    reader: Reader,
    wanted: Filter,
    *,
    now: datetime,
    after: int = 0,
    limit: int = PAGE,
) -> tuple[list[Item], int | None]:
    """One page of items, due soonest first, closed ones last."""
    order = ledger_order()
    page = narrowed_ids(reader, wanted, now).order_by(*order).offset(after).limit(limit + 1)
    # who and what stands beside an item is joined to those that are shown, not to all that were sorted
    query = select(Item).where(Item.id.in_(page)).options(*SHOWN).order_by(*order)
    found = list(session.scalars(query))
    return found[:limit], after + limit if len(found) > limit else None


def count_lights(session: Session, reader: Reader, wanted: Filter, now: datetime) -> dict[str, int]:
    """How many items stand at each light."""
    moments = (Item.state, (Item.red_at < now).label("red"), (Item.yellow_at <= now).label("yellow"))
    counts = select(*moments, func.count().label("number")).group_by(*moments)
    few = counts.where(*visible_items(reader), *conditions(wanted, now)).subquery()
    light = _light(few.c.state, few.c.red, few.c.yellow)  # said of a dozen groups, not of every item
    query = select(light, func.sum(few.c.number)).group_by(light)
    counted = {name: int(number) for name, number in session.execute(query)}
    return {name: counted.get(name, 0) for name in LIGHTS}


def get_item(session: Session, reader: Reader, item_id: int) -> Item:
    """One item the person may see; NotFound for others, whether it exists or not."""
    query = select(Item).where(Item.id == item_id, *visible_items(reader)).options(*SHOWN)
    item = session.scalars(query).first()
    if item is None:
        raise NotFound
    return item


def records_of(session: Session, item_id: int) -> list[ItemRecord]:
    """The course of handling, oldest first."""
    query = select(ItemRecord).where(ItemRecord.item_id == item_id).options(joinedload(ItemRecord.actor))
    return list(session.scalars(query.order_by(ItemRecord.id)))


def list_matters(
    session: Session, reader: Reader, state: str | None, after: int, limit: int = PAGE
) -> tuple[list[tuple[Matter, int, int]], int | None]:
    """Matters, newest first, with how many items they have and how many of them are closed."""
    closed = func.sum(case((Item.state == "closed", 1), else_=0))
    query = (
        select(Matter, func.count(Item.id), func.coalesce(closed, 0))
        .outerjoin(Item, Item.matter_id == Matter.id)
        .group_by(Matter.id)
        .order_by(Matter.id.desc())
        .offset(after)
        .limit(limit + 1)
    )
    if state:
        query = query.where(Matter.state == state)
    if reader.confidential:
        hidden = hidden_instances(reader)
        query = query.where(or_(Matter.instance_id.is_(None), Matter.instance_id.not_in(hidden)))
    found = [(matter, int(total), int(done)) for matter, total, done in session.execute(query)]
    return found[:limit], after + limit if len(found) > limit else None


def reports_missed(session: Session, items: Iterable[int], now: datetime) -> dict[int, int]:
    """By item, the progress reports that came late or are late now; items without any are left out."""
    late = Task.due_at < func.coalesce(Task.completed_at, now)
    query = select(Task.item_id, func.count()).where(Task.item_id.in_(list(items)), Task.stage == REPORT_STAGE, late)
    return {item_id: number for item_id, number in session.execute(query.group_by(Task.item_id)) if item_id}


def items_of(session: Session, matter_id: int) -> list[Item]:
    """All items of a matter, drafts included, in order."""
    query = select(Item).where(Item.matter_id == matter_id).options(*SHOWN).order_by(Item.ordinal)
    return list(session.scalars(query))


def recent_imports(session: Session) -> list[ImportDraft]:
    """The last imports, newest first."""
    return list(session.scalars(select(ImportDraft).order_by(ImportDraft.id.desc()).limit(PAGE)))
