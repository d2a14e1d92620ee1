"""Traffic lights, as a pure function of an item's record and a moment (domain.md, sections 1 and 5)."""

from datetime import datetime
from typing import Literal

Light = Literal["green", "yellow", "red", "grey", "blue"]
LIGHTS: tuple[Light, ...] = ("red", "yellow", "green", "grey", "blue")
WARNING_WORKING_DAYS = 3


def item_light(state: str, yellow_at: datetime | None, red_at: datetime | None, now: datetime) -> Light:
    """Blue closed, grey suspended, red past the due date, yellow inside the warning or with a late report."""
    if state == "closed":
        return "blue"
    if state in ("draft", "suspended"):
        return "grey"
    if red_at is not None and now > red_at:
        return "red"
    if yellow_at is not None and now >= yellow_at:
        return "yellow"
    return "green"


def task_light(state: str, due_at: datetime | None, days_left: int | None, now: datetime) -> Light:
    """Blue done, red past the due date, yellow on the due day, green before it."""
    if state != "open":
        return "blue"
    if due_at is None or days_left is None:
        return "green"
    if now > due_at:
        return "red"
    return "yellow" if days_left <= 0 else "green"
