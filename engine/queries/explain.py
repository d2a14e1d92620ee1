"""Why an item has its light: what is true of it now, since when, and what would change it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.calendar import WorkingCalendar
from engine.domain.lights import Cause, Light, LightRules, item_light
from engine.store.models import Item


@dataclass(frozen=True)
class Explanation:
    """`causes` are all that would colour an open item, begun or still to come; `days_late` is in working days.

    `handed_in_at`: when the result was handed in that waits for the office; days of waiting make nobody later.
    """

    light: Light
    causes: tuple[Cause, ...]
    days_late: int
    rules: LightRules
    handed_in_at: datetime | None = None


def explain_item(
    calendar: WorkingCalendar,
    item: Item,
    now: datetime,
    rules: LightRules,
    causes: Sequence[Cause],
    handed_in_at: datetime | None = None,
) -> Explanation:
    """By the rules that set the light, from what is stored now."""
    light = item_light(item.state, item.yellow_at, item.red_at, now)
    days_late = calendar.days_late(handed_in_at or now, item.due_at) if item.due_at and light == "red" else 0
    return Explanation(light, () if light in ("blue", "grey") else tuple(causes), days_late, rules, handed_in_at)
