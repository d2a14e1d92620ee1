"""Completing the five-task sequence: against the same SQL, against plain SpiffWorkflow, and in round trips."""

from collections.abc import Callable
from typing import Any

from bench.diagrams import STEPS, sequence
from bench.goals import Goal, at_least, at_most, measured
from bench.ground import Ground
from bench.plain_spiff import PlainSpiff
from bench.product import Product, open_site
from bench.rounds import Contestant, Measure, completions_per_second, interleaved, ratios
from bench.wire import relayed
from bench.without_engine import WithoutEngine

SAME_SQL, PLAIN = at_least(0.75), at_least(1)
TRIPS = at_most(4)
WITHOUT = "completion against the same SQL without engine, 5-task, {}"
SPIFF = "completion against plain SpiffWorkflow with a JSON row, 5-task, {}"
ROUND_TRIPS = "SQL round trips a completion, PostgreSQL, BEGIN and COMMIT counted"
GOALS = tuple(
    (name.format(database), bound)
    for database in ("PostgreSQL", "SQLite")
    for name, bound in ((WITHOUT, SAME_SQL), (SPIFF, PLAIN))
)
TRIP_GOALS = ((ROUND_TRIPS, TRIPS),)


def measure(place: Ground) -> list[Goal]:
    return [*_on(place, "PostgreSQL", place.postgresql), *_on(place, "SQLite", place.sqlite)]


def _on(place: Ground, database: str, fresh: Callable[[], str]) -> list[Goal]:
    url = fresh()
    product = Product(open_site(url, place.folder), "seq5", sequence())
    contestants: dict[str, Any] = {
        "Duban": product,
        "same SQL": WithoutEngine(url, place.folder),
        "SpiffWorkflow": PlainSpiff(fresh()),
    }
    figures = interleaved(5 if place.quick else 15, {name: rate_of(place, one) for name, one in contestants.items()})
    place.rates.update({f"{name}, {database}": found for name, found in figures.items()})
    product.site.close()
    contestants["same SQL"].close()
    contestants["SpiffWorkflow"].close()
    return [
        measured(WITHOUT.format(database), SAME_SQL, ratios(figures, "Duban", "same SQL")),
        measured(SPIFF.format(database), PLAIN, ratios(figures, "Duban", "SpiffWorkflow")),
    ]


def rate_of(place: Ground, contestant: Contestant) -> Measure:
    """A round of it, after one instance that nobody times."""
    completions_per_second(contestant, 3, STEPS)
    instances = 10 if place.quick else 40
    return lambda: completions_per_second(contestant, instances, STEPS)


def count_trips(place: Ground) -> list[Goal]:
    url = place.postgresql()
    with relayed(url) as (near, counter):
        product = Product(open_site(near, place.folder), "seq5", sequence())
        completions_per_second(product, 12, STEPS)  # the driver prepares what it sends often
        turns, commands = [], []
        instance_id = product.start()
        for _ in range(STEPS):
            task_id = product.next_task(instance_id)
            before = counter.turns, counter.commands
            product.complete(task_id)
            turns.append(float(counter.turns - before[0]))
            commands.append(counter.commands - before[1])
        product.site.close()
    print(f"  commands that PostgreSQL completed, by completion: {commands}; round trips: {turns}")
    return [measured(ROUND_TRIPS, TRIPS, turns)]
