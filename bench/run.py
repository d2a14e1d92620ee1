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

from bench import completions, pages, peers, rework, served, timers, units
from bench.goals import Bound, Goal, Skip, skipped
from bench.ground import Ground, conditions, ground

RESULT = Path(__file__).resolve().parent / "result.json"


@dataclass(frozen=True)
class Part:
    """Some goals and what measures them; where it cannot, all of them are skipped with its reason."""

    name: str
    goals: tuple[tuple[str, Bound], ...]
    measure: Callable[[Ground], list[Goal]]

    def run(self, place: Ground) -> tuple[list[Goal], bool]:
        """The rows, and whether it went as it should."""
        try:
            return self.measure(place), True
        except (Skip, pytest.skip.Exception) as reason:
            return self._skipped(str(reason)), True
        except Exception as error:
            traceback.print_exc()
            return self._skipped(f"failed: {error!r}"), False

    def _skipped(self, reason: str) -> list[Goal]:
        return [skipped(name, bound, reason) for name, bound in self.goals]


PARTS = (
    Part("completions", completions.GOALS, completions.measure),
    Part("trips", completions.TRIP_GOALS, completions.count_trips),
    Part("peers", peers.GOALS, peers.measure),
    Part("units", units.GOALS, units.measure),
    Part("rework", rework.GOALS, rework.measure),
    Part("timers", timers.GOALS, timers.measure),
    Part("http", served.GOALS, served.measure),
    Part("pages", pages.GOALS, pages.measure),
    Part("start", served.START_GOALS, served.measure_start),
)


def main() -> None:
    options = _options()
    goals: list[Goal] = []
    well = True
    with ground(quick=options.quick) as place:
        print(*conditions(place), sep="\n")
        for part in PARTS:
            if options.only and part.name not in options.only:
                continue
            began = time.perf_counter()
            found, part_well = part.run(place)
            well = well and part_well
            goals += found
            print(*place.new_rates(), *(goal.line() for goal in found), sep="\n")
            print(f"  ({part.name}: {time.perf_counter() - began:.0f} s)", flush=True)
    RESULT.write_text(json.dumps([asdict(goal) for goal in goals], ensure_ascii=False, indent=2) + "\n", "utf-8")
    sys.exit(0 if well else 1)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer and smaller rounds: under five minutes")
    parser.add_argument("--only", nargs="*", choices=[part.name for part in PARTS], help="these parts alone")
    return parser.parse_args()


if __name__ == "__main__":
    main()
