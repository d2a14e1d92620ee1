"""What is asked of co-organising units (协办单位), and what they have fed the lead unit so far."""

from collections.abc import Mapping
from typing import Any

from engine.act import Act
from engine.actions.parameters import data_at
from engine.actions.registry import Call
from engine.calendar import WorkingCalendar
from engine.store.items import contributions_of
from engine.store.models import Item

AHEAD = 2  # working days before the item is due, so that the lead unit can put the parts together
WITHOUT_DUE_DATE = 10  # working days


def co_round(act: Act, item: Item) -> Mapping[str, Any]:
    """Who has yet to contribute, in how many working days, and when the officer is told that somebody did not."""
    fed = contributions_of(act.session, item.id)
    calendar, today = act.calendar, act.calendar.local_date(act.now)
    days = _days(item, calendar, act.now)
    due = calendar.due_instant(calendar.add_working_days(today, days).due_on)
    return {
        "co_units": [unit_id for unit_id in item.co_unit_ids if unit_id not in fed],
        "co_days": days,
        "co_late_at": calendar.next_opening(due).isoformat(),
    }


def _days(item: Item, calendar: WorkingCalendar, now: Any) -> int:
    if item.due_at is None:
        return WITHOUT_DUE_DATE
    left = calendar.working_days_between(calendar.local_date(now), calendar.local_date(item.due_at))
    return max(1, left - AHEAD)


def silent_units(call: Call) -> list[int]:
    """Of the co-organising units asked (data named by the parameter `silent`), those that have fed nothing."""
    fed = contributions_of(call.act.session, call.item.id)
    return [unit_id for unit_id in data_at(call, "silent", []) if unit_id not in fed]


def answers_of_co_units(call: Call) -> tuple[list[dict[str, str]], list[str]]:
    """What each co-organising unit fed, and the names of those that fed nothing."""
    fed = contributions_of(call.act.session, call.item.id)
    told, missing = [], []
    for unit_id in call.item.co_unit_ids:
        unit = call.act.situation.find_unit(unit_id)
        name = unit.name if unit else ""
        if unit_id in fed:
            told.append({"unit": name, "text": str(fed[unit_id].data.get("text", ""))})
        else:
            missing.append(name)
    return told, missing
