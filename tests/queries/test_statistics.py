"""The figures equal what plain Python counts over the records, and open exactly the items that they count."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from engine.act import Act
from engine.domain.figures import FIGURES, ITEM_FIGURES, RECORDED
from engine.queries.dimensions import BY, Dimension, Group, dimension
from engine.queries.handlers import handled_by
from engine.queries.ledger import list_items
from engine.queries.months import days, month_bounds, month_of
from engine.queries.narrowing import EVER, Filter, Span
from engine.queries.reader import Reader
from engine.queries.statistics import Question, Value, count_figures
from engine.queries.steps import count_steps
from engine.site import Site
from engine.store import Session
from engine.store.models import Instance, Item, ItemRecord, Matter, Task
from tests.support.office import HANDLER, LEADER, OFFICER, act_of, reader
from tests.support.random_ledger import CONFIDENTIAL_KEY, draw_ledger

SEEDS = (1, 2)
LOOKING = (OFFICER, HANDLER, LEADER)
KINDS = {"领导批示": "instruction", "会议议定": "meeting"}  # of the sources that are there at first


class Past:
    """Everything there is, by item, read without any condition."""

    def __init__(self, session: Session, act: Act) -> None:
        self.act = act
        self.items = list(session.scalars(select(Item)))
        self.matters = {matter.id: matter for matter in session.scalars(select(Matter))}
        self.hidden = set(session.scalars(select(Instance.id).where(Instance.key == CONFIDENTIAL_KEY)))
        self.records: dict[int, list[ItemRecord]] = defaultdict(list)
        for record in session.scalars(select(ItemRecord).order_by(ItemRecord.id)):
            self.records[record.item_id].append(record)
        self.tasks: dict[int, list[Task]] = defaultdict(list)
        for task in session.scalars(select(Task)):
            self.tasks[task.item_id or 0].append(task)

    def seen_by(self, username: str, who: Reader, span: Span) -> list[Item]:
        return [
            one for one in self.items if one.dispatched_at and _within(one.dispatched_at, span) and self._sees(one, who)
        ]

    def _sees(self, item: Item, who: Reader) -> bool:
        if item.instance_id in self.hidden:
            return False
        if {"officer", "leader"} & set(who.roles):
            return True
        return item.lead_unit_id in who.situation.units_of(who.person_id)

    def submitted(self, item: Item) -> datetime | None:
        results = [record.at for record in self.records[item.id] if record.kind == "result"]
        return max(results, default=item.closed_at) if item.state in ("submitted", "closed") else None

    def missed(self, item: Item) -> int:
        reports = [task for task in self.tasks[item.id] if task.stage == "反馈"]
        return sum(task.due_at is not None and (task.completed_at or self.act.now) > task.due_at for task in reports)

    def said(self, item: Item) -> str | None:
        said = [record.data["satisfaction"] for record in self.records[item.id] if record.kind == "confirmation"]
        return said[-1] if said else None

    def is_late(self, item: Item) -> bool:
        if item.state == "closed":
            return item.closed_late
        scored = item.scored_due_at or item.due_at
        if item.state in ("suspended", "cancelled") or scored is None:
            return False
        return scored < (self.submitted(item) or self.act.now)

    def counts_as(self, item: Item, code: str) -> bool:
        closed, kinds = item.state == "closed", {record.kind for record in self.records[item.id]}
        if code in RECORDED:
            return RECORDED[code] in kinds
        return {
            "dispatched": True,
            "open": not closed and item.state != "cancelled",
            "suspended": item.state == "suspended",
            "cancelled": item.state == "cancelled",
            "overdue": not closed and self.is_late(item),
            "closed": closed,
            "closed_on_time": closed and not item.closed_late,
            "closed_late": closed and item.closed_late,
            "late": self.is_late(item),
            "urged": item.times_urged > 0,
            "missing_reports": self.missed(item) > 0,
            "satisfied": self.said(item) == "satisfied",
            "basically": self.said(item) == "basically",
            "unsatisfied": self.said(item) == "unsatisfied",
        }[code]

    def days(self, start: datetime, end: datetime) -> int:
        """Day by day."""
        calendar = self.act.calendar
        day, last, found = calendar.local_date(start), calendar.local_date(end), 0
        while day < last:
            day += timedelta(days=1)
            found += calendar.is_working_day(day)
        return found

    def figures(self, items: Iterable[Item]) -> dict[str, Any]:
        items = list(items)
        found: dict[str, Any] = {code: sum(self.counts_as(one, code) for one in items) for code in ITEM_FIGURES}
        late = [(one, due) for one in items if self.is_late(one) and (due := one.scored_due_at or one.due_at)]
        found["days_late"] = sum(self.days(due, self.submitted(one) or self.act.now) for one, due in late)
        closed = [one for one in items if one.state == "closed"]
        handled = [
            self.days(one.dispatched_at, done) for one in closed if one.dispatched_at and (done := self.submitted(one))
        ]
        found["handling_days"] = (sum(handled), found["closed"])
        found["urges"] = sum(one.times_urged for one in items)
        found["reports_missed"] = sum(self.missed(one) for one in items)
        found["on_time_share"] = (found["closed_on_time"], found["closed"])
        found["satisfied_share"] = (found["satisfied"], found["confirmed"])
        return found


def _within(moment: datetime, span: Span) -> bool:
    return (span.since is None or moment >= span.since) and (span.until is None or moment < span.until)


def _group_of(past: Past, by: str) -> Callable[[Item], Group]:
    act, zone = past.act, past.act.calendar.zone

    def who(item: Item) -> int | None:
        return act.situation_at(item.closed_at or act.now).holder(item.handler_post_id)

    ways: dict[str, Callable[[Item], Group]] = {
        "unit": lambda item: item.lead_unit_id,
        "person": who,
        "source": lambda item: past.matters[item.matter_id].source,
        "kind": lambda item: KINDS.get(past.matters[item.matter_id].source, "matter"),
        "urgency": lambda item: past.matters[item.matter_id].urgency,
        "month": lambda item: month_of(item.dispatched_at, zone) if item.dispatched_at else None,
    }
    return ways[by]


def _told(values: dict[str, Value]) -> dict[str, Any]:
    return {
        one.code: (value.part, value.whole) if value.whole is not None else value.number
        for one in FIGURES
        for value in (values[one.code],)
    }


def _narrowed(act: Act, session: Session, by: str, group: Group, span: Span) -> Filter:
    """The filter that stands behind a group's link."""
    wanted = Filter(dispatched=span)
    if by == "unit":
        return replace(wanted, unit_id=group if isinstance(group, int) else None)
    if by == "person":
        organisation = act.house.organisations.get(session)
        return replace(wanted, handled=handled_by(organisation, group if isinstance(group, int) else None, act.now))
    if by == "month":
        return replace(wanted, dispatched=days(*month_bounds(str(group)), act.calendar.zone))
    if by == "kind":
        return replace(wanted, kind=str(group))
    return replace(wanted, source=str(group)) if by == "source" else replace(wanted, urgency=str(group))


