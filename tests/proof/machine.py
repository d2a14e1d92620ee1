"""Random acts on an office, held against the model after each: whatever the order, both come to the same."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, nullcontext, suppress
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import select

from api.app import make_app
from engine.act import Act
from engine.commands.instances.advance import start_instance
from engine.commands.instances.message import send_message
from engine.commands.instances.migrate import migrate_instance
from engine.commands.instances.modify import Modification, modify_instance
from engine.commands.instances.operate import cancel_instance
from engine.commands.instances.suspend import resume_instance, suspend_instance
from engine.commands.tasks.claim import claim_task
from engine.commands.tasks.complete import Completion, complete_task
from engine.commands.tasks.release import release_task
from engine.commands.tasks.send_back import return_task
from engine.commands.tasks.transfer import transfer_task
from engine.commands.tasks.withdraw import withdraw_task
from engine.domain.errors import AlreadyDone, Conflict, Invalid, NoReceiver, NotFound
from engine.jobs.work import do_all_due
from engine.queries.stranded import find_stranded
from engine.settings import Settings
from engine.site import Site
from engine.store import Session
from engine.store.models import Event, Instance, Subscription, Task, Timer
from tests.proof.model import ANSWER, KEY, Model, Seen, drawn
from tests.support.in_process import InProcess
from tests.support.matter import complete
from tests.support.office import ADMINISTRATOR, HANDLER, MONDAY, act_of, deploy, move_clock, open_site, roles
from tests.support.openings import Opening
from tests.support.record import findings
from tests.support.server import token_of
from tests.support.verbs import by, id_of

DELAYS = st.integers(1, 4)
PICKS = st.integers(0, 10_000)


class Killed(BaseException):
    """What no handler catches, as a process that dies."""


def _die(_: Any) -> None:
    raise Killed


@cache
def _app() -> FastAPI:
    """Building it takes longer than most examples; each example gives it its site."""
    return make_app(Site(Settings(testing=True, database_url="sqlite://")), nullcontext)


class OfficeMachine(RuleBasedStateMachine):
    """Subclassed once a database; see `machine_over`."""

    openings: ClassVar[list[Opening]]

    def __init__(self) -> None:
        super().__init__()
        self._stack = ExitStack()
        self._url = self._stack.enter_context(self.openings[0]())
        self._keys = 0
        self._done: list[tuple[int, str]] = []
        self._drafts: list[tuple[int, str]] = []
        self.model = Model(MONDAY)
        self.site = self._open()

    def _open(self) -> Site:
        return open_site(self._url, Path("nowhere"), anchor_minutes=0)

    # -- acts

    @initialize(delay=DELAYS)
    def begin(self, delay: int) -> None:
        self.deploy(delay)

    @rule(delay=DELAYS)
    def deploy(self, delay: int) -> None:
        deployed = deploy(self.site, drawn(delay)).definitions[0].version
        assert deployed == self.model.deploy(delay)

    @rule()
    def start(self) -> None:
        with self.site.writing() as session:
            act = act_of(self.site, session, ADMINISTRATOR)
            started = start_instance(act, KEY, business_key=f"case-{len(self.model.cases)}").id
        self.model.start(started)

    @precondition(lambda self: self._open_tasks())
    @rule(pick=PICKS, again=st.booleans())
    def complete(self, pick: int, again: bool) -> None:
        instance_id, element_id, task_id = self._pick(pick)
        complete(self.site, ADMINISTRATOR, task_id, again=again)
        self._note(instance_id, element_id, task_id, again)

    @precondition(lambda self: self._open_tasks())
    @rule(pick=PICKS, again=st.booleans())
    def complete_twice_under_one_key(self, pick: int, again: bool) -> None:
        instance_id, element_id, task_id = self._pick(pick)
        answers = [self._post(task_id, again) for _ in range(2)]
        self._keys += 1
        assert [answer.status_code for answer in answers] == [200, 200], [answer.text for answer in answers]
        assert answers[0].json() == answers[1].json()
        self._note(instance_id, element_id, task_id, again)

    @precondition(lambda self: self._done)
    @rule(pick=PICKS)
    def complete_what_is_done(self, pick: int) -> None:
        _, task_id = self._done[pick % len(self._done)]
        with pytest.raises(AlreadyDone):
            complete(self.site, ADMINISTRATOR, task_id, again=True)

    @precondition(lambda self: self.model.cases)
    @rule(pick=PICKS)
    def answer(self, pick: int) -> None:
        number, (instance_id, case) = self._pick_case(pick)
        is_awaited = case.is_awaiting and case.state == "running"
        try:
            with self.site.writing() as session:
                act = act_of(self.site, session, ADMINISTRATOR)
                assert send_message(act, ANSWER, {"business_key": f"case-{number}"}, {}) == [instance_id]
        except NoReceiver:
            assert not is_awaited
        else:
            assert is_awaited
            self.model.answer(instance_id)

    @precondition(lambda self: self.model.cases)
    @rule(pick=PICKS)
    def cancel(self, pick: int) -> None:
        _, (instance_id, case) = self._pick_case(pick)
        try:
            with self.site.writing() as session:
                cancel_instance(act_of(self.site, session, ADMINISTRATOR), instance_id, "撤销")
        except Conflict:
            assert case.state not in ("running", "suspended")
        else:
            assert case.state in ("running", "suspended")
            self.model.cancel(instance_id)

    # -- the verbs of a task

    @precondition(lambda self: self._open_tasks())
    @rule(pick=PICKS)
    def return_to_the_previous(self, pick: int) -> None:
        instance_id, element_id, task_id = self._pick(pick)
        allowed = element_id == "draft" and self.model.cases[instance_id].may_go_back
        try:
            by(self.site, ADMINISTRATOR, return_task, task_id, "previous")
        except Invalid:
            assert not allowed
        else:
            assert allowed
            self.model.go_back(instance_id)

    @precondition(lambda self: self._drafts)
    @rule(pick=PICKS)
    def withdraw(self, pick: int) -> None:
        instance_id, task_id = self._drafts[pick % len(self._drafts)]
        case = self.model.cases[instance_id]
        latest = [one for one in self._drafts if one[0] == instance_id][-1] == (instance_id, task_id)
        allowed = case.state == "running" and case.may_be_taken_back and latest
        try:
            by(self.site, ADMINISTRATOR, withdraw_task, task_id)
        except Conflict:
            assert not allowed
        else:
            assert allowed
            self.model.go_back(instance_id)

    @precondition(lambda self: self._open_tasks())
    @rule(pick=PICKS)
    def transfer_there_and_back(self, pick: int) -> None:
        _, _, task_id = self._pick(pick)
        by(self.site, ADMINISTRATOR, transfer_task, task_id, id_of(self.site, HANDLER))
        with pytest.raises(NotFound):
            complete(self.site, ADMINISTRATOR, task_id, again=True)
        by(self.site, HANDLER, transfer_task, task_id, id_of(self.site, ADMINISTRATOR))

    @precondition(lambda self: self._open_tasks())
    @rule(pick=PICKS)
    def claim_and_release(self, pick: int) -> None:
        _, _, task_id = self._pick(pick)
        by(self.site, ADMINISTRATOR, claim_task, task_id)
        by(self.site, ADMINISTRATOR, release_task, task_id)

    # -- what an operator does

    @precondition(lambda self: self.model.cases)
    @rule(pick=PICKS)
    def suspend(self, pick: int) -> None:
        _, (instance_id, case) = self._pick_case(pick)
        if self._operate(lambda act: suspend_instance(act, instance_id, "等待"), allowed=case.state == "running"):
            self.model.suspend(instance_id)

    @precondition(lambda self: any(case.state == "suspended" for case in self.model.cases.values()))
    @rule(pick=PICKS)
    def resume(self, pick: int) -> None:
        _, (instance_id, case) = self._pick_case(pick)
        if self._operate(lambda act: resume_instance(act, instance_id, "继续"), allowed=case.state == "suspended"):
            self.model.resume(instance_id)

    @precondition(lambda self: any(case.state == "suspended" and case.open for case in self.model.cases.values()))
    @rule()
    def complete_in_a_case_that_rests(self) -> None:
        resting = [one for one, case in self.model.cases.items() if case.state == "suspended" and case.open]
        with self.site.reading() as session:
            query = select(Task.id).where(Task.state == "open", Task.instance_id == resting[0])
            task_id = session.scalars(query.order_by(Task.element_id)).all()[0]
        with pytest.raises(Conflict):
            complete(self.site, ADMINISTRATOR, task_id, again=True)

    @precondition(lambda self: self.model.cases)
    @rule(pick=PICKS)
    def migrate(self, pick: int) -> None:
        _, (instance_id, case) = self._pick_case(pick)
        allowed = case.state in ("running", "suspended") and case.version != len(self.model.delays)
        if self._operate(lambda act: migrate_instance(act, instance_id, "新版"), allowed=allowed):
            self.model.migrate(instance_id)

    @precondition(lambda self: any("draft" in case.open for case in self.model.running()))
    @rule(pick=PICKS)
    def restart_a_draft(self, pick: int) -> None:
        drafting = [one for one, case in self.model.cases.items() if case.state == "running" and "draft" in case.open]
        instance_id = drafting[pick % len(drafting)]
        again = Modification(leave=("draft",), enter=("draft",))
        assert self._operate(lambda act: modify_instance(act, instance_id, "重来", again), allowed=True)
        self.model.restart_draft(instance_id)

    def _operate(self, do: Callable[[Act], Any], *, allowed: bool) -> bool:
        """Do it where the model allows it; everywhere else it must be a conflict."""
        try:
            with self.site.writing() as session:
                do(act_of(self.site, session, ADMINISTRATOR))
        except Conflict:
            assert not allowed
            return False
        assert allowed
        return True

    @rule(minutes=st.integers(1, 300))
    def advance_clock(self, minutes: int) -> None:
        self.model.now += timedelta(minutes=minutes)
        move_clock(self.site, self.model.now)

    @rule(times=st.integers(1, 2))
    def tick(self, times: int) -> None:
        for _ in range(times):
            do_all_due(self.site)
        self.model.tick()

    @rule()
    def tick_by_two_workers(self) -> None:
        with ThreadPoolExecutor(2) as workers:
            list(workers.map(do_all_due, [self.site, self.site]))
        self.model.tick()

    # -- crashes: what was not committed never was

    @precondition(lambda self: self._open_tasks())
    @rule(pick=PICKS, again=st.booleans())
    def crash_while_completing(self, pick: int, again: bool) -> None:
        task_id = self._pick(pick)[2]
        with pytest.raises(Killed), self.site.writing() as session:
            act = act_of(self.site, session, ADMINISTRATOR)
            complete_task(act, roles(session, ADMINISTRATOR), Completion(task_id, {"again": again}))
            session.flush()
            raise Killed
        self._reopen()

    @rule()
    def crash_while_firing(self) -> None:
        """Nothing is due, or the worker dies just before its first commit."""
        dialect = self.site.engine.dialect
        with pytest.MonkeyPatch.context() as patch, suppress(Killed):
            patch.setattr(dialect, "do_commit", _die)
            do_all_due(self.site)
        self._reopen()

    def _reopen(self) -> None:
        self.site.close()
        self.site = self._open()

    # -- comparing

    @invariant()
    def what_is_seen_is_what_the_model_says(self) -> None:
        with self.site.reading() as session:
            assert seen(session) == self.model.seen()

    def teardown(self) -> None:
        try:
            assert findings(self.site) == []
            with self.site.reading() as session:
                assert find_stranded(session) == []
        finally:
            self.site.close()
            self._stack.close()

    def _open_tasks(self) -> bool:
        return any(case.open for case in self.model.running())

    def _pick(self, pick: int) -> tuple[int, str, str]:
        """An open task: its instance, element and id. Ids are random, so the order is by instance and element."""
        with self.site.reading() as session:
            running = [one for one, case in self.model.cases.items() if case.state == "running"]
            query = select(Task.instance_id, Task.element_id, Task.id).where(
                Task.state == "open", Task.instance_id.in_(running)
            )
            rows = session.execute(query.order_by(Task.instance_id, Task.element_id, Task.opened_at)).all()
        instance_id, element_id, task_id = rows[pick % len(rows)]
        return instance_id, element_id, task_id

    def _pick_case(self, pick: int) -> tuple[int, tuple[int, Any]]:
        number = pick % len(self.model.cases)
        return number, list(self.model.cases.items())[number]

    def _note(self, instance_id: int, element_id: str, task_id: str, again: bool) -> None:
        self.model.complete(instance_id, element_id, again=again)
        self._done.append((instance_id, task_id))
        if element_id == "draft":
            self._drafts.append((instance_id, task_id))

    def _post(self, task_id: str, again: bool) -> httpx.Response:
        _app().state.site = self.site
        headers = {"Authorization": f"Bearer {token_of(ADMINISTRATOR)}", "Idempotency-Key": f"key-{self._keys}"}
        with httpx.Client(transport=InProcess(_app()), base_url="http://testserver/api/v1", headers=headers) as client:
            return client.post(f"/tasks/{task_id}/complete", json={"variables": {"again": again}})


def seen(session: Session) -> dict[int, Seen]:
    """The cases as the database has them, in the model's words."""
    opened = _by_instance(session, select(Task.instance_id, Task.element_id).where(Task.state == "open"))
    due = _by_instance(session, select(Timer.instance_id, Timer.due_at).where(Timer.state == "pending"))
    awaiting = _by_instance(session, select(Subscription.instance_id, Subscription.name))
    events = Counter((instance_id, type_) for instance_id, type_ in session.execute(_events()))
    return {
        one.id: (
            one.state,
            one.version,
            tuple(sorted(opened.get(one.id, ()))),
            tuple(sorted(due.get(one.id, ()))),
            awaiting.get(one.id) == [ANSWER],
            events[(one.id, "task.completed")],
            events[(one.id, "timer.fired")],
        )
        for one in session.scalars(select(Instance))
    }


def _events() -> Any:
    return select(Event.instance_id, Event.type)


def _by_instance(session: Session, query: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for instance_id, value in session.execute(query):
        found.setdefault(instance_id, []).append(value)
    return found


def machine_over(opening: Opening) -> type[OfficeMachine]:
    """The machine whose every example has a database of its own."""
    return type("Office", (OfficeMachine,), {"openings": [opening]})
