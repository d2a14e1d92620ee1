"""Interleaved rounds: machines drift by 40 %, so only figures of one round are set against each other."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Protocol

Measure = Callable[[], float]
Figures = dict[str, list[float]]


class Contestant(Protocol):
    """Whoever can run the sequence of five: starting and looking up are not timed, completing is."""

    def start(self) -> int: ...
    def next_task(self, instance_id: int) -> str: ...
    def complete(self, task_id: str) -> None: ...


class Stopwatch:
    """Adds up the seconds spent in its blocks, and keeps each."""

    def __init__(self) -> None:
        self.laps: list[float] = []
        self.seconds = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self.laps.append(time.perf_counter() - began)
        self.seconds += self.laps[-1]


def interleaved(rounds: int, contestants: Mapping[str, Measure]) -> Figures:
    """Every contestant once a round, each round beginning with another one."""
    figures: Figures = {name: [] for name in contestants}
    names = list(contestants)
    for number in range(rounds):
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:
            figures[name].append(contestants[name]())
    return figures


def ratios(figures: Figures, ours: str, theirs: str) -> list[float]:
    """Round by round."""
    return [mine / other for mine, other in zip(figures[ours], figures[theirs], strict=True)]


def completions_per_second(contestant: Contestant, instances: int, steps: int) -> float:
    watch = Stopwatch()
    for instance_id in [contestant.start() for _ in range(instances)]:
        for _ in range(steps):
            task_id = contestant.next_task(instance_id)
            with watch.running():
                contestant.complete(task_id)
    return instances * steps / watch.seconds
