"""Being told as each wants it: at once, in a digest, not by mail; held back in quiet times, but for supervision."""

from collections import Counter
from datetime import datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import select

from engine.jobs.work import do_all_due
from engine.notify.mails import mail_item
from engine.notify.smtp import SmtpPostman
from engine.site import Site
from engine.store.models import Item, Notice, NoticePreference, OutboxMail
from engine.store.telling import put_office_preference
from tests.jobs.test_outbox import Killed, Sent, die
from tests.support.matter import dispatch
from tests.support.office import HANDLER, MONDAY, SUBSTITUTE, act_of, move_clock, move_clock_and_work, person
from tests.support.services import free_port
from tests.support.smtp import smtp_server

TUESDAY_OPENING = datetime.fromisoformat("2026-01-06T09:00:00+08:00")
UNTOLD = {"urge": "app"}  # what the ladder itself says on Tuesday morning
NIGHT = {"starts": "20:00", "ends": "08:00", "days_off": True}


def prefer(site: Site, username: str, modes: dict[str, str], quiet: dict[str, Any] | None = None) -> None:
    with site.writing() as session:
        who = person(session, username).id
        session.merge(NoticePreference(person_id=who, modes=modes, quiet=quiet, changed_at=MONDAY))


def tell_handler(site: Site, item_id: int, kind: str, ordinal: int = 1) -> None:
    with site.writing() as session:
        mail_item(act_of(site, session), session.get_one(Item, item_id), kind, ordinal, ["handler"])


def mails(site: Site, username: str) -> list[OutboxMail]:
    with site.reading() as session:
        who = person(session, username).id
        return list(session.scalars(select(OutboxMail).where(OutboxMail.person_id == who).order_by(OutboxMail.id)))


def notices(site: Site, username: str) -> list[Notice]:
    with site.reading() as session:
        who = person(session, username).id
        return list(session.scalars(select(Notice).where(Notice.person_id == who).order_by(Notice.id)))


def test_everybody_told_has_one_notice_for_a_cause_beside_the_mail(either_site: Site) -> None:
    item_id = dispatch(either_site)
    for username in (HANDLER, SUBSTITUTE):
        [notice], [mail] = notices(either_site, username), mails(either_site, username)
        assert (notice.kind, notice.item_id, notice.read_at) == ("work_order", item_id, None)
        assert (mail.notice_id, mail.subject) == (notice.id, notice.title)
        assert mail.message_id == f"<{notice.cause}.{username}@duban>"


def test_a_digest_is_one_mail_at_the_opening_with_a_link_to_each_task(either_site: Site) -> None:
    port = free_port()
    either_site.postman = SmtpPostman("127.0.0.1", port)
    prefer(either_site, HANDLER, {"work_order": "digest", "rejected": "digest", **UNTOLD})
    first, second = dispatch(either_site), dispatch(either_site, title="第二项任务")
    tell_handler(either_site, first, "rejected")
    with smtp_server(port) as received:
        do_all_due(either_site)
        assert [mail["To"] for mail in received.mails if HANDLER in mail["To"]] == []
        move_clock_and_work(either_site, TUESDAY_OPENING - timedelta(minutes=1))
        assert [mail["To"] for mail in received.mails if HANDLER in mail["To"]] == []
        move_clock_and_work(either_site, TUESDAY_OPENING)
        move_clock_and_work(either_site, TUESDAY_OPENING + timedelta(hours=1))
        [digest] = [mail for mail in received.mails if HANDLER in mail["To"]]
    *gathered, sent = mails(either_site, HANDLER)
    assert [(mail.state, mail.digest_id) for mail in gathered] == [("bundled", sent.id)] * 3
    assert digest["Message-ID"] == f"<digest.{gathered[0].id}@duban>"
    text = digest.get_body(("plain",))
    assert text is not None
    links = [f"/notices/{mail.notice_id}\n" for mail in gathered]
    positions = [text.get_content().find(link) for link in links]
    assert positions == sorted(positions)
    assert -1 not in positions
    assert [mail.item_id for mail in gathered] == [first, second, first]


def test_nothing_gathered_is_lost_when_the_preference_changes_meanwhile(site: Site) -> None:
    postman = site.postman = Sent()
    prefer(site, HANDLER, {"work_order": "digest", **UNTOLD})
    dispatch(site)
    prefer(site, HANDLER, {"work_order": "app", **UNTOLD})
    do_all_due(site)
    dispatch(site, title="第二项任务")
    move_clock_and_work(site, TUESDAY_OPENING)
    assert [one for one in postman.ids if "digest" in one] == [f"<digest.{mails(site, HANDLER)[0].id}@duban>"]
    assert [mail.state for mail in mails(site, HANDLER)] == ["bundled", "sent"]
    assert [notice.kind for notice in notices(site, HANDLER)][:2] == ["work_order", "work_order"]


