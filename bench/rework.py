"""The same task done again and again: does a late round take longer than an early one?"""

import statistics

from bench.diagrams import rework
from bench.goals import Goal, at_most, measured, skipped
from bench.ground import Ground
from bench.product import Product, open_site
from bench.rounds import Stopwatch

FLAT = at_most(1.3)
NAME = "{:,}th rework round against the 10th, SQLite{}"
EARLY, WINDOW, WINDOWS = 5, 10, 5
GOALS = ((NAME.format(10_000, ""), FLAT),)


def measure(place: Ground) -> list[Goal]:
    last = 1_000 if place.quick else 10_000
    name = NAME.format(last, " (quick run: not the 10,000th)" if place.quick else "")
    product = Product(open_site(place.sqlite(), place.folder), "rework", rework())
    try:
        old = product.start()
        stopped, seconds = _until(product, old, last - WINDOW * WINDOWS, 30 if place.quick else 900)
        place.curves["rework"] = ("Milliseconds of a rework round, by its number", {"Duban": _thinned(seconds)})
        if stopped is not None:
            return [skipped(name, FLAT, f"the instance did not get there: {stopped}", holds=False)]
        return [measured(name, FLAT, [_window(product, old) for _ in range(WINDOWS)])]
    finally:
        product.site.close()


def _until(product: Product, instance_id: int, rounds: int, limit: float) -> tuple[str | None, list[float]]:
    """Go round as often; says what stopped it, if anything did, and how many seconds each round took."""
    watch = Stopwatch()
    for number in range(1, rounds + 1):
        if watch.seconds > limit:
            return f"it was in round {number} after {limit:.0f} s", watch.laps
        try:
            task_id = product.next_task(instance_id)
            with watch.running():
                product.complete(task_id, again=True)
        except (RecursionError, IndexError) as error:
            return f"{type(error).__name__} in round {number}", watch.laps
    return None, watch.laps


def _window(product: Product, old: int) -> float:
    """Rounds of the old instance and early rounds of a new one in turn; the ratio of their medians."""
    young = product.start()
    _until(product, young, EARLY, 60)
    late, early = Stopwatch(), Stopwatch()
    for _ in range(WINDOW):
        for watch, instance_id in ((late, old), (early, young)):
            task_id = product.next_task(instance_id)
            with watch.running():
                product.complete(task_id, again=True)
    return statistics.median(late.laps) / statistics.median(early.laps)


def _thinned(seconds: list[float], points: int = 60) -> list[tuple[float, float]]:
    """Medians over equal stretches, in milliseconds."""
    stretch = max(1, len(seconds) // points)
    return [
        (float(begin + 1), 1000 * statistics.median(seconds[begin : begin + stretch]))
        for begin in range(0, len(seconds), stretch)
    ]
