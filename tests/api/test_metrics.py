"""Prometheus is told the figures that should alarm somebody, and that the database is away when it is."""

from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import update

from engine.site import Site
from engine.store.models import Task
from tests.api.conftest import Visitor
from tests.queries.test_stranded import WAITS
from tests.support.instances import start_process
from tests.support.matter import dispatch
from tests.support.office import MONDAY, deploy, move_clock

Scrape = Callable[[], dict[str, float]]


@pytest.fixture
def scrape(visitor: Visitor) -> Scrape:
    def figures() -> dict[str, float]:
        answer = visitor("").get(httpx.URL("http://testserver/metrics"))
        assert answer.status_code == 200
        lines = [line.split() for line in answer.text.splitlines() if line.startswith("duban_")]
        return {name: float(value) for name, value in lines}

    return figures


def test_nothing_alarms_in_a_quiet_office(scrape: Scrape) -> None:
    assert scrape() == {
        "duban_database_up": 1,
        "duban_stranded_instances": 0,
        "duban_oldest_due_timer_seconds": 0,
        "duban_outbox_waiting": 0,
        "duban_starts_set_aside": 0,
        "duban_unattended_tasks": 0,
        "duban_documents_waiting": 0,
        "duban_documents_failed": 0,
    }


def test_late_timers_waiting_mails_and_stranded_instances_are_told(site: Site, scrape: Scrape) -> None:
    deploy(site, WAITS["task"])
    start_process(site, "p")
    with site.writing() as session:
        session.execute(update(Task).values(state="withdrawn"))
    deploy(site, WAITS["timer"])
    start_process(site, "p")
    dispatch(site)
    move_clock(site, MONDAY + timedelta(hours=3))
    assert scrape() == {
        "duban_database_up": 1,
        "duban_stranded_instances": 1,
        "duban_oldest_due_timer_seconds": 7200,
        "duban_outbox_waiting": 2,
        "duban_starts_set_aside": 0,
        "duban_unattended_tasks": 0,
        "duban_documents_waiting": 1,
        "duban_documents_failed": 0,
    }


def test_while_the_database_is_away_no_wrong_figure_is_told(site: Site, scrape: Scrape) -> None:
    with site.writing() as session:
        session.connection().exec_driver_sql("ALTER TABLE outbox_mail RENAME TO gone")
    assert scrape() == {"duban_database_up": 0}
