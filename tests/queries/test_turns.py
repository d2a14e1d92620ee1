"""What lies in somebody's inbox is what they may do: for everybody, with absences of every kind."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from engine.domain.errors import NotAllowed, NotFound
from engine.queries.inbox import Wanted, get_task_row, list_tasks
from engine.site import Site
from engine.store import Session
from engine.store.models import AbsenceRow, Person, Task, TaskCandidate, Unit
from tests.support.matter import complete, dispatch, open_task
from tests.support.office import (
    ADMINISTRATOR,
    HANDLER,
    MONDAY,
    SUBSTITUTE,
    UNIT_HEAD,
    doers,
    person,
    reader,
    send_away,
)

UNTIL = MONDAY + timedelta(days=3)


def _inbox(session: Session, username: str) -> set[str]:
    rows, _ = list_tasks(session, reader(session, username), Wanted(limit=1000))
    return {row.task.id for row in rows}


def _assert_inboxes_are_turns(site: Site) -> None:
    with site.reading() as session:
        tasks = list(session.scalars(select(Task.id).where(Task.state == "open")))
        turns = {task_id: set(doers(session, task_id)) for task_id in tasks}
        for username in session.scalars(select(Person.username)):
            mine = {task_id for task_id, people in turns.items() if username in people}
            assert _inbox(session, username) == mine, username
        assert all(turns.values())


def test_every_inbox_shows_what_is_its_persons_turn(either_site: Site) -> None:
    for unit in ("zhc", "xxc", "ms1"):
        dispatch(either_site, unit=unit)
    _assert_inboxes_are_turns(either_site)
    with either_site.writing() as session:
        send_away(session, HANDLER, MONDAY, UNTIL)
        send_away(session, "caomin", MONDAY, UNTIL)
        send_away(session, "pengfei", MONDAY, UNTIL)
        unit_id = session.scalars(select(Unit.id).where(Unit.code == "ms1")).one()
        for username, process, only_of in (
            ("huangjing", "supervision-item", None),
            ("xuhao", None, unit_id),
            ("liming", "supervision-matter", None),
        ):
            who = person(session, username)
            session.add(AbsenceRow(person_id=who.id, process=process, unit_id=only_of, starts_at=MONDAY, ends_at=UNTIL))
    _assert_inboxes_are_turns(either_site)


def test_b_sees_the_task_at_once_and_does_it_only_while_a_is_away(either_site: Site) -> None:
    dispatch(either_site)
    task_id = open_task(either_site, "sign")
    with either_site.reading() as session:
        assert get_task_row(session, reader(session, SUBSTITUTE), task_id).people[0][1] == "陈璐"
    with pytest.raises(NotAllowed):
        complete(either_site, SUBSTITUTE, task_id, decision="sign")
    with either_site.writing() as session:
        send_away(session, HANDLER, MONDAY, UNTIL)
    with pytest.raises(NotAllowed) as away:
        complete(either_site, HANDLER, task_id, decision="sign")
    assert [problem.code for problem in away.value.problems] == ["tasks.you_are_away"]
    complete(either_site, SUBSTITUTE, task_id, decision="sign")


def test_who_has_nothing_to_do_with_a_task_does_not_find_it(either_site: Site) -> None:
    dispatch(either_site)
    task_id = open_task(either_site, "sign")
    for username in ("caomin", UNIT_HEAD):
        with pytest.raises(NotFound), either_site.reading() as session:
            get_task_row(session, reader(session, username), task_id)
    with pytest.raises(NotFound):
        complete(either_site, "caomin", task_id, decision="sign")


def test_an_administrator_does_what_belongs_to_nobody(either_site: Site) -> None:
    dispatch(either_site)
    task_id = open_task(either_site, "sign")
    with either_site.writing() as session:
        assert task_id not in _inbox(session, ADMINISTRATOR)
        session.execute(delete(TaskCandidate).where(TaskCandidate.task_id == task_id))
    with either_site.reading() as session:
        assert task_id in _inbox(session, ADMINISTRATOR)
    complete(either_site, ADMINISTRATOR, task_id, decision="sign")
