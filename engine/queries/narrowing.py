"""What the ledger and the figures are narrowed to, as conditions on items.

A figure that is opened is the ledger narrowed by the same condition that counted it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, false, func, literal, literal_column, or_, select
from sqlalchemy.orm import aliased

from engine.domain.figures import RECORDED, SATISFACTIONS
from engine.domain.lights import REPORT_STAGE
from engine.store.models import Item, ItemRecord, Matter, MatterSource, Task
from engine.store.numbers import GENERAL

INSTANT = Item.due_at.type
ORIGINAL_DUE = func.coalesce(Item.original_due_at, Item.due_at, type_=INSTANT)
"""The due date before anybody moved it."""

SCORED_DUE = func.coalesce(Item.scored_due_at, Item.due_at, type_=INSTANT)
"""The due date that lateness is counted from: a date that was set after a miss does not make it good."""

RESULT_AT = (
    select(func.max(ItemRecord.at))
    .where(ItemRecord.item_id == Item.id, ItemRecord.kind == "result")
    .correlate(Item)
    .scalar_subquery()
)
"""When the last result of an item was handed in."""

OVER = ("closed", "cancelled")

IS_REPORT = Task.stage == literal_column(f"'{REPORT_STAGE}'")  # spelled out, so that the index of reports is found


@dataclass(frozen=True)
class Span:
    """From one instant up to, and without, another one; None is open."""

    since: datetime | None = None
    until: datetime | None = None

    def holds(self, column: Any) -> list[ColumnElement[bool]]:
        """An open span asks nothing, a bounded one that there is a moment."""
        found = [] if self.since is None else [column >= self.since]
        return found if self.until is None else [*found, column < self.until]


EVER = Span()


@dataclass(frozen=True)
class Spell:
    """A time during which a post was held by the same person, or by nobody; the post None is that of no post."""

    post_id: int | None
    person_id: int | None
    span: Span


@dataclass(frozen=True)
class Filter:
    """What the ledger is narrowed to; None means everything.

    `handled` are the spells in which a person held posts: an item counts for who holds its post when it is closed,
    or holds it now. `charge` are the posts of a leader. `figure` is one of `ITEM_FIGURES`.
    `element`: items with a task at this element of the diagram.
    """

    light: str | None = None
    unit_id: int | None = None
    matter_id: int | None = None
    state: str | None = None
    text: str | None = None
    urgency: str | None = None
    source: str | None = None
    kind: str | None = None
    figure: str | None = None
    element: str | None = None
    dispatched: Span = EVER
    due: Span = EVER
    closed: Span = EVER
    handled: tuple[Spell, ...] | None = None
    charge: tuple[int, ...] | None = None


def conditions(wanted: Filter, now: datetime) -> list[ColumnElement[bool]]:
    """All of the filter but its light, which has an expression of its own."""
    found = [
        *_equal((Item.lead_unit_id, wanted.unit_id), (Item.matter_id, wanted.matter_id), (Item.state, wanted.state)),
        *wanted.dispatched.holds(Item.dispatched_at),
        *wanted.due.holds(Item.due_at),
        *wanted.closed.holds(Item.closed_at),
    ]
    of_matter = _equal((Matter.urgency, wanted.urgency), (Matter.source, wanted.source))
    if wanted.kind is not None:
        of_matter.append(_of_kind(wanted.kind))
    if of_matter:
        found.append(Item.matter_id.in_(select(Matter.id).where(*of_matter)))
    if wanted.text:
        texts = (Item.title, Item.number)
        found.append(or_(*(column.contains(wanted.text, autoescape=True) for column in texts)))
    if wanted.handled is not None:
        found.append(_handled(wanted.handled, now))
    if wanted.charge is not None:
        found.append(Item.leader_post_id.in_(wanted.charge))
    if wanted.element is not None:
        found.append(Item.id.in_(select(Task.item_id).where(Task.element_id == wanted.element)))
    if wanted.figure is not None:
        found.append(counted_as(wanted.figure, now))
    return found


def _of_kind(kind: str) -> ColumnElement[bool]:
    """Matters of the sources numbered as this kind; those of no known source are matters in general."""
    named = Matter.source.in_(select(MatterSource.name).where(MatterSource.number_kind == kind))
    return or_(named, Matter.source.not_in(select(MatterSource.name))) if kind == GENERAL else named


def _equal(*pairs: tuple[Any, Any]) -> list[ColumnElement[bool]]:
    return [column == value for column, value in pairs if value is not None]


def standing_at(now: datetime) -> ColumnElement[datetime]:
    """The moment as of which an item's people are told: when it was closed, else now."""
    return func.coalesce(Item.closed_at, now, type_=Item.closed_at.type)


