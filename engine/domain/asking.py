"""减负: how much a unit is asked for in a week, and what is done with more. Pure."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Cap:
    """How many urges and reports a unit may be asked for in a week; None: as many as it takes."""

    urges: int | None = None
    reports: int | None = None


def is_over(cap: int | None, asked: int) -> bool:
    """Whether one more would be more than the cap."""
    return cap is not None and asked >= cap


def how_to_urge(cap: int | None, asked: int, *, by_hand: bool) -> Literal["reason", "bundle", "singly"]:
    """Within the cap singly; over it by hand with a reason, and else in one note with the others.

    A supervision notice is no urge: it is never held back.
    """
    if not is_over(cap, asked):
        return "singly"
    return "reason" if by_hand else "bundle"
