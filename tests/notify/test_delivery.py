"""Mails leave the outbox over a real SMTP server: once, readable, with a fixed Message-ID; when it is down, later."""

from datetime import timedelta
from email.message import EmailMessage

import pytest
from sqlalchemy import select

from engine.jobs.work import do_all_due
from engine.notify.smtp import SmtpPostman
from engine.site import Site
from engine.store.models import Notice, OutboxMail, Person, UnitVersion
from tests.support.matter import dispatch
from tests.support.office import HANDLER, MONDAY, SUBSTITUTE, move_clock_and_work
from tests.support.services import free_port
from tests.support.smtp import smtp_server

MINUTE = timedelta(minutes=1)


def outbox(site: Site) -> list[OutboxMail]:
    with site.reading() as session:
        return list(session.scalars(select(OutboxMail).order_by(OutboxMail.id)))


def test_a_work_order_reaches_both_posts_once_and_can_be_read(site: Site) -> None:
    port = free_port()
    site.postman = SmtpPostman("127.0.0.1", port)
    item_id = dispatch(site)
    with smtp_server(port) as received:
        assert do_all_due(site) == 2
        assert do_all_due(site) == 0
    by_address = {mail["To"]: mail for mail in received.mails}
    assert set(by_address) == {f"{HANDLER}@duban.example", f"{SUBSTITUTE}@duban.example"}
    assert len(received.mails) == 2
    mail = by_address[f"{HANDLER}@duban.example"]
    assert mail["Message-ID"] == f"<work_order.{item_id}.1.{HANDLER}@duban>"
    assert "第一项任务" in mail["Subject"]
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert html is not None
    assert "第一项任务" in text.get_content()
    assert "第一项任务" in html.get_content()
    with site.reading() as session:
        notice = session.scalars(select(Notice).where(Notice.item_id == item_id, Notice.kind == "work_order")).first()
    assert notice is not None
    assert f"/notices/{notice.id}" in text.get_content()
    assert "<style" not in html.get_content()
    assert {(row.state, row.sent_at) for row in outbox(site)} == {("sent", MONDAY)}


def test_while_the_server_is_down_the_pause_doubles_and_afterwards_it_is_delivered_once(site: Site) -> None:
    port = free_port()
    site.postman = SmtpPostman("127.0.0.1", port, timeout=2)
    dispatch(site)
    do_all_due(site)
    assert {(row.state, row.attempts, row.next_attempt_at) for row in outbox(site)} == {("waiting", 1, MONDAY + MINUTE)}
    assert all(row.last_error for row in outbox(site))
    assert move_clock_and_work(site, MONDAY + MINUTE / 2) == 0
    assert move_clock_and_work(site, MONDAY + MINUTE) == 2
    assert {(row.attempts, row.next_attempt_at) for row in outbox(site)} == {(2, MONDAY + 3 * MINUTE)}
    with smtp_server(port) as received:
        assert move_clock_and_work(site, MONDAY + 3 * MINUTE) == 2
        assert move_clock_and_work(site, MONDAY + 90 * MINUTE) == 0
    assert len(received.mails) == 2
    assert {row.state for row in outbox(site)} == {"sent"}


def test_after_ten_failures_a_mail_is_dead_and_stays_visible(site: Site) -> None:
    class Refusing:
        def send(self, mail: EmailMessage) -> None:
            raise ConnectionRefusedError("nobody there")

    site.postman = Refusing()
    dispatch(site)
    for hours in range(0, 100, 7):
        move_clock_and_work(site, MONDAY + timedelta(hours=hours))
    assert {(row.state, row.attempts) for row in outbox(site)} >= {("dead", 10)}


def test_without_a_server_a_mail_is_kept_for_the_mailbox(site: Site) -> None:
    dispatch(site)
    do_all_due(site)
    assert {row.state for row in outbox(site)} == {"kept"}


def test_a_mail_that_cannot_be_made_holds_up_no_other(site: Site) -> None:
    port = free_port()
    site.postman = SmtpPostman("127.0.0.1", port)
    dispatch(site)
    with site.writing() as session:
        broken = session.scalars(select(OutboxMail).order_by(OutboxMail.id)).first()
        assert broken is not None
        broken.subject = "one\nline too many"
    with smtp_server(port) as received:
        do_all_due(site)
    assert len(received.mails) == 1
    assert sorted(row.state for row in outbox(site)) == ["dead", "sent"]


@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"])
def test_a_title_cannot_smuggle_a_header_into_the_mail(site: Site, newline: str) -> None:
    port = free_port()
    site.postman = SmtpPostman("127.0.0.1", port)
    dispatch(site, title=f"第一项{newline}Bcc: everybody@duban.example")
    with smtp_server(port) as received:
        do_all_due(site)
    assert len(received.mails) == 2
    assert all(mail["Bcc"] is None for mail in received.mails)


@pytest.mark.parametrize(
    "address",
    [
        "chenlu@duban.example, everybody@duban.example",
        "chenlu@duban.example\r\nBcc: everybody@duban.example",
        "chenlu@duban.example\nX",
        "everybody@duban.example;",
        "陈璐 <everybody@duban.example>",
        "everybody",
        "",
    ],
)
def test_an_address_that_is_not_one_address_reaches_nobody(site: Site, address: str) -> None:
    port = free_port()
    site.postman = SmtpPostman("127.0.0.1", port)
    dispatch(site)
    with site.writing() as session:
        strange = session.scalars(select(OutboxMail).order_by(OutboxMail.id)).first()
        assert strange is not None
        strange.address = address
    with smtp_server(port) as received:
        do_all_due(site)
    assert [mail["Bcc"] for mail in received.mails] == [None]
    assert "everybody" not in "".join(str(mail["To"]) for mail in received.mails)
    assert sorted(row.state for row in outbox(site)) == ["dead", "sent"]


def test_names_and_units_cannot_smuggle_a_header_or_a_script_into_the_mail(site: Site) -> None:
    port = free_port()
    site.postman = SmtpPostman("127.0.0.1", port)
    hostile = "陈\r\nBcc: everybody@duban.example\r\n\r\n<script>alert(1)</script>"
    with site.writing() as session:
        for person in session.scalars(select(Person)):
            person.name = hostile[:60]
        for unit in session.scalars(select(UnitVersion)):
            unit.name = hostile
    dispatch(site, title=hostile)
    with smtp_server(port) as received:
        do_all_due(site)
    assert len(received.mails) == 2
    for mail in received.mails:
        assert (mail["Bcc"], mail.get_content_type()) == (None, "multipart/alternative")
        html = mail.get_body(("html",))
        assert html is not None
        assert "<script" not in html.get_content()
        assert "&lt;script&gt;" in html.get_content()
