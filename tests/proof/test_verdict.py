"""The verdict over a record sees every kind of broken promise: a check that cannot fail would prove nothing."""

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage

import pytest
from sqlalchemy import delete, select, update

from engine.commands.instances.advance import start_instance
from engine.jobs.work import do_all_due
from engine.site import Site
from engine.store import Session
from engine.store.final import unguarded
from engine.store.models import Event, Instance, OutboxMail, Task, Timer
from tests.proof.verdict import verdict
from tests.proof.workload import DIAGRAM, KEY, Ledger
from tests.support.instances import task_at
from tests.support.matter import complete
from tests.support.office import ADMINISTRATOR, MONDAY, act_of, deploy, move_clock_and_work

Tamper = Callable[[Session, Ledger, list[EmailMessage]], object]


class Keeping:
    """A postman that keeps what it is given."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []

    def send(self, mail: EmailMessage) -> None:
        self.mails.append(mail)


@pytest.fixture
def lived(site: Site) -> tuple[Site, Ledger, list[EmailMessage]]:
    """A case that lived through everything the diagram has, and one mail."""
    ledger, postman = Ledger(), Keeping()
    site.postman = postman
    deploy(site, DIAGRAM)
    with site.writing() as session:
        started = start_instance(act_of(site, session, ADMINISTRATOR), KEY, business_key="case-1").id
        session.add(_mail())
    ledger.started.append("case-1")

    def done(element_id: str, again: bool = False) -> None:
        task_id = task_at(site, started, element_id)
        complete(site, ADMINISTRATOR, task_id, again=again)
        ledger.acknowledge(task_id)

    move_clock_and_work(site, MONDAY + timedelta(hours=4))  # both timers fire
    for element_id, again in (("draft", True), ("draft", False), ("remind", False), ("sign", False)):
        done(element_id, again)
    do_all_due(site)
    return site, ledger, postman.mails


def _mail() -> OutboxMail:
    names = dict.fromkeys(("kind", "recipient", "subject", "text", "html"), "x")
    names["address"] = "x@duban.example"
    return OutboxMail(message_id="<1@duban>", state="waiting", created_at=MONDAY, next_attempt_at=MONDAY, **names)


def test_a_record_in_which_nothing_is_broken_is_called_so(lived: tuple[Site, Ledger, list[EmailMessage]]) -> None:
    assert verdict(*lived, kills=0) == []


def _tell_twice(session: Session, *_: object) -> None:
    session.add(_event(session, "task.completed", "sign"))


def _fire_twice(session: Session, *_: object) -> None:
    session.add(_event(session, "timer.fired", "late"))


def _event(session: Session, type_: str, element_id: str) -> Event:
    one = session.scalars(select(Instance)).one()
    said = {"type": type_, "element_id": element_id, "at": MONDAY, "data": {}, "hash": "x"}
    return Event(instance_id=one.id, seq=one.event_count + 1, **said)


TAMPERS: dict[str, Tamper] = {
    "is running": lambda s, *_: s.execute(update(Instance).values(state="running")),
    "is stranded": lambda s, *_: s.execute(update(Instance).values(state="running")),
    "case case-1 was started 2 times": lambda s, *_: s.execute(update(Instance).values(business_key="case-1")),
    "case case-1 was started 0 times": lambda s, *_: s.execute(update(Instance).values(business_key="case-2")),
    "acknowledged completion of task": lambda s, *_: s.execute(update(Task).values(state="open")),
    "was acknowledged twice": lambda s, ledger, _: ledger.acknowledge(ledger.completed[0]),
    "completions at": _tell_twice,
    "fired timers at": _fire_twice,
    "armed timers at": lambda s, *_: s.execute(delete(Timer).where(Timer.element_id == "overdue")),
    "is left over": lambda s, *_: s.execute(update(Timer).values(state="pending")),
    "is waiting": lambda s, *_: s.execute(update(OutboxMail).values(state="waiting")),
    "never arrived": lambda s, ledger, mails: mails.clear(),
    "was never written": lambda s, *_: s.execute(delete(OutboxMail)),
    "1 copies too many": lambda s, ledger, mails: mails.append(mails[0]),
    "record does not hold": lambda s, *_: s.execute(update(Event).where(Event.seq == 2).values(name="changed")),
    "500": lambda s, ledger, _: ledger.faults.append("500"),
}


@pytest.mark.parametrize("said", TAMPERS)
def test_every_broken_promise_is_seen(lived: tuple[Site, Ledger, list[EmailMessage]], said: str) -> None:
    site, ledger, mails = lived
    with site.writing() as session, unguarded(session):
        if "2 times" in said:
            start_instance(act_of(site, session, ADMINISTRATOR), KEY)
            session.flush()
        TAMPERS[said](session, ledger, mails)
    assert any(said in sentence for sentence in verdict(site, ledger, mails, kills=0))
