"""People come, go and stand in for one another at random; at every step somebody who is here may do every open task.

Nobody else may: after each step the product is asked for everybody, and held against the model.
"""

from contextlib import ExitStack, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import select

from engine.commands.people.absences import Entry, end_absence, enter_absence
from engine.commands.people.change_organisation import change_organisation
from engine.commands.tasks.complete import Completion, complete_task
from engine.demo.people import LEADERS, UNITS
from engine.domain.errors import Invalid, NotAllowed, NotFound
from engine.jobs.work import do_all_due
from engine.people.changes import LeavePerson
from engine.queries.attendance import find_unattended
from engine.site import Site
from engine.store.models import AbsenceRow, Task
from tests.proof.people_model import Away, Owner, PeopleModel
from tests.proof.workload import ANSWERS
from tests.support.matter import dispatch
from tests.support.office import (
    ADMINISTRATOR,
    MONDAY,
    OFFICER,
    act_of,
    doers,
    move_clock,
    open_site,
    person,
    roles,
)
from tests.support.openings import Opening
from tests.support.record import findings

PICKS = st.integers(0, 10_000)
SCOPES = st.sampled_from(["all", "process", "unit"])
HOURS = st.integers(1, 60)
PEOPLE = sorted({one[0] for unit in UNITS for one in unit.people} | {one[0] for one in LEADERS})
CODES = ("zhc", "xxc", "ms3", "dcs")
OF_OFFICER, OF_LEADER = ("split", "redispatch", "verify"), ("confirm",)
MOST_ITEMS = 4


