"""`make bench`: the goals as ratios of interleaved runs, printed and written to bench/result.json.

Machines drift; so each round measures every contestant, and only their ratio within the round counts.
"""

import argparse
import json
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest

from bench import (
    completions,
    excel,
    hostile,
    language,
    pages,
    peers,
    people,
    plots,
    rework,
    served,
    spiffarena,
    texts,
    timers,
    units,
    verification,
)
from bench.goals import Bound, Goal, Skip, at_most, skipped
from bench.ground import Ground, conditions, ground

QUICK_SECONDS = 220  # no part begins later in a quick run, which ends within five minutes
RESULT = Path(__file__).resolve().parent / "result.json"


@dataclass(frozen=True)
class Part:
    """Some goals and what measures them; where it cannot, all of them are skipped with its reason."""

    name: str
    goals: tuple[tuple[str, Bound], ...]
    measure: Callable[[Ground], list[Goal]]

    def run(self, place: Ground, spent: float) -> tuple[list[Goal], bool]:
        """The rows, and whether it went as it should."""
        if place.quick and spent > QUICK_SECONDS:
            return self._skipped(f"the quick run's time was spent after {spent:.0f} s"), True
        try:
            return self.measure(place), True
        except (Skip, pytest.skip.Exception) as reason:
            return self._skipped(str(reason)), True
        except Exception as error:
            traceback.print_exc()
            return self._skipped(f"failed: {error!r}"), False

    def _skipped(self, reason: str) -> list[Goal]:
        return [skipped(name, bound, reason) for name, bound in self.goals]


def not_built(_place: Ground) -> list[Goal]:
    raise Skip("not built yet")


PARTS = (  # what a quick run must not miss comes first
    Part("completions", completions.GOALS, completions.measure),
    Part("language", language.GOALS, language.measure),
    Part("verification", verification.GOALS, verification.measure),
    Part("hostile", hostile.GOALS, hostile.measure),
    Part("people", people.GOALS, people.measure),
    Part("trips", completions.TRIP_GOALS, completions.count_trips),
    Part("excel", excel.GOALS, excel.measure),
    Part("year", (("a simulated year of 10,000 matters on one core: seconds", at_most(60, "s")),), not_built),
    Part("spiffarena", spiffarena.GOALS, spiffarena.measure),
    Part("start", served.START_GOALS, served.measure_start),
    Part("pages", pages.GOALS, pages.measure),
    Part("http", served.GOALS, served.measure),
    Part("units", units.GOALS, units.measure),
    Part("texts", texts.GOALS, texts.measure),
    Part("rework", rework.GOALS, rework.measure),
    Part("timers", timers.GOALS, timers.measure),
    Part("peers", peers.GOALS, peers.measure),
)


def main() -> None:
    options = _options()
    goals: list[Goal] = []
    well, start = True, time.perf_counter()
    with ground(quick=options.quick) as place:
        print(*conditions(place), sep="\n")
        for part in PARTS:
            if options.only and part.name not in options.only:
                continue
            began = time.perf_counter()
            found, part_well = part.run(place, began - start)
            well = well and part_well
            goals += found
            print(*place.new_rates(), *(goal.line() for goal in found), sep="\n")
            print(f"  ({part.name}: {time.perf_counter() - began:.0f} s)", flush=True)
        if options.draw or not options.quick:
            plots.draw(place)
    RESULT.write_text(json.dumps([asdict(goal) for goal in goals], ensure_ascii=False, indent=2) + "\n", "utf-8")
    sys.exit(0 if well else 1)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer and smaller rounds: under five minutes")
    parser.add_argument("--draw", action="store_true", help="draw for docs/ after a quick run, too")
    parser.add_argument("--only", nargs="*", choices=[part.name for part in PARTS], help="these parts alone")
    return parser.parse_args()


if __name__ == "__main__":
    main()
