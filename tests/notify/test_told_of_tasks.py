"""What somebody does with a task is told to those it concerns, once, and never to who did it."""

import pytest
from sqlalchemy import select

from engine.commands.tasks.add_signers import add_signers
from engine.commands.tasks.answer_urge import answer_urge
from engine.commands.tasks.copy_to import copy_task
from engine.commands.tasks.delegate import delegate_task
from engine.commands.tasks.hand_back import hand_back_task
from engine.commands.tasks.send_back import return_task
from engine.commands.tasks.transfer import transfer_task
from engine.commands.tasks.urge import urge_task
from engine.commands.tasks.withdraw import withdraw_task
from engine.queries.mailbox import list_mails
from engine.queries.reader import Reader
from engine.site import Site
from engine.store.models import Notice, OutboxMail, Person
from tests.support.diagrams import HEAD, chain, end, start
from tests.support.instances import start_process
from tests.support.matter import complete, dispatch, open_task
from tests.support.office import ADMINISTRATOR, HANDLER, OFFICER, deploy, person, situation
from tests.support.verbs import by, give, id_of

STRANGER = "panying"


def told(site: Site, kind: str) -> list[tuple[str, str | None]]:
    """Who has a notice of a kind and of which task; the mail beside it is to the same person."""
    with site.reading() as session:
        rows = session.execute(
            select(Person.username, Notice.task_id, OutboxMail.person_id, Notice.person_id)
            .join(Person, Person.id == Notice.person_id)
            .join(OutboxMail, OutboxMail.notice_id == Notice.id)
            .where(Notice.kind == kind)
            .order_by(Notice.id)
        ).all()
    assert all(row[2] == row[3] for row in rows)
    return [(row[0], row[1]) for row in rows]


@pytest.fixture
def task_id(site: Site) -> str:
    dispatch(site)
    return open_task(site, "sign")


def test_who_has_an_urged_task_is_told_and_who_urged_hears_of_the_receipt(site: Site, task_id: str) -> None:
    by(site, OFFICER, urge_task, task_id, reason="请今日签收")
    assert told(site, "task_urged") == [(HANDLER, task_id)]
    with site.reading() as session:
        mail = session.scalars(select(OutboxMail).where(OutboxMail.kind == "task_urged")).one()
        assert "请今日签收" in mail.text
    by(site, HANDLER, answer_urge, task_id, reason="今日即办")
    assert told(site, "task_urge_answered") == [(OFFICER, task_id)]


def test_whoever_is_given_a_task_is_told(site: Site, task_id: str) -> None:
    by(site, HANDLER, transfer_task, task_id, id_of(site, STRANGER))
    assert told(site, "task_transferred") == [(STRANGER, task_id)]


def test_a_delegate_is_told_and_so_is_the_delegator_when_it_comes_back(site: Site, task_id: str) -> None:
    by(site, HANDLER, delegate_task, task_id, id_of(site, STRANGER))
    by(site, STRANGER, hand_back_task, task_id, {})
    assert told(site, "task_delegated") == [(STRANGER, task_id)]
    assert told(site, "task_handed_back") == [(HANDLER, task_id)]
    by(site, HANDLER, delegate_task, task_id, id_of(site, STRANGER))
    by(site, HANDLER, hand_back_task, task_id, {})
    assert told(site, "task_taken_back") == [(STRANGER, task_id)]


def test_a_copy_is_told_once_to_each(site: Site, task_id: str) -> None:
    people = [id_of(site, STRANGER), id_of(site, OFFICER)]
    by(site, HANDLER, copy_task, task_id, people)
    by(site, HANDLER, copy_task, task_id, people)
    assert sorted(told(site, "task_copied")) == sorted([(STRANGER, task_id), (OFFICER, task_id)])


def test_signers_are_told_of_their_own_task(site: Site, task_id: str) -> None:
    tasks = by(site, HANDLER, add_signers, task_id, [id_of(site, STRANGER), id_of(site, OFFICER)], "before")
    assert told(site, "task_signer") == [(STRANGER, tasks[0].id), (OFFICER, tasks[1].id)]


def two_steps(site: Site) -> tuple[str, str]:
    """A task that was done by the handler, and the one behind it, the stranger's."""
    tasks = '<userTask id="first" name="拟办" /><userTask id="second" name="审核" />'
    nodes = start() + tasks + end() + chain("start", "first", "second", "end")
    process = f'<process id="p" name="p" isExecutable="true">{nodes}</process>'
    deploy(site, f'<?xml version="1.0" encoding="UTF-8"?>{HEAD}{process}</definitions>'.encode())
    start_process(site, "p")
    first = give(site, open_task(site, "first"), HANDLER)
    complete(site, HANDLER, first)
    return first, give(site, open_task(site, "second"), STRANGER)


def test_who_did_a_returned_task_is_told_of_the_one_that_is_open_again(site: Site) -> None:
    first, second = two_steps(site)
    by(site, STRANGER, return_task, second, "previous")
    [(who, task_id)] = told(site, "task_returned")
    assert (who, task_id) == (HANDLER, open_task(site, "first"))
    assert task_id != first


def test_who_loses_a_task_by_a_withdrawal_is_told(site: Site) -> None:
    first, _ = two_steps(site)
    by(site, HANDLER, withdraw_task, first, reason="")
    assert told(site, "task_recalled") == [(STRANGER, first)]


def test_a_mail_about_a_confidential_task_is_its_readers_alone(site: Site) -> None:
    _, second = two_steps(site)
    by(site, ADMINISTRATOR, urge_task, second)
    with site.reading() as session:
        now = situation(session)
        who = person(session, ADMINISTRATOR).id
        open_reader = Reader(who, now.roles(who), now)
        closed_reader = Reader(who, now.roles(who), now, frozenset({"p"}))
        seen = {mail.kind for mail in list_mails(session, open_reader, 0)[0]}
        hidden = {mail.kind for mail in list_mails(session, closed_reader, 0)[0]}
    assert "task_urged" in seen
    assert "task_urged" not in hidden