def _reader(session: Session, username: str) -> Reader:
    return replace(reader(session, username), confidential=frozenset({CONFIDENTIAL_KEY}))


def _ask(session: Session, act: Act, who: Reader, by: str, wanted: Filter) -> Question:
    organisation = act.house.organisations.get(session)
    return Question(who, wanted, dimension(by, session, organisation, act.calendar, act.now), act.calendar, act.now)


@pytest.mark.parametrize("by", BY)
def test_the_figures_are_those_of_an_independent_count_over_the_records(either_site: Site, by: str) -> None:
    draw_ledger(either_site, seed=3, count=120)
    with either_site.reading() as session:
        act = act_of(either_site, session, OFFICER)
        past, quarter = Past(session, act), days(None, None, act.calendar.zone)
        half = Span(since=act.now - timedelta(days=70), until=act.now - timedelta(days=20))
        for username in LOOKING:
            who = _reader(session, username)
            for span in (quarter, half):
                counted = count_figures(session, _ask(session, act, who, by, Filter(dispatched=span)))
                seen, group_of = past.seen_by(username, who, span), _group_of(past, by)
                assert {group: _told(values) for group, values in counted.groups.items()} == {
                    group: past.figures(one for one in seen if group_of(one) == group)
                    for group in {group_of(one) for one in seen}
                }
                assert _told(counted.total) == past.figures(seen)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("by", BY)
