"""People come, go, stand in for one another, hand tasks on and send them back at random.

At every step somebody who is here may do every open task.
Nobody else may: after each step the product is asked for everybody, and held against the model.
"""

from collections import defaultdict
from contextlib import ExitStack, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import select

from engine.commands.instances.advance import start_instance
from engine.commands.people.absences import Entry, end_absence, enter_absence
from engine.commands.people.change_organisation import change_organisation
from engine.commands.tasks.acting import OnTask
from engine.commands.tasks.complete import Completion, complete_task
from engine.commands.tasks.delegate import delegate_task
from engine.commands.tasks.hand_back import hand_back_task
from engine.commands.tasks.send_back import PREVIOUS, return_task
from engine.commands.tasks.transfer import transfer_task
from engine.demo.people import LEADERS, UNITS
from engine.domain.errors import Conflict, Invalid, NotAllowed, NotFound
from engine.jobs.work import do_all_due
from engine.people.changes import LeavePerson
from engine.queries.attendance import find_unattended
from engine.site import Site
from engine.store.models import AbsenceRow, Task
from tests.proof.people_model import Away, Owner, PeopleModel
from tests.proof.workload import ANSWERS
from tests.support.diagrams import diagram, end, flow, start, task
from tests.support.matter import dispatch
from tests.support.office import (
    ADMINISTRATOR,
    MONDAY,
    OFFICER,
    act_of,
    deploy,
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
CODES = ("zhc", "dcs", "xxc", "ms2")  # dcs is the officer's own unit
OF_OFFICER, OF_LEADER = ("split", "redispatch"), ("confirm", "talk")
HANDLING = ("sign", "handle", "report", "urge_answer", "explain")  # whoever did one of them does not verify
MOST_ITEMS, MOST_PAIRS = 4, 3
MINE = '<extensionElements><duban:assignment rule="initiator" /></extensionElements>'
NODES = (start(), flow("start", "first"), task("first", MINE), flow("first", "second"), task("second", MINE))
PAIR = diagram(*NODES, flow("second", "end"), end(), key="pair")


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
        self._pairs: dict[int, str] = {}  # by instance who began it
        self._first_by: dict[int, str] = {}  # by instance who did the first task
        self._given: dict[str, set[Owner]] = {}  # by task to whom it belongs, where that was changed
        self._handled: dict[int, set[str]] = defaultdict(set)  # by item
        self._lent: dict[str, tuple[str, set[Owner]]] = {}  # by task who delegated it, and to whom it belonged

    def teardown(self) -> None:
        try:
            assert findings(self.site) == []
        finally:
            self.site.close()
            self._stack.close()

    # -- acts

    @initialize(pick=PICKS)
    def begin(self, pick: int) -> None:
        deploy(self.site, PAIR)
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

    @precondition(lambda self: len(self._pairs) < MOST_PAIRS)
    @rule(pick=PICKS)
    def begin_a_pair(self, pick: int) -> None:
        who = PEOPLE[pick % len(PEOPLE)]
        if who not in self.model.left:
            with self.site.writing() as session:
                self._pairs[start_instance(act_of(self.site, session, who), "pair").id] = who

    @precondition(lambda self: self._open())
    @rule(pick=PICKS)
    def complete(self, pick: int) -> None:
        found = self._pick(pick)
        if found.id in self._lent or _answer(found) is None:
            return
        who = self._somebody(found)
        with self.site.writing() as session:
            act = act_of(self.site, session, who)
            complete_task(act, roles(session, who), Completion(found.id, _answer(found) or {}))
        if found.element_id in HANDLING:
            self._handled[found.item_id or 0].add(who)
        if found.element_id == "first":
            self._first_by[found.instance_id] = who

    @precondition(lambda self: self._open())
    @rule(pick=PICKS, to=PICKS, delegate=st.booleans())
    def hand_on(self, pick: int, to: int, delegate: bool) -> None:
        """Transfer or delegate; refused to who has left, has it already, or while it is delegated."""
        found, whom = self._pick(pick), PEOPLE[to % len(PEOPLE)]
        who, before = self._somebody(found), self._owners(found)
        verb = delegate_task if delegate else transfer_task
        with suppress(Invalid, Conflict):
            with self.site.writing() as session:
                act = act_of(self.site, session, who)
                verb(act, roles(session, who), OnTask(found.id, "请办理"), person(session, whom).id)
            drawn = next(iter(before))
            self._given[found.id] = {Owner("person", whom, drawn.but_of, drawn.but)}
            if delegate:
                self._lent[found.id] = (who, before)

    @precondition(lambda self: any(one.id in self._lent for one in self._open()))
    @rule(pick=PICKS)
    def hand_back(self, pick: int) -> None:
        lent = [one for one in self._open() if one.id in self._lent]
        found = lent[pick % len(lent)]
        who = self._somebody(found)
        with self.site.writing() as session:
            hand_back_task(act_of(self.site, session, who), roles(session, who), OnTask(found.id, "已办"), {})
        self._given[found.id] = self._lent.pop(found.id)[1]

    @precondition(lambda self: any(one.element_id == "second" for one in self._open()))
    @rule(pick=PICKS)
    def send_back(self, pick: int) -> None:
        """The first task is open again: for whom it is drawn, and for who did it."""
        seconds = [one for one in self._open() if one.element_id == "second"]
        found = seconds[pick % len(seconds)]
        if found.id in self._lent:
            return
        who = self._somebody(found)
        with self.site.writing() as session:
            return_task(act_of(self.site, session, who), roles(session, who), OnTask(found.id, "请补充"), PREVIOUS)
        again = next(one for one in self._open() if one.instance_id == found.instance_id)
        drawn, did = Owner("person", self._pairs[found.instance_id]), self._first_by[found.instance_id]
        concerned = {self.model.now(drawn.name)} | self.model.doers(drawn, self.now, None, "pair")
        added = {Owner("person", did)} if did not in self.model.left and did not in concerned else set()
        self._given[again.id] = {drawn} | added

    @precondition(lambda self: self._open())
    @rule(pick=PICKS, other=PICKS)
    def try_in_vain(self, pick: int, other: int) -> None:
        """Somebody whose turn it is not tries."""
        found, who = self._pick(pick), PEOPLE[other % len(PEOPLE)]
        if who in self._expected(found) or _answer(found) is None:
            return
        with pytest.raises((NotFound, NotAllowed)), self.site.writing() as session:
            act = act_of(self.site, session, who)
            complete_task(act, roles(session, who), Completion(found.id, _answer(found) or {}))

    # -- what must hold after each

    @invariant()
    def everybody_who_may_is_here_and_nobody_else_may(self) -> None:
        tasks = self._open()
        with self.site.reading() as session:
            for one in tasks:
                expected = self._expected(one)
                assert expected, f"{one.element_id} is without anybody at {self.now}"
                assert set(doers(session, one.id)) == expected, (one.element_id, self.now)
            organisation = self.site.house.organisations.get(session)
            assert find_unattended(session, organisation, self.now, self.now + timedelta(days=40)) == []

    def _expected(self, one: Task) -> set[str]:
        unit = self._items.get(one.item_id or 0)
        turns = [self.model.doers(owner, self.now, unit, one.key) for owner in self._owners(one)]
        return {who for turn in turns for who in turn}

    def _owners(self, one: Task) -> set[Owner]:
        if one.id in self._given:
            return self._given[one.id]
        unit = self._items.get(one.item_id or 0)
        if one.instance_id in self._pairs:
            return {Owner("person", self._pairs[one.instance_id])}
        if one.element_id == "verify" and unit is not None:  # who is meant is settled when it opens
            handled = frozenset(self._handled[one.item_id or 0])
            return self._given.setdefault(one.id, self.model.verifiers(OFFICER, unit, handled))
        if one.element_id in OF_OFFICER or unit is None:
            return {Owner("person", OFFICER)}
        return {Owner("leader" if one.element_id in OF_LEADER else "post", unit)}

    def _pick(self, pick: int) -> Task:
        tasks = self._open()
        return tasks[pick % len(tasks)]

    def _somebody(self, one: Task) -> str:
        """One of those whose turn it is."""
        with self.site.reading() as session:
            return doers(session, one.id)[0]

    def _open(self) -> list[Task]:
        with self.site.reading() as session:
            query = select(Task).where(Task.state == "open")
            return list(session.scalars(query.order_by(Task.instance_id, Task.element_id, Task.id)))


def _answer(one: Task) -> dict[str, Any] | None:
    """What is handed in; None where somebody has to think."""
    return {} if one.key == "pair" else ANSWERS.get(one.element_id)


def people_machine_over(opening: Opening) -> type[PeopleMachine]:
    """The machine whose every example has a database of its own."""
    return type("People", (PeopleMachine,), {"openings": [opening]})
