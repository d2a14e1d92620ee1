"""The year in an hour, embedded, scaled out, and with the serving process killed twenty times."""

import random
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.site import Site
from tests.scenarios.expectations import assert_year_came_true
from tests.scenarios.record import record_of
from tests.scenarios.year import START, live_through
from tests.support.server import Server, prepare
from tests.support.services import create_database, postgresql, redis

pytestmark = pytest.mark.scenario
KILLS = 20
REQUESTS = 2_000  # about as many as the year makes; a kill falls due at a request before this one


@pytest.fixture(scope="module")
def embedded_year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The year on SQLite, everything in one process."""
    server = Server(tmp_path_factory.mktemp("embedded"))
    prepare(server, START)
    server.start()
    try:
        live_through(server)
    finally:
        server.stop()
    site = Site(server.settings())
    yield site
    site.close()


def test_every_kind_of_lateness_is_answered_as_the_table_says(embedded_year: Site) -> None:
    with embedded_year.reading() as session:
        assert_year_came_true(session)


def test_the_same_year_on_postgresql_with_redis_and_a_separate_worker(tmp_path: Path) -> None:
    (tmp_path / "pg").mkdir()
    with postgresql(tmp_path / "pg") as postgresql_url, redis(tmp_path) as redis_url:
        server = Server(tmp_path, database_url=create_database(postgresql_url), broker_url=redis_url)
        prepare(server, START)
        server.start()
        try:
            live_through(server)
        finally:
            server.stop()
        site = Site(server.settings())
        with site.reading() as session:
            assert_year_came_true(session)
        site.close()


class Killer:
    """Kills the server at random requests, at a random moment within them, and starts it again."""

    def __init__(self, server: Server, seed: int) -> None:
        self._server = server
        self._random = random.Random(seed)
        self._at = set(self._random.sample(range(20, REQUESTS), KILLS))
        self._threads: list[threading.Thread] = []
        self.kills = 0

    def before_request(self, number: int) -> None:
        if number in self._at:
            self._wait()
            thread = threading.Thread(target=self._kill, args=(self._random.uniform(0, 0.05),))
            self._threads.append(thread)
            thread.start()

    def _kill(self, delay: float) -> None:
        time.sleep(delay)
        self._server.kill()
        self.kills += 1
        self._server.start()

    def _wait(self) -> None:
        for thread in self._threads:
            thread.join()

    finish = _wait


def test_twenty_kills_change_nothing(tmp_path: Path, embedded_year: Site) -> None:
    seed = random.randrange(10**6)
    server = Server(tmp_path)
    prepare(server, START)
    server.start()
    killer = Killer(server, seed)
    try:
        live_through(server, killer.before_request)
        killer.finish()
    finally:
        server.stop()
    site = Site(server.settings())
    with site.reading() as session, embedded_year.reading() as undisturbed:
        found, expected = record_of(session), record_of(undisturbed)
    site.close()
    assert killer.kills == KILLS
    for name in expected:
        assert found[name] == expected[name], f"{name} differ (seed {seed})"