def _handled(spells: tuple[Spell, ...], now: datetime) -> ColumnElement[bool]:
    moment = standing_at(now)
    parts = [and_(Item.handler_post_id == spell.post_id, *spell.span.holds(moment)) for spell in spells]
    return or_(false(), *parts)


def _plain(now: datetime) -> dict[str, ColumnElement[bool]]:
    """Figures that an item's own row answers."""
    closed = and_(Item.state == "closed", Item.outcome.is_(None))  # others go on in the items that replace them
    is_open = Item.state.not_in((*OVER, "draft"))
    overdue = and_(Item.state.not_in((*OVER, "draft", "suspended")), _is_past_due(now))
    return {
        "dispatched": Item.dispatched_at.is_not(None),
        "open": is_open,
        "suspended": Item.state == "suspended",
        "cancelled": Item.state == "cancelled",
        "overdue": overdue,
        "closed": closed,
        "closed_on_time": and_(closed, Item.closed_late.is_(False)),
        "closed_late": and_(closed, Item.closed_late.is_(True)),
        "late": or_(overdue, and_(closed, Item.closed_late.is_(True))),
        "urged": Item.times_urged > 0,
    }


def _is_past_due(now: datetime) -> ColumnElement[bool]:
    """Of an open item. What is handed in waits for the office: it is as late as its result came."""
    moment = literal(now, INSTANT)
    return case((Item.state == "submitted", func.coalesce(RESULT_AT, moment)), else_=moment) > SCORED_DUE


def plain_figures(now: datetime) -> dict[str, ColumnElement[bool]]:
    return _plain(now)


def missed_reports(now: datetime) -> ColumnElement[bool]:
    """Tasks that are progress reports and came late, or are late now."""
    return and_(IS_REPORT, Task.due_at < func.coalesce(Task.completed_at, now, type_=Task.completed_at.type))


def last_confirmations() -> Any:
    """The ids of the confirmations that hold: the last of each item."""
    one = aliased(ItemRecord)
    return select(func.max(one.id)).where(one.kind == "confirmation").group_by(one.item_id)


def counted_as(figure: str, now: datetime) -> ColumnElement[bool]:
    """The items behind a figure (one of `ITEM_FIGURES`)."""
    plain = _plain(now)
    if figure in plain:
        return plain[figure]
    behind: dict[str, Callable[[], Any]] = {
        **{code: lambda kind=kind: _with_record(kind) for code, kind in RECORDED.items()},  # type: ignore[misc]
        **{code: lambda code=code: _with_satisfaction(code) for code in SATISFACTIONS},  # type: ignore[misc]
        "missing_reports": lambda: select(Task.item_id).where(missed_reports(now)),
    }
    return Item.id.in_(behind[figure]())


def _with_record(kind: str) -> Any:
    return select(ItemRecord.item_id).where(ItemRecord.kind == kind)


def _with_satisfaction(said: str) -> Any:
    query = select(ItemRecord.item_id).where(ItemRecord.id.in_(last_confirmations()))
    return query.where(ItemRecord.data["satisfaction"].as_string() == said)
