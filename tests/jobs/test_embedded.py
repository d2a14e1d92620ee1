"""Celery inside the served process: the bell rings through the memory broker, and it can be started again."""

import threading

import pytest

from engine.jobs import app as celery_app
from engine.jobs.app import attach, make_celery
from engine.jobs.embedded import running
from engine.jobs.work import do_all_due
from engine.site import Site
from tests.jobs.test_work import HOUR, reminding
from tests.support.instances import open_elements, start_process
from tests.support.office import MONDAY, deploy, move_clock

PATIENCE = 30.0


@pytest.mark.parametrize("start_number", [1, 2])
def test_a_ring_makes_the_worker_do_what_is_due(site: Site, monkeypatch: pytest.MonkeyPatch, start_number: int) -> None:
    deploy(site, reminding("p", "PT1H"))
    started = start_process(site, "p")
    did_something = threading.Event()

    def do_and_tell(one: Site) -> int:
        done = do_all_due(one)
        if done:
            did_something.set()
        return done

    monkeypatch.setattr(celery_app, "do_all_due", do_and_tell)
    celery = make_celery(site.settings)
    celery.conf.beat_schedule = {}  # no tick comes to the ring's help
    attach(celery, site)
    with running(celery):
        move_clock(site, MONDAY + HOUR)
        site.ring()
        assert did_something.wait(PATIENCE)
    assert open_elements(site, started) == ["remind", "work"]
