"""The model's light of an item at a moment, and why it is so."""

from datetime import datetime
from typing import Any

from tests.scenarios.office_year import almanac
from tests.scenarios.office_year.state import Held

Since = dict[str, datetime]


def light_of(item: Held, now: datetime) -> str:
    """Blue closed, red past the due date, yellow near it, with a late report, or watched; else green."""
    if item.closed is not None:
        return "blue"
    if now > item.due:
        return "red"
    return "yellow" if any(since <= now for since in _yellow_since(item).values()) else "green"


def _yellow_since(item: Held) -> Since:
    found = {"warning": item.warning_at()}
    report = item.report_open()
    if report is not None and report.due is not None:
        found["late_report"] = report.due
    if item.watched_at is not None:
        found["watched"] = item.watched_at
    return found


def explanation_of(item: Held, now: datetime) -> dict[str, Any]:
    """What must be said of the light: the rule with the days it skipped, what holds since when, what is to come."""
    light = light_of(item, now)
    return {
        "light": light,
        "step": item.step,
        "due_at": item.due,
        "rule": ("date", 0) if item.plan.due_on else ("working_days", item.plan.due_days),
        "skipped": [] if item.plan.due_on else _skipped(item),
        "reasons": _reasons(item, light, now),
        "ahead": {} if light == "blue" else _begun(item, now, begun=False),
    }


def _skipped(item: Held) -> list[str]:
    first = item.dispatched.date() + almanac.DAY
    return [day.isoformat() for day in almanac.days(first, item.due_on) if not almanac.is_workday(day)]


def _reasons(item: Held, light: str, now: datetime) -> dict[str, datetime | None]:
    if light == "blue":
        return {"closed_late" if item.closed_late else "closed": item.closed}
    begun: dict[str, datetime | None] = {**_begun(item, now, begun=True)}
    if light == "red":
        begun.pop("warning", None)
        return {"overdue": item.due, **begun}
    return begun or {"in_time": None}


def _begun(item: Held, now: datetime, *, begun: bool) -> Since:
    return {code: since for code, since in _yellow_since(item).items() if (since <= now) is begun}
