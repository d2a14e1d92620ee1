"""A matter sent to many units: what one completion costs with 1, 20 and 100 of them, warm and cold."""

import statistics
from collections.abc import Callable, Iterator

from bench.diagrams import matter
from bench.goals import Goal, Skip, at_most, measured, skipped
from bench.ground import Ground
from bench.product import Product, open_site
from bench.rounds import Stopwatch, interleaved, ratios

SPREAD, COLD_20, COLD_100 = at_most(1.5), at_most(2.5), at_most(4)
WARM = "p50 at 100 units against 1 unit, warm, SQLite"
COLD = "p50 cold against warm: {} units, SQLite"
GOALS = ((WARM, SPREAD), (COLD.format(20), COLD_20), (COLD.format(100), COLD_100))


def measure(place: Ground) -> list[Goal]:
    product = Product(open_site(place.sqlite(), place.folder), "units", matter())
    try:
        return _goals(place, product)
    finally:
        product.site.close()


def _goals(place: Ground, product: Product) -> list[Goal]:
    sizes = (1, 20, 100)
    forget = _forgetting(product)
    contestants = {f"{size} warm": Matters(place, product, size, lambda: None).median for size in sizes}
    if forget:
        contestants |= {f"{size} cold": Matters(place, product, size, forget).median for size in sizes[1:]}
    figures = interleaved(3 if place.quick else 9, contestants)
    warm = [(float(size), 1000 * statistics.median(figures[f"{size} warm"])) for size in sizes]
    curves = {"Duban, warm": warm}
    goals = [measured(WARM, SPREAD, ratios(figures, "100 warm", "1 warm"))]
    for size, bound in ((20, COLD_20), (100, COLD_100)):
        if forget:
            goals.append(measured(COLD.format(size), bound, ratios(figures, f"{size} cold", f"{size} warm")))
        else:
            goals.append(skipped(COLD.format(size), bound, "no live instances are kept, every completion is cold"))
    if forget:
        curves["Duban, cold"] = [(float(n), 1000 * statistics.median(figures[f"{n} cold"])) for n in sizes[1:]]
    place.curves["units"] = ("Milliseconds of a completion (p50), by units of its matter", curves)
    return goals


def _forgetting(product: Product) -> Callable[[], None] | None:
    """How the process forgets its live instances, if it keeps any."""
    live = getattr(product.site.house, "live", None)
    clear: Callable[[], None] | None = getattr(live, "clear", None)
    return clear


class Matters:
    """Matters with so many units, completed unit by unit: signing and handling, which leave the others alone."""

    def __init__(self, place: Ground, product: Product, size: int, before: Callable[[], None]) -> None:
        self._product = product
        self._size = size
        self._before = before
        self._samples = 20 if place.quick else 60
        self._pending = self._tasks()

    def median(self) -> float:
        """Seconds of one completion, in the middle of the round's samples."""
        watch = Stopwatch()
        for _ in range(self._samples):
            task_id = next(self._pending)
            self._before()
            with watch.running():
                self._product.complete(task_id)
        return statistics.median(watch.laps)

    def _tasks(self) -> Iterator[str]:
        """Signing and handling of every unit, one matter after the other; no report is made, so that none ends."""
        while True:
            instance_id = self._product.start()
            self._product.complete(self._product.next_task(instance_id), units=list(range(self._size)))
            opened = self._product.open(instance_id)
            if len(opened) != self._size:
                raise Skip(f"{len(opened)} of {self._size} units have a task")
            for task_id in opened:
                before = set(self._product.open(instance_id))
                yield task_id
                yield (set(self._product.open(instance_id)) - before).pop()
