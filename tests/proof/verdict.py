"""What must hold of an office's record after everything has ended, whatever happened to its processes."""

from collections import Counter
from collections.abc import Collection, Iterable
from email.message import EmailMessage
from typing import Any

from sqlalchemy import select

from engine.queries.stranded import find_stranded
from engine.site import Site
from engine.store import Session
from engine.store.models import Event, Instance, OutboxMail, Task, Timer
from tests.proof.workload import KEY, TIMERS, Ledger
from tests.support.record import findings


def verdict(site: Site, ledger: Ledger, mails: Iterable[EmailMessage], kills: int) -> list[str]:
    """Every broken promise in a sentence; nothing when all hold."""
    with site.reading() as session:
        broken = [
            *_not_ended(session),
            *_lost_or_double_starts(session, ledger.started),
            *_lost_completions(session, ledger.completed),
            *_double_completions(session),
            *_timers(session),
            *_mails(session, Counter(str(mail["Message-ID"]) for mail in mails), kills),
            *(f"instance {one} is stranded" for one in find_stranded(session)),
        ]
    return [*broken, *(f"the record does not hold: {one}" for one in findings(site)), *ledger.faults]


def _not_ended(session: Session) -> list[str]:
    states = session.execute(select(Instance.id, Instance.key, Instance.state).where(Instance.state != "completed"))
    return [f"instance {one} of {key} is {state}" for one, key, state in states]


def _lost_or_double_starts(session: Session, started: Collection[str]) -> list[str]:
    counted = Counter(session.scalars(select(Instance.business_key).where(Instance.key == KEY)))
    wrong = {name: counted[name] for name in {*started, *counted} if counted[name] != 1}
    return [f"case {name} was started {times} times" for name, times in wrong.items()]


def _lost_completions(session: Session, acknowledged: Collection[str]) -> list[str]:
    done = set(session.scalars(select(Task.id).where(Task.state == "done", Task.completed_by_id.is_not(None))))
    twice = [task_id for task_id, times in Counter(acknowledged).items() if times > 1]
    return [
        *(f"the acknowledged completion of task {task_id} is lost" for task_id in set(acknowledged) - done),
        *(f"the completion of task {task_id} was acknowledged twice" for task_id in twice),
    ]


def _double_completions(session: Session) -> list[str]:
    done = select(Task.instance_id, Task.element_id).where(Task.state == "done")
    told = select(Event.instance_id, Event.element_id).where(Event.type == "task.completed")
    return _unequal("completions", _counted(session, done), _counted(session, told))


def _timers(session: Session) -> list[str]:
    """Each fired row is one event, each activation armed one row, none is left."""
    fired = select(Timer.instance_id, Timer.element_id).where(Timer.state == "fired", Timer.kind == "event")
    told = select(Event.instance_id, Event.element_id).where(Event.type == "timer.fired")
    armed = _counted(session, select(Timer.instance_id, Timer.element_id).where(Timer.element_id.in_(TIMERS)))
    activated = _counted(session, select(Task.instance_id, Task.element_id).where(Task.key == KEY))
    expected = Counter(
        {(one, timer): activated[(one, activity)] for timer, activity in TIMERS.items() for one, _ in activated}
    )
    left = session.scalars(select(Timer.id).where(Timer.state.not_in(("fired", "cancelled"))))
    return [
        *_unequal("fired timers", _counted(session, fired), _counted(session, told)),
        *_unequal("armed timers", expected, armed),
        *(f"timer {one} is left over" for one in left),
    ]


def _mails(session: Session, received: Counter[str], kills: int) -> list[str]:
    """Each at least once; a crash between the server's yes and our note of it costs at most one more copy."""
    written = {one.message_id: one.state for one in session.scalars(select(OutboxMail))}
    spare = received.total() - len(received)
    return [
        *(f"mail {one} is {state}" for one, state in written.items() if state != "sent"),
        *(f"mail {one} never arrived" for one in written.keys() - received.keys()),
        *(f"mail {one} was never written" for one in received.keys() - written.keys()),
        *([f"{spare} copies too many after {kills} kills"] if spare > kills else []),
    ]


def _counted(session: Session, query: Any) -> Counter[tuple[int, str]]:
    return Counter((one, element_id) for one, element_id in session.execute(query))


def _unequal(what: str, expected: Counter[tuple[int, str]], found: Counter[tuple[int, str]]) -> list[str]:
    places = sorted(place for place in {*expected, *found} if expected[place] != found[place])
    return [f"{what} at {place}: expected {expected[place]}, but got {found[place]}" for place in places]
