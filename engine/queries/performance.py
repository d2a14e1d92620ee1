"""The read side of performance: sums and lines that one may see, one line with what is behind it, like posts."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session

from engine.domain.errors import NotAllowed, NotFound
from engine.domain.performance import ranks
from engine.people.policy import may_appeal, may_see_all_performance, may_see_line, may_see_negative
from engine.queries.reader import Reader
from engine.store.models import (
    Award,
    Gate,
    GateTrack,
    Item,
    ItemRecord,
    KeyTask,
    NegativeEntry,
    PerformanceAppeal,
    PerformanceEntry,
)
from engine.store.performance import COUNTING, appeals_about, get_entry

COMPARED = ("head", "handler", "liaison", "officer", "other")


@dataclass
class Sum:
    """What the lines of a person, or of a unit itself, come to, in tenths."""

    whose: str
    person_id: int | None
    unit_id: int | None
    points: int = 0
    plus: int = 0
    minus: int = 0
    lines: int = 0

    def add(self, points: int) -> None:
        self.points += points
        self.lines += 1
        if points > 0:
            self.plus += points
        else:
            self.minus += points


def _seen(reader: Reader) -> ColumnElement[bool]:
    """As `engine.people.policy.may_see_line` says it."""
    if may_see_all_performance(reader.roles):
        return true()
    headed = sorted(reader.situation.units_headed(reader.person_id))
    return or_(PerformanceEntry.person_id == reader.person_id, PerformanceEntry.unit_id.in_(headed))


def sums_seen(session: Session, reader: Reader, year: int) -> list[Sum]:
    """Units first, in their order, then people, unit by unit; who has no lines is not among them."""
    query = select(PerformanceEntry).where(
        PerformanceEntry.year == year, PerformanceEntry.state.in_(COUNTING), _seen(reader)
    )
    found: dict[str, Sum] = {}
    for entry in session.scalars(query.order_by(PerformanceEntry.occurred_at, PerformanceEntry.id)):
        own = found.setdefault(entry.whose, Sum(entry.whose, entry.person_id, entry.unit_id))
        own.add(entry.points)
        if entry.person_id is not None:
            own.unit_id = reader.situation.unit_of(entry.person_id) or entry.unit_id
    position = {unit.id: place for place, unit in enumerate(reader.situation.units())}
    last = len(position)
    return sorted(
        found.values(), key=lambda one: (one.person_id is not None, position.get(one.unit_id or 0, last), one.whose)
    )


def unit_sums_seen(session: Session, reader: Reader, year: int) -> dict[int, Sum]:
    """What the lines of units themselves come to, by unit, as far as the reader may see them."""
    sums = sums_seen(session, reader, year)
    return {one.unit_id: one for one in sums if one.person_id is None and one.unit_id is not None}


@dataclass(frozen=True)
class LineSeen:
    """A line with its item, where it has one."""

    entry: PerformanceEntry
    item: Item | None


def lines_seen(
    session: Session, reader: Reader, year: int, person_id: int | None = None, unit_id: int | None = None
) -> list[LineSeen]:
    """The lines that one may see, cancelled ones too, newest first: of a person, or a unit's own, or all."""
    query = select(PerformanceEntry, Item).outerjoin(Item, Item.id == PerformanceEntry.item_id)
    query = query.where(PerformanceEntry.year == year, _seen(reader))
    if person_id is not None:
        query = query.where(PerformanceEntry.person_id == person_id)
    elif unit_id is not None:
        query = query.where(PerformanceEntry.unit_id == unit_id, PerformanceEntry.person_id.is_(None))
    rows = session.execute(query.order_by(PerformanceEntry.occurred_at.desc(), PerformanceEntry.id.desc()))
    return [LineSeen(entry, item) for entry, item in rows]


@dataclass(frozen=True)
class EntrySeen:
    """A line, and the record behind it: an item, one of its records, a negative entry, a key task, an award."""

    entry: PerformanceEntry
    item: Item | None
    record: ItemRecord | None
    negative: NegativeEntry | None
    key_task: KeyTask | None
    award: Award | None
    appeals: list[PerformanceAppeal]
    may_appeal: bool


