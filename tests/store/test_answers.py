"""Of two at once under one key, one acts and the other reads; what is older than a month is forgotten."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from engine.jobs.work import do_all_due
from engine.site import Site
from engine.store.answers import KEPT, take_key
from engine.store.models import TakenDelivery
from tests.support.office import MONDAY, move_clock


def delivery(number: int = 1) -> TakenDelivery:
    return TakenDelivery(receiver="oa", delivery_id=str(number), fingerprint="f", at=MONDAY)


def kept(site: Site) -> list[str]:
    with site.reading() as session:
        return list(session.scalars(select(TakenDelivery.delivery_id).order_by(TakenDelivery.delivery_id)))


@pytest.mark.parametrize("first_fails", [False, True])
def test_the_second_waits_for_the_first(either_site: Site, first_fails: bool) -> None:
    """It reads the answer of one that ended well and acts itself after one that did not."""
    begun, second_done = threading.Event(), threading.Event()
    seen: list[tuple[bool, int]] = []

    def second() -> None:
        begun.wait(30)
        with either_site.writing() as session:
            row, is_ours = take_key(session, delivery())
            seen.append((is_ours, row.status))
        second_done.set()

    thread = threading.Thread(target=second)
    thread.start()
    with either_site.writing() as session:
        row, is_ours = take_key(session, delivery())
        assert is_ours
        begun.set()
        row.status = 200
        if first_fails:
            session.rollback()
    thread.join(60)
    assert second_done.is_set()
    assert seen == [(True, 0) if first_fails else (False, 200)]


def test_an_answer_is_forgotten_after_thirty_days(either_site: Site) -> None:
    with either_site.writing() as session:
        take_key(session, delivery())
        young = delivery(2)
        young.at = MONDAY + timedelta(seconds=1)
        take_key(session, young)
    move_clock(either_site, MONDAY + KEPT + timedelta(seconds=1))
    do_all_due(either_site)
    assert kept(either_site) == ["2"]
