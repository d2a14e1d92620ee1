"""Many timers due at once, from the first message to the last firing: one bell for all, against one message each.

The same worker process with one thread does both, over the same Redis; a firing is the same transaction's work.
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from celery import Celery
from sqlalchemy import func, select

from bench.diagrams import watched
from bench.goals import Goal, at_least, measured
from bench.ground import Ground
from bench.product import Product, open_site
from bench.rounds import interleaved, ratios
from bench.timer_worker import FIRE_ALL, FIRE_ONE, make_app
from engine.store.models import Timer
from tests.support.services import redis

FASTER = at_least(3)
NAME = "timers fired end to end against one Celery message each, PostgreSQL and Redis"
GOALS = ((NAME, FASTER),)
LONGEST_SECONDS = 120


def measure(place: Ground) -> list[Goal]:
    url = place.postgresql()
    product = Product(open_site(url, place.folder), "watched", watched())
    count, rounds = (60, 3) if place.quick else (1000, 7)
    with redis(place.folder) as broker, _worker(place, url, broker):
        app = make_app(broker)
        timers = {"one bell": Timers(product, app, count, bell=True), "a message each": Timers(product, app, count)}
        for each in timers.values():
            each.rate()  # the worker starts up and compiles its bundle
        figures = interleaved(rounds, {name: each.rate for name, each in timers.items()})
        app.close()
    product.site.close()
    place.rates.update({f"timers, {name}": found for name, found in figures.items()})
    return [measured(NAME, FASTER, ratios(figures, "one bell", "a message each"))]


class Timers:
    """So many instances with a due timer each."""

    def __init__(self, product: Product, app: Celery, count: int, *, bell: bool = False) -> None:
        self._product = product
        self._app = app
        self._count = count
        self._bell = bell

    def rate(self) -> float:
        """Timers fired a second."""
        for _ in range(self._count):
            self._product.start()
        began = time.perf_counter()
        if self._bell:
            self._app.send_task(FIRE_ALL)
        else:
            for _ in range(self._count):
                self._app.send_task(FIRE_ONE)
        self._wait(began)
        return self._count / (time.perf_counter() - began)

    def _wait(self, began: float) -> None:
        query = select(func.count()).select_from(Timer).where(Timer.state == "pending")
        while True:
            with self._product.site.reading() as session:
                if not session.scalar(query):
                    return
            if time.perf_counter() - began > LONGEST_SECONDS:
                raise TimeoutError(f"timers are still pending after {LONGEST_SECONDS} s")
            time.sleep(0.01)


@contextmanager
def _worker(place: Ground, database_url: str, broker_url: str) -> Iterator[None]:
    command = [sys.executable, "-m", "bench.timer_worker", database_url, broker_url, str(place.folder)]
    with (place.folder / "timer_worker.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            yield
        finally:
            process.terminate()
            process.wait(30)
