"""The figures of the statistics: what each counts, in what it is measured, and which items stand behind it.

The words (name, definition, where the rule comes from) are `figures.name_…`, `figures.definition_…` and
`figures.rule_…` in the catalogues: the one place from which page, workbook and print take them.
"""

from dataclasses import dataclass
from typing import Literal

Measure = Literal["items", "times", "days", "share", "mean"]
FEW = 10
"""A share or mean of fewer items than this is shown as one of few: one item more or less would turn it."""


@dataclass(frozen=True)
class Figure:
    """`items` counts items; `times` and `days` are sums over them, `mean` working days an item, `share` a part.

    `items` names the figure whose items stand behind it: those that are shown when it is opened.
    `part`: the figure that a share is made of; `items` is then the whole.
    """

    code: str
    measure: Measure
    items: str
    part: str | None = None


def _items(code: str) -> Figure:
    return Figure(code, "items", code)


FIGURES = (
    _items("dispatched"),
    _items("open"),
    _items("overdue"),
    _items("closed"),
    _items("closed_on_time"),
    _items("closed_late"),
    Figure("on_time_share", "share", "closed", "closed_on_time"),
    _items("late"),
    Figure("days_late", "days", "late"),
    Figure("handling_days", "mean", "closed"),
    _items("urged"),
    Figure("urges", "times", "urged"),
    _items("watched"),
    _items("supervised"),
    _items("circulated"),
    _items("talked"),
    _items("returned"),
    _items("rejected"),
    _items("reopened"),
    _items("missing_reports"),
    Figure("reports_missed", "times", "missing_reports"),
    _items("confirmed"),
    _items("satisfied"),
    _items("basically"),
    _items("unsatisfied"),
    Figure("satisfied_share", "share", "confirmed", "satisfied"),
)
ITEM_FIGURES = tuple(one.code for one in FIGURES if one.measure == "items")

RECORDED = {
    "watched": "watch",
    "supervised": "supervise",
    "circulated": "circular",
    "talked": "talk",
    "returned": "return",
    "rejected": "rejection",
    "reopened": "reopening",
    "confirmed": "confirmation",
}
"""Figures of items with at least one entry of this kind in their course of handling."""

SATISFACTIONS = ("satisfied", "basically", "unsatisfied")
"""By the last confirmation of an item."""
