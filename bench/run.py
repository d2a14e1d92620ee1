"""`make bench`: the goals as ratios of interleaved runs, printed and written to bench/result.json.

Machines drift; so each round measures every contestant, and only their ratio within the round counts.
"""

import argparse
import json
import platform
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench.workload import STEPS, PlainSpiff, Product, WithoutEngine

RESULT = Path(__file__).resolve().parent / "result.json"
NOT_YET = {
    "completion against Camunda 7 and Flowable": "the Java peers are not built yet",
    "completion against SpiffArena": "no checkout is named",
    "p50 at 100 units against 1 unit, warm": "live instances are not kept in memory yet",
    "10,000th rework round against the 10th": "finished rounds are not compacted yet",
    "timers fired end to end against one Celery message each": "not measured yet",
    "HTTP completion at 200 requests/s: p99": "not measured yet",
    "inbox and ledger pages at 1,000,000 tasks: p95": "not measured yet",
    "a simulated year of 10,000 matters": "the simulator is not built yet",
}


@dataclass(frozen=True)
class Goal:
    """One row of the result; `holds` is None where nothing was measured."""

    goal: str
    ratio: float | None
    low: float | None
    high: float | None
    target: str
    holds: bool | None
    skipped: str | None


def completions_per_second(contestant: Any, instances: int) -> float:
    ids = [contestant.start() for _ in range(instances)]
    began = time.perf_counter()
    for instance_id in ids:
        for _ in range(STEPS):
            contestant.complete(instance_id)
    return instances * STEPS / (time.perf_counter() - began)


def interleaved(rounds: int, instances: int, contestants: dict[str, Any]) -> dict[str, list[float]]:
    rates: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, contestant in contestants.items():
            rates[name].append(completions_per_second(contestant, instances))
    return rates


def ratio_goal(name: str, target: str, holds: Callable[[float], bool], ratios: list[float]) -> Goal:
    middle = statistics.median(ratios)
    return Goal(name, round(middle, 3), round(min(ratios), 3), round(max(ratios), 3), target, holds(middle), None)


def completion_goals(folder: Path, rounds: int, instances: int) -> list[Goal]:
    product = Product(f"sqlite:///{folder / 'product.sqlite3'}", folder)
    contestants = {
        "product": product,
        "without": WithoutEngine(f"sqlite:///{folder / 'without.sqlite3'}"),
        "spiff": PlainSpiff(f"sqlite:///{folder / 'spiff.sqlite3'}"),
    }
    rates = interleaved(rounds, instances, contestants)
    for name, found in rates.items():
        print(f"  {name:<10} {statistics.median(found):8.0f} completions/s")
    against = {
        name: [mine / theirs for mine, theirs in zip(rates["product"], rates[name], strict=True)]
        for name in ("without", "spiff")
    }
    instance = product.start()
    with product.counting() as statements:
        product.complete(instance)
    return [
        ratio_goal(
            "completion against the same SQL without engine (SQLite)", "≥ 0.75", lambda r: r >= 0.75, against["without"]
        ),
        ratio_goal(
            "completion against plain SpiffWorkflow, JSON row (SQLite)", "≥ 1", lambda r: r >= 1, against["spiff"]
        ),
        ratio_goal("SQL statements a completion", "≤ 4", lambda r: r <= 4, [float(len(statements))]),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    quick = parser.parse_args().quick
    print(
        f"Python {platform.python_version()}, SpiffWorkflow {version('SpiffWorkflow')}, SQLAlchemy {version('SQLAlchemy')}"
    )
    with tempfile.TemporaryDirectory() as folder:
        goals = completion_goals(Path(folder), rounds=3 if quick else 9, instances=10 if quick else 30)
    goals += [Goal(name, None, None, None, "", None, reason) for name, reason in NOT_YET.items()]
    for goal in goals:
        figure = f"{goal.ratio} ({goal.low}–{goal.high})" if goal.ratio is not None else f"skipped: {goal.skipped}"
        print(f"{'✓' if goal.holds else '–' if goal.holds is None else '✗'} {goal.goal}: {figure} {goal.target}")
    RESULT.write_text(json.dumps([asdict(goal) for goal in goals], ensure_ascii=False, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