def get_entry_seen(session: Session, reader: Reader, entry_id: int) -> EntrySeen:
    """NotFound for what one may not see."""
    entry = get_entry(session, entry_id)
    headed = reader.situation.units_headed(reader.person_id)
    if not may_see_line(reader.person_id, reader.roles, entry.person_id, entry.unit_id, headed):
        raise NotFound
    source = entry.source_kind
    appeals = appeals_about(session, [entry.id])
    is_theirs = may_appeal(reader.person_id, entry.person_id, entry.unit_id, headed)
    return EntrySeen(
        entry,
        session.get(Item, entry.item_id) if entry.item_id else None,
        session.get(ItemRecord, int(entry.source_id)) if source == "record" else None,
        session.get(NegativeEntry, int(entry.source_id)) if source == "negative" else None,
        _key_task(session, int(entry.source_id)) if source == "track" else None,
        session.get(Award, int(entry.source_id)) if source == "award" else None,
        appeals,
        is_theirs and entry.state in COUNTING and all(one.outcome is not None for one in appeals),
    )


def _key_task(session: Session, track_id: int) -> KeyTask | None:
    query = select(KeyTask).join(Gate, Gate.key_task_id == KeyTask.id).join(GateTrack, GateTrack.gate_id == Gate.id)
    return session.scalars(query.where(GateTrack.id == track_id)).first()


@dataclass(frozen=True)
class Peer:
    """Who holds a post as A, what their lines at posts of its kind come to, and their place; None: not ranked."""

    person_id: int
    post_id: int
    unit_id: int | None
    points: int
    lines: int
    rank: int | None


def compare_like_posts(session: Session, reader: Reader, year: int) -> dict[str, list[Peer]]:
    """By kind of post those who hold one, the most points first; fewer than three are listed and not ranked."""
    if not may_see_all_performance(reader.roles):
        raise NotAllowed
    kind_of = {post.id: post.kind for post in reader.situation.posts()}
    sums: dict[tuple[str, int], list[int]] = defaultdict(list)
    query = select(PerformanceEntry).where(PerformanceEntry.year == year, PerformanceEntry.state.in_(COUNTING))
    for entry in session.scalars(query.where(PerformanceEntry.person_id.is_not(None))):
        post = reader.situation.current_post(entry.post_id)
        if post is not None and entry.person_id is not None:
            sums[kind_of[post.id], entry.person_id].append(entry.points)
    found = {kind: _peers(reader, kind, sums) for kind in COMPARED}
    return {kind: peers for kind, peers in found.items() if any(peer.lines for peer in peers)}


def _peers(reader: Reader, kind: str, sums: Mapping[tuple[str, int], Sequence[int]]) -> list[Peer]:
    situation = reader.situation
    holders = {
        person_id: post
        for post in sorted(situation.posts(), key=lambda one: one.id, reverse=True)
        if post.kind == kind and (person_id := situation.holder(post.id)) is not None
    }
    points = {one: sum(sums.get((kind, one), ())) for one in holders}
    places = ranks(points)
    peers = [
        Peer(
            one,
            post.id,
            post.unit_id,
            points[one],
            len(sums.get((kind, one), ())),
            places[one] if places else None,
        )
        for one, post in holders.items()
    ]
    return sorted(peers, key=lambda peer: (peer.rank or 0, peer.post_id))


@dataclass(frozen=True)
class NegativeFilter:
    """`state`: stands, expired, withdrawn on the day `on`, or None for all."""

    on: date
    kind: str | None = None
    state: str | None = None
    unit_id: int | None = None
    person_id: int | None = None


def state_on(entry: NegativeEntry, on: date) -> str:
    """stands, expired or withdrawn."""
    if entry.state != "stands":
        return "withdrawn"
    return "expired" if entry.expires_on is not None and entry.expires_on < on else "stands"


def list_negatives(session: Session, reader: Reader, wanted: NegativeFilter) -> list[tuple[NegativeEntry, Item | None]]:
    """What one may see of the negative list, newest first."""
    query = select(NegativeEntry, Item).outerjoin(Item, Item.id == NegativeEntry.item_id)
    given: tuple[tuple[Any, Any], ...] = (
        (NegativeEntry.kind, wanted.kind),
        (NegativeEntry.unit_id, wanted.unit_id),
        (NegativeEntry.person_id, wanted.person_id),
    )
    for column, value in given:
        if value is not None:
            query = query.where(column == value)
    headed = reader.situation.units_headed(reader.person_id)
    rows = session.execute(query.order_by(NegativeEntry.occurred_on.desc(), NegativeEntry.id.desc()))
    return [
        (entry, item)
        for entry, item in rows
        if may_see_negative(reader.person_id, reader.roles, entry.kind, entry.person_id, entry.unit_id in headed)
        and wanted.state in (None, state_on(entry, wanted.on))
    ]
