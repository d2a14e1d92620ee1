"""SpiffArena's own services: only where DUBAN_BENCH_SPIFFARENA names a program of that checkout that completes tasks.

The program is started with a database address and one of the diagrams' keys; it answers each line `run N` with the
seconds that completing took, as bench/java does: `{"seconds": 1.5, "completions": 50}`.
"""

import json
import os
import shlex
import subprocess

from bench.diagrams import STEPS, sequence
from bench.goals import Goal, Skip, at_least, measured, skipped
from bench.ground import Ground
from bench.product import Product, open_site
from bench.rounds import completions_per_second, interleaved, ratios

NAMED = "DUBAN_BENCH_SPIFFARENA"
FIVE, TWENTY = at_least(50), at_least(200)
AGAINST = "completion against SpiffArena: {}"
GOALS = ((AGAINST.format("5-task"), FIVE), (AGAINST.format("20 units"), TWENTY))


def measure(place: Ground) -> list[Goal]:
    program = os.environ.get(NAMED)
    if not program:
        raise Skip(f"{NAMED} names no program of a SpiffArena checkout")
    product = Product(open_site(place.sqlite(), place.folder), "seq5", sequence())
    command = [*shlex.split(program), place.sqlite(), "seq5"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin  # noqa: S101 - asked for above
        assert process.stdout  # noqa: S101

        def ask() -> float:
            print("run 5", file=process.stdin, flush=True)
            answer = json.loads(process.stdout.readline())  # type: ignore[union-attr]
            return float(answer["completions"] / answer["seconds"])

        ours = {"Duban": lambda: completions_per_second(product, 20, STEPS), "SpiffArena": ask}
        figures = interleaved(3 if place.quick else 7, ours)
        process.stdin.close()
    product.site.close()
    return [
        measured(AGAINST.format("5-task"), FIVE, ratios(figures, "Duban", "SpiffArena")),
        skipped(AGAINST.format("20 units"), TWENTY, "only the sequence is driven"),
    ]
