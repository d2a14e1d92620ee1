"""What a row of the result is: a goal, its ratio with the spread over the rounds, its bound, or why it was skipped."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


class Skip(Exception):
    """This part cannot be measured here; the text says why."""


@dataclass(frozen=True)
class Bound:
    """What the figure has to be: at least or at most so much."""

    sign: str
    value: float
    unit: str = ""

    def holds(self, figure: float) -> bool:
        return figure >= self.value if self.sign == "≥" else figure <= self.value

    def __str__(self) -> str:
        return f"{self.sign} {self.value:g}{self.unit and ' ' + self.unit}"


def at_least(value: float, unit: str = "") -> Bound:
    return Bound("≥", value, unit)


def at_most(value: float, unit: str = "") -> Bound:
    return Bound("≤", value, unit)


@dataclass(frozen=True)
class Goal:
    """One row; `holds` is None where nothing was measured."""

    goal: str
    ratio: float | None
    low: float | None
    high: float | None
    target: str
    holds: bool | None
    skipped: str | None

    def line(self) -> str:
        mark = {True: "✓", False: "✗", None: "–"}[self.holds]
        if self.ratio is None:
            return f"{mark} {self.goal}: skipped, {self.skipped} (target {self.target})"
        return f"{mark} {self.goal}: {self.ratio:g} ({self.low:g}–{self.high:g}), target {self.target}"


def measured(name: str, bound: Bound, figures: Sequence[float]) -> Goal:
    """The median of the rounds decides; lowest and highest say how far they lie apart."""
    middle = statistics.median(figures)
    low, high = min(figures), max(figures)
    return Goal(name, rounded(middle), rounded(low), rounded(high), str(bound), bound.holds(middle), None)


def skipped(name: str, bound: Bound, reason: str, holds: bool | None = None) -> Goal:
    return Goal(name, None, None, None, str(bound), holds, reason)


def rounded(figure: float) -> float:
    """Three significant digits: more would pretend."""
    return float(f"{figure:.3g}")


def percentile(figures: Sequence[float], share: float) -> float:
    """The smallest figure that at least this share of all do not exceed."""
    ordered = sorted(figures)
    return ordered[max(0, -(-len(ordered) * round(share * 1000) // 1000) - 1)]
