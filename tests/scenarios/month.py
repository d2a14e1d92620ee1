"""A month of an office: holidays, sick leave, a merged unit, a leaver, a new leader; and who was there, told apart.

`Presence` knows from the script alone who is away or gone when; nothing of it asks the product.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from engine.calendar import WorkingCalendar
from engine.commands.people.absences import Entry, enter_absence
from engine.commands.people.change_organisation import change_organisation
from engine.commands.tasks.complete import Completion, complete_task
from engine.people.changes import Change, EndUnit, LeavePerson, SetPerson
from engine.queries.inbox import Wanted, list_tasks
from engine.site import Site
from engine.store.models import Task
from engine.store.rows import HeldTask
from tests.proof.workload import ANSWERS
from tests.support.matter import dispatch
from tests.support.office import ADMINISTRATOR, act_of, move_clock_and_work, person, reader, roles

FIRST_DAY, LAST_DAY = date(2026, 1, 26), date(2026, 3, 6)  # the Spring Festival of 2026 lies within
UNITS = ("zhc", "ms1", "ms3", "xxc", "fgc", "hyc")
RESULTS_FROM = 8  # the working day on which the first result is handed in
EAGER = 0.4  # how many of a day's tasks somebody gets done

SHORTLY = timedelta(minutes=1)  # what was done at this very moment was done before

Act = Callable[["Month"], None]


@dataclass
class Presence:
    """Who is away from when to when, and who left or came when."""

    away: dict[str, list[tuple[datetime, datetime]]] = field(default_factory=dict)
    left: dict[str, datetime] = field(default_factory=dict)
    came: dict[str, datetime] = field(default_factory=dict)

    def is_here(self, username: str, moment: datetime) -> bool:
        if username in self.left and moment >= self.left[username]:
            return False
        if username in self.came and moment < self.came[username]:
            return False
        return not any(start <= moment < end for start, end in self.away.get(username, []))


class Month:
    """The script played day by day; `look` is called after each half day."""

    def __init__(self, site: Site, look: Act, seed: int = 5) -> None:
        self.site = site
        self.presence = Presence()
        self._calendar = WorkingCalendar()
        self._random = random.Random(seed)
        self._look = look
        self._working = 0
        self.now = self._calendar.opening(FIRST_DAY) + timedelta(hours=1)

    def live(self) -> None:
        today = FIRST_DAY
        while today <= LAST_DAY:
            self._stand_at(self._calendar.opening(today) + timedelta(hours=1))
            if self._calendar.is_working_day(today):
                self._working += 1
                for happening in SCRIPT.get(self._working, ()):
                    happening(self)
                self._look(self)
                self._work()
            self._stand_at(self._calendar.closing(today) - timedelta(hours=1))
            self._look(self)
            today += timedelta(days=1)

    def _stand_at(self, moment: datetime) -> None:
        self.now = moment
        move_clock_and_work(self.site, moment)

    def _work(self) -> None:
        """Everybody who is here goes through their inbox; a result withdraws what else is open, so it comes last."""
        with self.site.reading() as session:
            people = [one.username for one in act_of(self.site, session).situation.everybody()]
        for username in people:
            if self.presence.is_here(username, self.now):
                self._work_of(username)

    def _work_of(self, username: str) -> None:
        with self.site.reading() as session:
            rows, _ = list_tasks(session, reader(session, username), Wanted(limit=100))
            tasks = sorted((row.task for row in rows), key=_in_turn)
            todo = [(task.id, task.element_id) for task in tasks]
        for task_id, element_id in todo:
            if element_id == "handle" and self._working < RESULTS_FROM:
                continue
            if element_id in ANSWERS and self._random.random() < EAGER:
                with self.site.writing() as session:
                    act, own = act_of(self.site, session, username), roles(session, username)
                    complete_task(act, own, Completion(task_id, ANSWERS[element_id]))

    def send_away(self, username: str, days: float, by: str | None = None, third: str | None = None) -> None:
        start = self.now + SHORTLY
        end = start + timedelta(days=days)
        actor = by or username
        with self.site.writing() as session:
            third_id = person(session, third).id if third else None
            entry = Entry(person(session, username).id, start, end, third_id=third_id)
            enter_absence(act_of(self.site, session, actor), roles(session, actor), entry)
        self.presence.away.setdefault(username, []).append((start, end))

    def change(self, *changes: Change) -> None:
        with self.site.writing() as session:
            change_organisation(
                act_of(self.site, session, ADMINISTRATOR), roles(session, ADMINISTRATOR), changes, self.now + SHORTLY
            )
        for one in changes:
            if isinstance(one, LeavePerson):
                self.presence.left[one.username] = self.now + SHORTLY
            if isinstance(one, SetPerson):
                self.presence.came[one.username] = self.now + SHORTLY


def _in_turn(task: Task | HeldTask) -> tuple[Any, ...]:
    """Nothing that another run would draw anew: of every run the same tasks are left lying."""
    return task.element_id == "handle", task.instance_id, task.element_id, task.opened_at


def _dispatch(unit: str) -> Act:
    """One more item for a unit."""
    return lambda month: _dispatched(month.site, unit)


def _dispatched(site: Site, unit: str) -> None:
    dispatch(site, unit=unit, due_working_days=9, cadence="weekly")


SCRIPT: dict[int, tuple[Act, ...]] = {
    1: tuple(_dispatch(unit) for unit in UNITS),
    3: (lambda month: month.send_away("chenlu", 4, by="wangqing"),),  # ill, entered by the head
    4: (lambda month: month.send_away("liuyang", 1),),  # B away too: the head does it, by the post's rule
    5: (lambda month: month.send_away("caomin", 2, third="dengchao"),),
    7: (lambda month: month.change(EndUnit("ms3", "ms2")),),
    8: (lambda month: month.change(LeavePerson("jiangnan")),),
    9: (
        *(_dispatch(unit) for unit in ("zhc", "fgc")),
        lambda month: month.change(
            SetPerson("hanlei", "韩磊", "hanlei@duban.example", "副主任", roles=frozenset({"leader"})),
        ),
        lambda month: month.change(LeavePerson("qianbo", successor="hanlei")),
    ),
    10: (lambda month: month.send_away("zhengyi", 12),),  # the officer, over the holidays
    12: (lambda month: month.send_away("xiaobo", 3), lambda month: month.send_away("tianhe", 3)),
    13: (lambda month: month.change(LeavePerson("duyu", successor="caizhi")),),
    14: (lambda month: month.send_away("wangqing", 2), lambda month: month.send_away("hanlei", 1)),
}