class PeopleMachine(RuleBasedStateMachine):
    """Subclassed once a database; see `people_machine_over`."""

    openings: ClassVar[list[Opening]]

    def __init__(self) -> None:
        super().__init__()
        self._stack = ExitStack()
        self.site: Site = open_site(self._stack.enter_context(self.openings[0]()), Path("nowhere"), anchor_minutes=0)
        self.model = PeopleModel()
        self.now: datetime = MONDAY
        self._items: dict[int, str] = {}
        self._absences: list[tuple[int, Away]] = []

    def teardown(self) -> None:
        try:
            assert findings(self.site) == []
        finally:
            self.site.close()
            self._stack.close()

    # -- acts

    @initialize(pick=PICKS)
    def begin(self, pick: int) -> None:
        self._dispatch(pick)

    @precondition(
        lambda self: len(self._items) < MOST_ITEMS and self.model.is_here(OFFICER, self.now, None, "supervision-matter")
    )
    @rule(pick=PICKS)
    def dispatch_another(self, pick: int) -> None:
        self._dispatch(pick)

    def _can_dispatch(self) -> bool:
        is_here = self.model.is_here(OFFICER, self.now, None, "supervision-matter")
        return is_here and len(self._items) < MOST_ITEMS

    def _dispatch(self, pick: int) -> None:
        code = CODES[pick % len(CODES)]
        self._items[dispatch(self.site, unit=code)] = code

    @rule(hours=HOURS)
    def let_time_pass(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        move_clock(self.site, self.now)
        do_all_due(self.site)

    @rule(
        pick=PICKS,
        hours=HOURS,
        later=st.integers(0, 30),
        scope=st.sampled_from(["all", "process", "unit"]),
        third=PICKS,
    )
    def go_away(self, pick: int, hours: int, later: int, scope: str, third: int) -> None:
        who = PEOPLE[pick % len(PEOPLE)]
        starts_at = self.now + timedelta(hours=later)
        named = PEOPLE[third % len(PEOPLE)] if third % 3 == 0 else None
        away = Away(
            who,
            starts_at,
            starts_at + timedelta(hours=hours),
            unit=CODES[third % len(CODES)] if scope == "unit" else None,
            process="supervision-item" if scope == "process" else None,
            third=named,
        )
        with suppress(Invalid, NotFound):  # refused for a reason: it leaves the office as it was
            self._absences.append((self._enter(away), away))
            self.model.away.append(away)

    def _enter(self, away: Away) -> int:
        with self.site.writing() as session:
            situation = act_of(self.site, session).situation
            unit_id = next((unit.id for unit in situation.units() if unit.code == away.unit), None)
            entry = Entry(
                person(session, away.username).id,
                away.starts_at,
                away.ends_at,
                process=away.process,
                unit_id=unit_id,
                third_id=person(session, away.third).id if away.third else None,
            )
            return enter_absence(act_of(self.site, session, ADMINISTRATOR), {"administrator"}, entry).id

    @precondition(lambda self: self._absences)
    @rule(pick=PICKS)
    def come_back(self, pick: int) -> None:
        absence_id, away = self._absences.pop(pick % len(self._absences))
        if away.ends_at <= self.now:
            return
        with self.site.writing() as session:
            if session.get_one(AbsenceRow, absence_id).ends_at in (None, away.ends_at):
                end_absence(act_of(self.site, session, ADMINISTRATOR), {"administrator"}, absence_id)
        self.model.away.remove(away)

    @precondition(lambda self: len(self.model.left) < 6)
    @rule(pick=PICKS, successor=PICKS)
    def leave(self, pick: int, successor: int) -> None:
        who, then = PEOPLE[pick % len(PEOPLE)], PEOPLE[successor % len(PEOPLE)]
        to = then if successor % 2 and then not in self.model.left and then != who else None
        if who in self.model.left or who == ADMINISTRATOR:
            return
        with self.site.writing() as session:
            change = LeavePerson(who, to)
            change_organisation(act_of(self.site, session, ADMINISTRATOR), {"administrator"}, [change])
        self.model.leave(who, to)

    @precondition(lambda self: self._open())
    @rule(pick=PICKS)
    def complete(self, pick: int) -> None:
        tasks = self._open()
        task = tasks[pick % len(tasks)]
        if task.element_id not in ANSWERS:
            return
        with self.site.reading() as session:
            who = doers(session, task.id)[0]
        with self.site.writing() as session:
            act = act_of(self.site, session, who)
            complete_task(act, roles(session, who), Completion(task.id, ANSWERS[task.element_id]))

    @precondition(lambda self: self._open())
    @rule(pick=PICKS, other=PICKS)
    def try_in_vain(self, pick: int, other: int) -> None:
        """Somebody whose turn it is not tries."""
        tasks = self._open()
        task = tasks[pick % len(tasks)]
        who = PEOPLE[other % len(PEOPLE)]
        if who in self._expected(task) or task.element_id not in ANSWERS:
            return
        with pytest.raises((NotFound, NotAllowed)), self.site.writing() as session:
            act = act_of(self.site, session, who)
            complete_task(act, roles(session, who), Completion(task.id, ANSWERS[task.element_id]))

    # -- what must hold after each

    @invariant()
    def everybody_who_may_is_here_and_nobody_else_may(self) -> None:
        tasks = self._open()
        with self.site.reading() as session:
            for task in tasks:
                expected = self._expected(task)
                assert expected, f"{task.element_id} is without anybody at {self.now}"
                assert set(doers(session, task.id)) == expected, (task.element_id, self.now)
            organisation = self.site.house.organisations.get(session)
            assert find_unattended(session, organisation, self.now, self.now + timedelta(days=40)) == []

    def _expected(self, task: Task) -> set[str]:
        unit = self._items.get(task.item_id or 0)
        return self.model.doers(self._owner(task, unit), self.now, unit, task.key)

    def _owner(self, task: Task, unit: str | None) -> Owner:
        if task.element_id in OF_OFFICER or unit is None:
            return Owner("person", OFFICER)
        return Owner("leader" if task.element_id in OF_LEADER else "post", unit)

    def _open(self) -> list[Task]:
        with self.site.reading() as session:
            return list(
                session.scalars(
                    select(Task).where(Task.state == "open").order_by(Task.item_id, Task.element_id, Task.id)
                )
            )


def people_machine_over(opening: Opening) -> type[PeopleMachine]:
    """The machine whose every example has a database of its own."""
    return type("People", (PeopleMachine,), {"openings": [opening]})
