"""The plan played on the product: its own commands, on the clock, every timer at its own moment."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import and_, or_, select

from engine.act import Act
from engine.commands.supervision.ask_of_item import ask_of_item
from engine.commands.supervision.instruct import Instruction, instruct_on_item
from engine.commands.supervision.matters import Registration, register_matter
from engine.commands.supervision.merge import merge_items
from engine.commands.supervision.milestones import reach_milestone
from engine.commands.supervision.split import split_item
from engine.commands.supervision.step_by_hand import step_by_hand
from engine.commands.supervision.step_down import step_down
from engine.commands.tasks.complete import Completion, complete_task
from engine.domain.clock import OFFICE_ZONE, FixedClock
from engine.jobs.work import do_all_due
from engine.site import Site
from engine.store import Session
from engine.store.items import milestones_of
from engine.store.models import Item, Person, Task, UnitVersion
from engine.store.timers import next_due
from tests.scenarios.office_year import almanac
from tests.scenarios.office_year.answers import (
    LEADER_TASKS,
    NEED_SIGNED,
    OFFICER_TASKS,
    Asking,
    Waiting,
    handed_in,
    is_followed,
    is_instructed,
    is_merged,
    is_pushed,
    is_split,
    is_withdrawn,
    reached_today,
    reopening_of,
    request_of,
)
from tests.scenarios.office_year.model import CO_TASKS, DISPATCH, EVENING, PASSES, PUSHED, REQUESTS_AT
from tests.scenarios.office_year.office import enter_office, local, send_away
from tests.scenarios.office_year.people import People
from tests.scenarios.office_year.plan import Item as Planned
from tests.scenarios.office_year.plan import Matter, Year, follow_up_of, parts_of
from tests.scenarios.office_year.state import Key

Look = Callable[["Player"], None]
MORNING = time(8)
OF_OFFICERS = ("resumption", "cancellation", "reopening")  # who asks for these


class Player:
    """`look` is called on the evenings named; `keys` tells by the id of an item which of the plan it is."""

    def __init__(self, site: Site, year: Year, looks: Iterable[date], look: Look) -> None:
        self.site, self.year = site, year
        self._clock = FixedClock(site.clock.now())
        site.clock = self._clock
        self.keys: dict[int, Key] = {}
        self.now = almanac.opening(almanac.FIRST)
        self.completed = 0
        self._planned: dict[int, tuple[Matter, Planned]] = {}
        self._people = People(year)
        self._looks, self._look = set(looks), look
        self._ids: dict[str, int] = {}
        self._units: dict[str, int] = {}
        self._done: dict[tuple[int, str], int] = {}
        self._asked: dict[int, set[str]] = defaultdict(set)
        self._resting: dict[int, date] = {}

    def live(self, first: date, last: date) -> None:
        enter_office(self.site, self.year)
        with self.site.reading() as session:
            self._ids = {row.username: row.id for row in session.execute(select(Person.username, Person.id))}
            codes = session.scalars(select(UnitVersion).where(UnitVersion.name.startswith("业务")))
            self._units = {f"y{one.name[2:4]}": one.unit_id for one in codes}
        for today in almanac.days(first, last):
            self._live_a_day(today)
        do_all_due(self.site)

    def _live_a_day(self, today: date) -> None:
        for away in self.year.away:
            if away.first == today:
                self._stand_at(datetime.combine(today, MORNING))
                send_away(self.site, away)
        if almanac.is_workday(today):
            self._stand_at(datetime.combine(today, DISPATCH))
            self._dispatch(today)
            for hour, elements in PASSES:
                self._stand_at(datetime.combine(today, hour))
                self._work(elements)
                if hour == REQUESTS_AT:
                    self._requests(today)
        self._stand_at(datetime.combine(today, EVENING))
        if today in self._looks:
            do_all_due(self.site)
            self._look(self)

    def _stand_at(self, target: datetime) -> None:
        """Everything that falls due on the way happens at its own moment."""
        end = local(target)
        while (due := self._next_due()) is not None and due <= end:
            self._clock.set(due)
            do_all_due(self.site)
        self._clock.set(end)
        self.now = target

    def _next_due(self) -> datetime | None:
        with self.site.reading() as session:
            return next_due(session)

    def _dispatch(self, today: date) -> None:
        for matter in self.year.matters:
            if matter.day == today:
                self._register(matter)

    def _register(self, matter: Matter) -> None:
        with self.site.writing() as session:
            act = self._act(session, matter.officer)
            registration = Registration(
                f"事项{matter.number}", matter.source, "厅领导", matter.urgency, matter.day, special=matter.special
            )
            rows = [self._row(matter, item) for item in matter.items]
            registered, task = register_matter(act, _roles(act), registration, rows)
            assert task is not None
            complete_task(act, _roles(act), Completion(task.id, {}))
            planned = {item.ordinal: item for item in matter.items}
            for item in session.scalars(select(Item).where(Item.matter_id == registered.id)):
                self._planned[item.id] = (matter, planned[item.ordinal])
                self.keys[item.id] = (matter.number, item.ordinal)

    def _row(self, matter: Matter, item: Planned) -> Mapping[str, Any]:
        return {
            "title": f"任务{matter.number}-{item.ordinal}",
            "lead_unit_id": self._unit_id(item.unit),
            "co_unit_ids": [self._unit_id(one) for one in item.co_units],
            "due_working_days": item.due_days,
            "due_on": item.due_on,
            "cadence": item.cadence,
            "milestones": [
                {"title": one.title, "due_on": one.due_on.isoformat(), "percent": one.percent}
                for one in item.milestones
            ],
        }

    def _requests(self, today: date) -> None:
        """Steps by hand and instructions; then what is asked of items that are handled, rest or are closed."""
        self._reach_some(today)
        self._push_some(today)
        self._withdraw_some(today)
        self._instruct_some(today)
        with self.site.reading() as session:
            handled = select(Task.item_id).where(Task.element_id == "handle", Task.state == "open")
            is_closed = and_(Item.state == "closed", Item.outcome.is_(None))
            query = select(Item).where(or_(Item.id.in_(handled), Item.state == "suspended", is_closed))
            items = [(one.id, one.lead_unit_id, self._asking(one)) for one in session.scalars(query)]
        for item_id, unit_id, asking in sorted(items, key=lambda one: self.keys[one[0]]):
            matter, item = self._planned[item_id]
            if asking.closed_on is not None:
                wanted = reopening_of(item.course, asking, today)
                request = ("reopening", wanted) if wanted else None
            else:
                request = request_of(item.course, asking, today)
            if request is not None:
                asker = self._people.handler(self._number_of(unit_id or 0), self.now)
                self._ask(item_id, matter.officer if request[0] in OF_OFFICERS else asker, *request)
        self._split_some(today)
        self._merge_some(today)
        self._follow_some(today)

    def _merge_some(self, today: date) -> None:
        with self.site.reading() as session:
            handled = select(Task.item_id).where(Task.element_id == "handle", Task.state == "open")
            query = select(Item).where(Item.id.in_(handled), Item.state != "suspended")
            lying = {self.keys[one.id]: (one.id, self._asking(one)) for one in session.scalars(query)}
        for (number, ordinal), (item_id, asking) in sorted(lying.items()):
            matter, item = self._planned[item_id]
            first = lying.get((number, 1))
            if first is None or ordinal == 1 or item.milestones:
                continue
            if is_merged(item.course, asking, first[1], today):
                with self.site.writing() as session:
                    act = self._act(session, matter.officer)
                    merge_items(act, _roles(act), first[0], [item_id], "内容相近")

    def _follow_some(self, today: date) -> None:
        with self.site.reading() as session:
            query = select(Item).where(Item.state == "closed", Item.outcome.is_(None))
            closed = [(one.id, one.lead_unit_id, one.co_unit_ids, self._asking(one)) for one in session.scalars(query)]
        for item_id, unit_id, co_units, asking in sorted(closed, key=lambda one: self.keys[one[0]]):
            matter, item = self._planned[item_id]
            if is_followed(item.course, asking, today):
                unit = self._number_of(unit_id or 0)
                told = Instruction("请巩固成果", today, due_working_days=item.course.followed_for)
                with self.site.writing() as session:
                    act = self._act(session, self._people.leader(unit))
                    new = instruct_on_item(act, _roles(act), item_id, told)
                    plan = follow_up_of(item, new.ordinal, unit, [self._number_of(one) for one in co_units])
                    self._planned[new.id], self.keys[new.id] = (matter, plan), matter.key(plan)
                self._asked[item_id].add("follow")

    def _push_some(self, today: date) -> None:
        with self.site.reading() as session:
            pushed = select(Task.item_id).where(Task.element_id.in_(PUSHED), Task.state == "open")
            items = [(one.id, self._asking(one)) for one in session.scalars(select(Item).where(Item.id.in_(pushed)))]
        for item_id, asking in sorted(items, key=lambda one: self.keys[one[0]]):
            matter, item = self._planned[item_id]
            if is_pushed(item.course, asking, today):
                with self.site.writing() as session:
                    act = self._act(session, matter.officer)
                    step_by_hand(act, _roles(act), item_id, item.course.pushed, "请抓紧办理", "上级明日检查")
                self._asked[item_id].add("push")

    def _reach_some(self, today: date) -> None:
        with self.site.reading() as session:
            handled = select(Task.item_id).where(Task.element_id == "handle", Task.state == "open")
            query = select(Item).where(Item.id.in_(handled), Item.state != "suspended")
            items = [(one.id, one.lead_unit_id, self._asking(one)) for one in session.scalars(query)]
        for item_id, unit_id, asking in items:
            one = reached_today(self._planned[item_id][1], asking, today)
            if one is not None:
                with self.site.writing() as session:
                    found = next(it.id for it in milestones_of(session, item_id) if it.title == one.title)
                    act = self._act(session, self._people.handler(self._number_of(unit_id or 0), self.now))
                    reach_milestone(act, item_id, found, "材料已报")
                self._asked[item_id].add(one.title)

    def _withdraw_some(self, today: date) -> None:
        with self.site.reading() as session:
            pushed = select(Task.item_id).where(Task.element_id.in_(PUSHED), Task.state == "open")
            items = [(one.id, self._asking(one)) for one in session.scalars(select(Item).where(Item.id.in_(pushed)))]
        for item_id, asking in items:
            matter, item = self._planned[item_id]
            if is_withdrawn(item.course, asking, today):
                with self.site.writing() as session:
                    act = self._act(session, matter.officer)
                    step_down(act, _roles(act), item_id, "情况有变")
                self._asked[item_id].add("withdrawal")

    def _split_some(self, today: date) -> None:
        with self.site.reading() as session:
            handled = select(Task.item_id).where(Task.element_id == "handle", Task.state == "open")
            query = select(Item).where(Item.id.in_(handled), Item.state != "suspended")
            items = [(one.id, self._asking(one)) for one in session.scalars(query)]
        for item_id, asking in sorted(items, key=lambda one: self.keys[one[0]]):
            matter, item = self._planned[item_id]
            if is_split(item.course, asking, today):
                with self.site.writing() as session:
                    act = self._act(session, matter.officer)
                    last = max(ordinal for number, ordinal in self.keys.values() if number == matter.number)
                    planned = parts_of(item, (last + 1, last + 2), asking.due)
                    rows = [self._row(matter, one) for one in planned]
                    parts = split_item(act, _roles(act), item_id, rows, "分属两个单位")
                    for part, one in zip(parts, planned, strict=True):
                        self._planned[part.id] = (matter, one)
                        self.keys[part.id] = matter.key(one)

    def _instruct_some(self, today: date) -> None:
        with self.site.reading() as session:
            query = select(Item).where(Item.id.in_(self.keys), Item.state.not_in(("suspended", "closed", "cancelled")))
            items = [(one.id, one.lead_unit_id, self._asking(one)) for one in session.scalars(query)]
        for item_id, unit_id, asking in items:
            if is_instructed(self._planned[item_id][1].course, asking, today):
                with self.site.writing() as session:
                    act = self._act(session, self._people.leader(self._number_of(unit_id or 0)))
                    instruct_on_item(act, _roles(act), item_id, Instruction("请加快进度", today))
                self._asked[item_id].add("instruction")

    def _asking(self, item: Item) -> Asking:
        assert item.dispatched_at is not None and item.due_at is not None
        rest = self._resting.get(item.id) if item.state == "suspended" else None
        dates = naive(item.dispatched_at).date(), naive(item.due_at).date()
        is_closed = item.state == "closed" and item.outcome is None
        closed = naive(item.closed_at).date() if item.closed_at and is_closed else None
        return Asking(*dates, frozenset(self._asked[item.id]), rest, closed, item.step)

    def _ask(self, item_id: int, username: str, name: str, variables: Mapping[str, Any]) -> None:
        with self.site.writing() as session:
            act = self._act(session, username)
            if "unit_id" in variables:
                variables = {**variables, "unit_id": self._unit_id(variables["unit_id"])}
            ask_of_item(act, _roles(act), item_id, name, variables)
        self._asked[item_id].add(name)

    def _unit_id(self, number: int) -> int:
        return self._units[self.year.units[number].code]

    def _work(self, elements: tuple[str, ...]) -> None:
        """What lay there when the hour struck, by item, element and age."""
        with self.site.reading() as session:
            query = select(Task, Item).join(Item, Item.id == Task.item_id)
            query = query.where(Item.state != "suspended")
            rows = session.execute(query.where(Task.state == "open", Task.element_id.in_(elements))).all()
            lying = [(task.id, item.id, task.element_id, self._waiting(task, item)) for task, item in rows]
        lying.sort(key=lambda one: (self.keys[one[1]], elements.index(one[2]), one[3].opened))
        for task_id, item_id, element, waiting in lying:
            handed = handed_in(self._planned[item_id][1].course, waiting, self.now.date())
            if handed is not None:
                self._complete(task_id, item_id, element, waiting, handed)

    def _waiting(self, task: Task, item: Item) -> Waiting:
        assert item.dispatched_at is not None and item.due_at is not None
        co_unit = task.data.get("co_unit", 0) if task.element_id in CO_TASKS else 0
        return Waiting(
            task.element_id,
            naive(item.dispatched_at).date(),
            naive(item.due_at).date(),
            naive(task.opened_at).date(),
            self._done.get((item.id, task.element_id), 0),
            self._number_of(co_unit) if co_unit else 0,
        )

    def _number_of(self, unit_id: int) -> int:
        return next(int(code[1:]) for code, one in self._units.items() if one == unit_id)

    def _complete(self, task_id: str, item_id: int, element: str, waiting: Waiting, handed: Mapping[str, Any]) -> None:
        with self.site.writing() as session:
            task, item = session.get_one(Task, task_id), session.get_one(Item, item_id)
            if task.state != "open" or item.state == "suspended":
                return
            if element in NEED_SIGNED and self._is_unsigned(session, item_id):
                return
            act = self._act(session, self._doer(item, element, waiting))
            variables = dict(handed)
            if handed.get("decision") == "reassign":
                variables["lead_unit_id"] = self._unit_id(self._planned[item_id][1].course.new_unit)
            complete_task(act, _roles(act), Completion(task_id, variables))
            if item.state == "suspended":
                self._resting[item_id] = self.now.date()
        self._done[item_id, element] = self._done.get((item_id, element), 0) + 1
        self.completed += 1

    def _is_unsigned(self, session: Session, item_id: int) -> bool:
        query = select(Task.id).where(Task.item_id == item_id, Task.element_id == "sign_supplement")
        return session.scalars(query.where(Task.state == "open")).first() is not None

    def _doer(self, item: Item, element: str, waiting: Waiting) -> str:
        matter = self._planned[item.id][0]
        course = self._planned[item.id][1].course
        unit = waiting.unit if element in CO_TASKS else self._number_of(item.lead_unit_id or 0)
        if element in ("give", "take"):
            return self._people.head(unit if element == "give" else course.passes_to, self.now)
        if element == "answer_consultation":
            return self._people.handler(course.consulted, self.now)
        if element in OFFICER_TASKS:
            return matter.officer
        return self._people.leader(unit) if element in LEADER_TASKS else self._people.handler(unit, self.now)

    def _act(self, session: Session, username: str) -> Act:
        return self.site.act(session, self._ids[username])


def _roles(act: Act) -> set[str]:
    return set(act.situation.roles(act.actor_id or 0))


def naive(moment: datetime) -> datetime:
    """An instant as the model writes it."""
    return moment.astimezone(OFFICE_ZONE).replace(tzinfo=None)
