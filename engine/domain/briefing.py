"""What a monthly briefing tells: figures of the statistics, and the items, circulars and units behind them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

Numbers = Mapping[str, float | None]
"""By the code of a figure (`engine.domain.figures`); a share is between 0 and 1, None where it is of nothing."""

OVERVIEW = ("dispatched", "closed", "closed_on_time", "closed_late", "on_time_share", "open", "overdue", "satisfied")
"""Figures whose definition is printed with a briefing."""


@dataclass(frozen=True)
class UnitFigures:
    unit: str
    figures: Numbers


@dataclass(frozen=True)
class LitItem:
    """An open item at red or yellow."""

    unit: str
    number: str
    title: str
    due_at: datetime | None
    progress: int
    light: str


@dataclass(frozen=True)
class Circulated:
    number: str
    unit: str
    title: str


@dataclass(frozen=True)
class Praised:
    """A unit with the number of its items that were closed in time and to the satisfaction of who gave them."""

    unit: str
    items: int


@dataclass(frozen=True)
class BriefingFacts:
    """`month` as 2026-01. `dispatched` counts the items dispatched in it, `closed` those closed in it, `year` those
    dispatched from January to its end; all as they stand at the moment of asking. `more` items are lit beside `lit`."""

    month: str
    dispatched: Numbers
    closed: Numbers
    year: Numbers
    units: tuple[UnitFigures, ...]
    lit: tuple[LitItem, ...]
    more: int
    circulars: tuple[Circulated, ...]
    praised: tuple[Praised, ...]
