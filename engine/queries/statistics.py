"""The figures of the office, counted in the database and told apart by unit, person, source, month or urgency."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, case, distinct, func, or_, select
from sqlalchemy.orm import Session

from engine.calendar import WorkingCalendar
from engine.domain.figures import FIGURES, RECORDED, SATISFACTIONS
from engine.queries.dimensions import Dimension, Group
from engine.queries.ledger import visible_items
from engine.queries.narrowing import (
    RESULT_AT,
    SCORED_DUE,
    Filter,
    conditions,
    last_confirmations,
    missed_reports,
    plain_figures,
)
from engine.queries.reader import Reader
from engine.store.models import Item, ItemRecord, Matter, Task

Sums = dict[str, int]
ORIGIN = date(2020, 1, 1)
KIND_OF = {kind: code for code, kind in RECORDED.items()}


@dataclass(frozen=True)
class Value:
    """A figure of one group. Of a share `part` of `whole` items; of a mean `part` working days in `whole` items."""

    number: float | None
    part: int | None = None
    whole: int | None = None


@dataclass(frozen=True)
class Counted:
    """The figures of each group, and of all together."""

    groups: dict[Group, dict[str, Value]]
    total: dict[str, Value]


@dataclass(frozen=True)
class Question:
    """Who asks, for which items, told apart by what, at which moment."""

    reader: Reader
    wanted: Filter
    dimension: Dimension
    calendar: WorkingCalendar
    now: datetime

    def select(self, *columns: Any) -> Select[Any]:
        """Of the items that are seen and wanted: the columns of the group, and these."""
        query = select(*self.dimension.columns, *columns).select_from(Item)
        if self.dimension.of_matter:
            query = query.join(Matter, Matter.id == Item.matter_id)
        seen = [*visible_items(self.reader), *conditions(self.wanted, self.now)]
        return query.where(Item.dispatched_at.is_not(None), *seen)

    def by_group(self, query: Select[Any]) -> Select[Any]:
        return query.group_by(*self.dimension.columns)

    def rows(self, session: Session, query: Select[Any]) -> Iterator[tuple[Group, tuple[Any, ...]]]:
        width = len(self.dimension.columns)
        for row in session.execute(query):
            yield self.dimension.group(row[:width]), tuple(row[width:])


def count_figures(session: Session, question: Question) -> Counted:
    """All figures; a group without items is not there."""
    sums: dict[Group, Sums] = defaultdict(lambda: defaultdict(int))
    for part in (_of_items, _of_records, _of_confirmations, _of_reports, _of_days):
        for group, code, number in part(session, question):
            sums[group][code] += number
    total: Sums = defaultdict(int)
    for of_group in sums.values():
        for code, number in of_group.items():
            total[code] += number
    return Counted({group: _values(found) for group, found in sums.items()}, _values(total))


def _values(sums: Sums) -> dict[str, Value]:
    found = {}
    for figure in FIGURES:
        if figure.measure == "share":
            found[figure.code] = _ratio(sums[figure.part or ""], sums[figure.items])
        elif figure.measure == "mean":
            found[figure.code] = _ratio(sums[figure.code], sums[figure.items])
        else:
            found[figure.code] = Value(sums[figure.code])
    return found


def _ratio(part: int, whole: int) -> Value:
    return Value(part / whole if whole else None, part, whole)


Found = Iterable[tuple[Group, str, int]]


def _of_items(session: Session, question: Question) -> Found:
    plain = plain_figures(question.now)
    sums = [func.sum(case((condition, 1), else_=0)) for condition in plain.values()]
    query = question.by_group(question.select(*sums, func.sum(Item.times_urged)))
    for group, numbers in question.rows(session, query):
        yield from ((group, code, int(number)) for code, number in zip((*plain, "urges"), numbers, strict=True))


def _of_records(session: Session, question: Question) -> Found:
    query = question.select(ItemRecord.kind, func.count(distinct(Item.id)))
    query = query.join(ItemRecord, ItemRecord.item_id == Item.id).where(ItemRecord.kind.in_(KIND_OF))
    for group, (kind, number) in question.rows(session, question.by_group(query).group_by(ItemRecord.kind)):
        yield group, KIND_OF[kind], number


def _of_confirmations(session: Session, question: Question) -> Found:
    said = ItemRecord.data["satisfaction"].as_string()
    query = question.select(said, func.count()).join(ItemRecord, ItemRecord.item_id == Item.id)
    query = query.where(ItemRecord.id.in_(last_confirmations()))
    for group, (satisfaction, number) in question.rows(session, question.by_group(query).group_by(said)):
        if satisfaction in SATISFACTIONS:
            yield group, satisfaction, number


def _of_reports(session: Session, question: Question) -> Found:
    query = question.select(func.count(), func.count(distinct(Item.id))).join(Task, Task.item_id == Item.id)
    query = question.by_group(query.where(missed_reports(question.now)))
    for group, (reports, items) in question.rows(session, query):
        yield group, "reports_missed", reports
        yield group, "missing_reports", items


def _of_days(session: Session, question: Question) -> Found:
    """Working days are the calendar's, so these are summed here, from the rows of what is closed or late."""
    plain, count = plain_figures(question.now), _Days(question.calendar)
    submitted = case((Item.state.in_(("submitted", "closed")), RESULT_AT))
    late = case((plain["late"], 1), else_=0)
    query = question.select(Item.dispatched_at, SCORED_DUE, Item.closed_at, submitted, late)
    query = query.where(or_(plain["closed"], and_(plain["late"], SCORED_DUE.is_not(None))))
    for group, (dispatched, due, closed, result, is_late) in question.rows(session, query):
        done = result or closed
        if closed is not None and done is not None:
            yield group, "handling_days", max(0, count.between(dispatched, done))
        if is_late and due is not None:
            yield group, "days_late", max(0, count.between(due, done or question.now))


class _Days:
    """Working days between instants, each date looked up once."""

    def __init__(self, calendar: WorkingCalendar) -> None:
        self._calendar = calendar
        self._known: dict[date, int] = {}

    def between(self, start: datetime, end: datetime) -> int:
        return self._position(end) - self._position(start)

    def _position(self, moment: datetime) -> int:
        day = self._calendar.local_date(moment)
        found = self._known.get(day)
        if found is None:
            found = self._known[day] = self._calendar.working_days_between(ORIGIN, day)
        return found