def test_who_wants_no_mail_is_told_in_the_product_alone(site: Site) -> None:
    prefer(site, HANDLER, {"work_order": "app"})
    dispatch(site)
    assert mails(site, HANDLER) == []
    assert [notice.kind for notice in notices(site, HANDLER)] == ["work_order"]


@pytest.mark.parametrize("kind", ["supervise", "standing_in"])
def test_a_notice_of_supervision_waits_for_nobody(site: Site, kind: str) -> None:
    modes = {kind: "app"}
    prefer(site, HANDLER, modes, {"starts": "00:00", "ends": "23:59", "days_off": True})
    item_id = dispatch(site)
    with site.writing() as session:
        item = session.get_one(Item, item_id)
        mail_item(act_of(site, session), item, kind, 1, ["handler"], {"absent": "", "posts": ""}, channels=("in_app",))
    last = mails(site, HANDLER)[-1]
    assert (last.kind, last.state, last.next_attempt_at) == (kind, "waiting", MONDAY)


def test_quiet_hours_hold_a_mail_over_spring_festival_under_its_name_and_in_its_order(either_site: Site) -> None:
    postman = either_site.postman = Sent()
    item_id = dispatch(either_site)
    do_all_due(either_site)
    postman.ids.clear()
    prefer(either_site, HANDLER, {}, NIGHT)
    eve, festival = "2026-02-14T21:00:00+08:00", "2026-02-18T10:00:00+08:00"
    for ordinal, moment in enumerate((eve, festival), 1):
        move_clock(either_site, datetime.fromisoformat(moment))
        tell_handler(either_site, item_id, "urge", 100 + ordinal)
    told = [f"<urge.{item_id}.{number}.{HANDLER}@duban>" for number in (101, 102)]
    move_clock_and_work(either_site, datetime.fromisoformat("2026-02-24T08:59:00+08:00"))
    assert not set(told) & set(postman.ids)
    move_clock_and_work(either_site, datetime.fromisoformat("2026-02-24T09:00:00+08:00"))
    assert [one for one in postman.ids if one in told] == told


def test_the_office_says_how_everybody_is_told_who_chose_nothing_else(site: Site) -> None:
    with site.writing() as session:
        put_office_preference(session, {"modes": {"work_order": "digest"}, "quiet": NIGHT})
    prefer(site, SUBSTITUTE, {"work_order": "at_once"}, {"starts": "00:00", "ends": "00:00", "days_off": False})
    dispatch(site)
    assert [mail.state for mail in mails(site, HANDLER)] == ["gathered"]
    assert [mail.state for mail in mails(site, SUBSTITUTE)] == ["waiting"]


def test_two_workers_at_once_make_one_digest_for_each(either_site: Site) -> None:
    postman = either_site.postman = Sent()
    for username in (HANDLER, SUBSTITUTE):
        prefer(either_site, username, {"work_order": "digest", **UNTOLD})
    for number in range(3):
        dispatch(either_site, title=f"第{number}项任务")
    move_clock(either_site, TUESDAY_OPENING)
    barrier = Barrier(2)

    def work() -> None:
        barrier.wait(30)
        do_all_due(either_site)

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert sorted(Counter(one for one in postman.ids if "digest" in one).values()) == [1, 1]
    for username in (HANDLER, SUBSTITUTE):
        assert Counter(mail.state for mail in mails(either_site, username)) == {"bundled": 3, "sent": 1}


def test_a_worker_killed_over_a_digest_costs_one_more_copy_under_the_same_name(site: Site) -> None:
    killed = site.postman = Sent(then=die)
    prefer(site, HANDLER, {"work_order": "digest", **UNTOLD})
    prefer(site, SUBSTITUTE, {"work_order": "app", **UNTOLD})
    dispatch(site)
    move_clock(site, TUESDAY_OPENING)
    with pytest.raises(Killed):
        do_all_due(site)
    healthy = site.postman = Sent()
    move_clock_and_work(site, TUESDAY_OPENING + timedelta(minutes=11))
    assert (
        killed.ids
        == [one for one in healthy.ids if "digest" in one]
        == [f"<digest.{mails(site, HANDLER)[0].id}@duban>"]
    )