def test_every_figure_opens_as_many_items_as_it_says(site: Site, by: str, seed: int) -> None:
    draw_ledger(site, seed=seed, count=50)
    with site.reading() as session:
        act = act_of(site, session, OFFICER)
        who = _reader(session, OFFICER)
        counted = count_figures(session, _ask(session, act, who, by, Filter()))
        assert counted.groups
        for group, values in counted.groups.items():
            behind = _narrowed(act, session, by, group, EVER)
            for figure in FIGURES:
                items, _ = list_items(session, who, replace(behind, figure=figure.items), now=act.now, limit=1000)
                value = values[figure.code]
                expected = value.whole if value.whole is not None else values[figure.items].number
                assert len(items) == expected, (group, figure.code)


def test_what_is_confidential_is_in_no_figure_of_who_may_not_see_it(either_site: Site) -> None:
    draw_ledger(either_site, seed=4)
    with either_site.reading() as session:
        act = act_of(either_site, session, OFFICER)
        hidden = set(session.scalars(select(Instance.id).where(Instance.key == CONFIDENTIAL_KEY)))
        items = [one for one in session.scalars(select(Item)) if one.dispatched_at]
        total = {
            keys: count_figures(
                session, _ask(session, act, replace(reader(session, OFFICER), confidential=keys), "unit", Filter())
            )
            .total["dispatched"]
            .number
            for keys in (frozenset[str](), frozenset({CONFIDENTIAL_KEY}))
        }
    assert total[frozenset()] == len(items)
    assert total[frozenset({CONFIDENTIAL_KEY})] == sum(one.instance_id not in hidden for one in items) < len(items)


def test_where_work_waits_is_told_from_when_each_task_was_opened_and_done(either_site: Site) -> None:
    draw_ledger(either_site, seed=5, count=80)
    with either_site.reading() as session:
        act, who = act_of(either_site, session, OFFICER), _reader(session, OFFICER)
        past = Past(session, act)
        by_element = Dimension((Item.lead_unit_id,), lambda values: None)
        found = count_steps(session, Question(who, Filter(), by_element, act.calendar, act.now))
        seen = past.seen_by(OFFICER, who, EVER)
        assert {one.element: _step_told(one) for one in found} == _steps(past, seen)
        for one in found:
            items, _ = list_items(session, who, Filter(element=one.element, dispatched=EVER), now=act.now, limit=1000)
            assert len(items) == one.items


def _step_told(one: Any) -> tuple[Any, ...]:
    return one.items, one.done, one.waiting, one.handed_back, one.again, one.median_hours, one.p90_hours


def _steps(past: Past, items: list[Item]) -> dict[str, tuple[Any, ...]]:
    elements: dict[str, Counter[str]] = defaultdict(Counter)
    hours: dict[str, list[float]] = defaultdict(list)
    for item in items:
        for element in {task.element_id for task in past.tasks[item.id]}:
            tasks = [task for task in past.tasks[item.id] if task.element_id == element]
            done = [task.completed_at for task in tasks if task.state == "done" and task.completed_at]
            count = elements[element]
            count["items"] += 1
            count["waiting"] += sum(task.state == "open" for task in tasks)
            count["back"] += sum(task.state == "returned" for task in tasks)
            count["again"] += sum(bool(done) and task.opened_at >= min(done) for task in tasks)
            for task in tasks:
                if task.state == "done" and task.completed_at:
                    worked = past.act.calendar.working_time_between(task.opened_at, task.completed_at)
                    hours[element].append(worked / timedelta(hours=1))
    return {
        element: (
            count["items"],
            len(hours[element]),
            count["waiting"],
            count["back"],
            count["again"],
            _middle(hours[element]),
            _ninth(hours[element]),
        )
        for element, count in elements.items()
    }


def _middle(values: list[float]) -> float | None:
    ordered = sorted(values)
    if not ordered:
        return None
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def _ninth(values: list[float]) -> float | None:
    """The smallest that nine of ten do not exceed."""
    return next((one for one in sorted(values) if sum(other <= one for other in values) >= 0.9 * len(values)), None)
