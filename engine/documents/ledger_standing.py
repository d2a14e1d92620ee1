"""How the ledger stands, as far as a workbook speaks of it: what may be seen by who hands it in."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from engine.documents.cells import Cell


@dataclass(frozen=True)
class StandingItem:
    """A dispatched item: its cells as the ledger would be exported now."""

    id: int
    is_closed: bool
    cells: Mapping[str, Cell | None]


@dataclass(frozen=True)
class StandingMatter:
    """A matter by its number; items are added only while it is not dispatched."""

    id: int
    title: str
    is_dispatched: bool


@dataclass(frozen=True)
class Ledger:
    """Looks up, by number, the items and matters that the person may see; what is not there is not answered."""

    items: Callable[[Collection[str]], Mapping[str, StandingItem]]
    matters: Callable[[Collection[str]], Mapping[str, StandingMatter]]
