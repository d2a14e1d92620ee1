"""A text of 50 kB handed in with the first of five tasks: what the four completions after it cost, against none."""

from collections.abc import Callable
from typing import Any

from bench.diagrams import STEPS, sequence
from bench.goals import Goal, at_least, measured
from bench.ground import Ground
from bench.product import Product, open_site
from bench.rounds import Measure, Stopwatch, interleaved, ratios

TEXT = "督" * 16_700  # 50 kB in UTF-8
SAME = at_least(0.8)
NAME = "completion after a text of 50 kB against one without, 5-task, {}"
GOALS = tuple((NAME.format(database), SAME) for database in ("PostgreSQL", "SQLite"))


def measure(place: Ground) -> list[Goal]:
    return [_on(place, "PostgreSQL", place.postgresql), _on(place, "SQLite", place.sqlite)]


def _on(place: Ground, database: str, fresh: Callable[[], str]) -> Goal:
    product = Product(open_site(fresh(), place.folder), "seq5", sequence())
    try:
        contestants = {"text": _rate(place, product, report=TEXT), "none": _rate(place, product)}
        figures = interleaved(5 if place.quick else 15, contestants)
        return measured(NAME.format(database), SAME, ratios(figures, "text", "none"))
    finally:
        product.site.close()


def _rate(place: Ground, product: Product, **first: Any) -> Measure:
    """Completions per second, those of the first tasks not counted."""
    instances = 10 if place.quick else 40

    def run() -> float:
        watch = Stopwatch()
        for instance_id in [product.start() for _ in range(instances)]:
            product.complete(product.next_task(instance_id), **first)
            for _ in range(STEPS - 1):
                task_id = product.next_task(instance_id)
                with watch.running():
                    product.complete(task_id)
        return instances * (STEPS - 1) / watch.seconds

    return run
