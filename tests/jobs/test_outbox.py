"""At least once, and once when nothing crashes: leases, two workers at once, a killed one, a frozen one."""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage

import pytest
import structlog
from sqlalchemy import select

from engine.commands.delivery.claim import BATCH, LEASE, claim_waiting
from engine.commands.delivery.relay import write_outcome
from engine.domain.retrying import MAX_ATTEMPTS
from engine.jobs.work import do_all_due
from engine.site import Site
from engine.store.models import OutboxCall, OutboxMail
from engine.store.outbox import count_waiting, release_leases
from tests.support.instances import start_process
from tests.support.matter import dispatch
from tests.support.office import MONDAY, deploy, move_clock, move_clock_and_work
from tests.support.receiver import calling, http_server, knows, receiver


class Killed(BaseException):
    """What no handler catches, as a process that dies."""


class Sent:
    """A mail server that keeps the Message-IDs; `then` happens after each mail."""

    def __init__(self, then: Callable[[], None] = lambda: None) -> None:
        self.ids: list[str] = []
        self.then = then

    def send(self, mail: EmailMessage) -> None:
        self.ids.append(mail["Message-ID"])
        self.then()


def die() -> None:
    raise Killed


def mails(site: Site) -> list[OutboxMail]:
    with site.reading() as session:
        return list(session.scalars(select(OutboxMail).order_by(OutboxMail.id)))


def write_mails(site: Site, count: int) -> None:
    with site.writing() as session:
        for number in range(count):
            mail = OutboxMail(message_id=f"<{number}@duban>", kind="urge", address="a@duban.example", recipient="甲")
            mail.subject, mail.text, mail.html = "催办", "催办", "<p>催办</p>"
            mail.created_at = mail.next_attempt_at = MONDAY
            mail.state = "waiting"
            session.add(mail)


def test_two_ticks_at_once_send_everything_once(either_site: Site) -> None:
    """A bell that Celery delivers twice, or to two workers."""
    postman = either_site.postman = Sent()
    write_mails(either_site, 3 * BATCH)
    with http_server() as heard:
        knows(either_site, oa=receiver(heard.url))
        deploy(either_site, calling(receiver="oa"))
        for _ in range(5):
            start_process(either_site, "p")
        barrier = threading.Barrier(2)

        def tick() -> None:
            barrier.wait(30)
            do_all_due(either_site)

        threads = [threading.Thread(target=tick) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)
    assert Counter(postman.ids) == Counter(row.message_id for row in mails(either_site))
    assert len({headers["webhook-id"] for _, headers, _ in heard.calls}) == len(heard.calls) == 5
    assert {row.state for row in mails(either_site)} == {"sent"}
    with either_site.reading() as session:
        assert set(session.scalars(select(OutboxCall.state))) == {"sent"}


def test_a_worker_killed_after_sending_costs_one_more_copy_under_the_same_name(either_site: Site) -> None:
    killed = either_site.postman = Sent(then=die)
    dispatch(either_site)
    with pytest.raises(Killed):
        do_all_due(either_site)
    healthy = either_site.postman = Sent()
    assert do_all_due(either_site) == 0
    assert move_clock_and_work(either_site, MONDAY + LEASE) == 2
    assert Counter(killed.ids + healthy.ids) == Counter(
        {row.message_id: 2 if row.message_id in killed.ids else 1 for row in mails(either_site)}
    )
    assert {(row.state, row.attempts) for row in mails(either_site)} == {("sent", 2)}


def test_nothing_is_locked_while_the_mail_server_talks(either_site: Site) -> None:
    seen: list[int] = []

    def look() -> None:
        with either_site.writing() as session:
            seen.append(count_waiting(session, MONDAY))
            for row in session.scalars(select(OutboxMail)):
                row.recipient = "乙"

    either_site.postman = Sent(then=look)
    dispatch(either_site)
    do_all_due(either_site)
    assert seen == [2, 1]
    assert {row.state for row in mails(either_site)} == {"sent"}


def test_a_worker_frozen_past_its_lease_neither_goes_on_nor_overrules_who_took_over(either_site: Site) -> None:
    other = Sent()

    def freeze() -> None:
        """While this one stands still, another worker does the whole batch."""
        move_clock(either_site, MONDAY + LEASE)
        either_site.postman = other
        do_all_due(either_site)

    frozen = either_site.postman = Sent(then=freeze)
    dispatch(either_site)
    with structlog.testing.capture_logs() as logs:
        do_all_due(either_site)
    assert len(frozen.ids) == 1
    assert len(other.ids) == 2
    assert [entry["event"] for entry in logs] == ["outbox.lease_lost"]
    assert {(row.state, row.attempts, row.sent_at) for row in mails(either_site)} == {("sent", 2, MONDAY + LEASE)}


def test_a_lost_lease_writes_nothing(site: Site) -> None:
    write_mails(site, 1)
    with site.writing() as session:
        [mail] = claim_waiting(session, MONDAY, keep_mails=False).mails
    with site.writing() as session:
        assert not write_outcome(session, mail, "another lease", {"state": "sent"})
    assert [row.state for row in mails(site)] == ["waiting"]


def test_what_kills_its_worker_each_time_is_dead_after_ten(site: Site) -> None:
    site.postman = Sent(then=die)
    write_mails(site, 1)
    for attempt in range(MAX_ATTEMPTS):
        move_clock(site, MONDAY + attempt * LEASE)
        with pytest.raises(Killed):
            do_all_due(site)
    move_clock_and_work(site, MONDAY + MAX_ATTEMPTS * LEASE)
    assert [(row.state, row.lease) for row in mails(site)] == [("dead", None)]


def test_the_one_process_starting_again_takes_up_at_once_what_it_held(site: Site) -> None:
    site.postman = Sent(then=die)
    write_mails(site, 2)
    with pytest.raises(Killed):
        do_all_due(site)
    with site.writing() as session:
        release_leases(session, MONDAY)
    site.postman = Sent()
    assert do_all_due(site) == 2


def test_a_claim_takes_a_batch_and_the_longest_waiting_first(either_site: Site) -> None:
    write_mails(either_site, BATCH + 1)
    with either_site.writing() as session:
        late = session.scalars(select(OutboxMail).order_by(OutboxMail.id.desc())).first()
        assert late is not None
        late.next_attempt_at = MONDAY - timedelta(days=1)
    with either_site.writing() as session:
        taken = claim_waiting(session, MONDAY, keep_mails=False).mails
    assert len(taken) == BATCH
    assert taken[0].id == late.id
