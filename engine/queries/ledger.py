"""The ledger: items with their lights, filtered and paged in the database."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session, joinedload

from engine.domain.errors import NotFound
from engine.domain.lights import LIGHTS
from engine.people.policy import may_oversee
from engine.store.models import ImportDraft, Item, ItemRecord, Matter, Person, Task, TaskCandidate

PAGE = 50
SHOWN = tuple(map(joinedload, (Item.matter, Item.lead_unit, Item.handler, Item.substitute)))


@dataclass(frozen=True)
class Filter:
    """What the ledger is narrowed to; None means everything."""

    light: str | None = None
    unit_id: int | None = None
    matter_id: int | None = None
    state: str | None = None
    text: str | None = None


def light_column(now: datetime) -> ColumnElement[str]:
    """The light as SQL: the same rule as `engine.domain.lights.item_light`."""
    return case(
        (Item.state == "closed", "blue"),
        (Item.state.in_(("draft", "suspended")), "grey"),
        (Item.red_at < now, "red"),
        (Item.yellow_at <= now, "yellow"),
        else_="green",
    )


def visible_items(person: Person, roles: Collection[str]) -> list[ColumnElement[bool]]:
    """Overseers see every item that was dispatched; others those of their own unit and those they have tasks in."""
    dispatched = Item.state != "draft"
    if may_oversee(roles):
        return [dispatched]
    mine = select(TaskCandidate.task_id).where(TaskCandidate.person_id == person.id)
    taking_part = select(Task.item_id).where(or_(Task.id.in_(mine), Task.completed_by_id == person.id))
    return [dispatched, or_(Item.lead_unit_id == person.unit_id, Item.id.in_(taking_part))]


def _conditions(wanted: Filter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.unit_id is not None:
        conditions.append(Item.lead_unit_id == wanted.unit_id)
    if wanted.matter_id is not None:
        conditions.append(Item.matter_id == wanted.matter_id)
    if wanted.state is not None:
        conditions.append(Item.state == wanted.state)
    if wanted.text:
        conditions.append(
            or_(Item.title.contains(wanted.text, autoescape=True), Item.number.contains(wanted.text, autoescape=True))
        )
    return conditions


def list_items(
    session: Session,
    person: Person,
    roles: Collection[str],
    wanted: Filter,
    *,
    now: datetime,
    after: int = 0,
    limit: int = PAGE,
) -> tuple[list[Item], int | None]:
    """One page of items, due soonest first, closed ones last."""
    query: Select[Any] = select(Item).where(and_(*visible_items(person, roles), *_conditions(wanted)))
    if wanted.light:
        query = query.where(light_column(now) == wanted.light)
    query = query.options(*SHOWN)
    query = query.order_by(Item.state == "closed", Item.due_at, Item.id).offset(after).limit(limit + 1)
    found = list(session.scalars(query))
    return found[:limit], after + limit if len(found) > limit else None


def count_lights(
    session: Session, person: Person, roles: Collection[str], wanted: Filter, now: datetime
) -> dict[str, int]:
    """How many items stand at each light."""
    light = light_column(now).label("light")
    query = select(light, func.count()).where(and_(*visible_items(person, roles), *_conditions(wanted))).group_by(light)
    counted: dict[str, int] = dict(session.execute(query).all())
    return {name: counted.get(name, 0) for name in LIGHTS}


def get_item(session: Session, person: Person, roles: Collection[str], item_id: int) -> Item:
    """One item the person may see; NotFound for others, whether it exists or not."""
    query = select(Item).where(Item.id == item_id, *visible_items(person, roles)).options(*SHOWN)
    item = session.scalars(query).first()
    if item is None:
        raise NotFound
    return item


def records_of(session: Session, item_id: int) -> list[ItemRecord]:
    """The course of handling, oldest first."""
    query = select(ItemRecord).where(ItemRecord.item_id == item_id).options(joinedload(ItemRecord.actor))
    return list(session.scalars(query.order_by(ItemRecord.id)))


def list_matters(
    session: Session, state: str | None, after: int, limit: int = PAGE
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
    found = [(matter, int(total), int(done)) for matter, total, done in session.execute(query)]
    return found[:limit], after + limit if len(found) > limit else None


def reports_missed(session: Session, item_id: int, now: datetime) -> int:
    """Progress reports of the item that came late or are late now."""
    late = Task.due_at < func.coalesce(Task.completed_at, now)
    query = select(func.count()).select_from(Task).where(Task.item_id == item_id, Task.stage == "反馈", late)
    return session.scalar(query) or 0


def items_of(session: Session, matter_id: int) -> list[Item]:
    """All items of a matter, drafts included, in order."""
    loaded = (
        joinedload(Item.matter),
        joinedload(Item.lead_unit),
        joinedload(Item.handler),
        joinedload(Item.substitute),
    )
    query = select(Item).where(Item.matter_id == matter_id).options(*loaded).order_by(Item.ordinal)
    return list(session.scalars(query))


def recent_imports(session: Session) -> list[ImportDraft]:
    """The last imports, newest first."""
    return list(session.scalars(select(ImportDraft).order_by(ImportDraft.id.desc()).limit(PAGE)))
