"""Traffic lights, as a pure function of an item's record and a moment (domain.md, sections 1 and 5)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

WATCHED = ("watch", "supervise", "circular", "talk")  # the steps of the ladder during which an item is yellow
REPORT_STAGE = "反馈"
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


@dataclass(frozen=True)
class Cause:
    """Why an open item is yellow from a moment on: warning (the due date is near), late_report, or watched."""

    code: Literal["warning", "late_report", "watched"]
    since: datetime


def yellow_causes(
    warning_at: datetime | None, reports_due: Iterable[datetime], watched_at: datetime | None
) -> list[Cause]:
    """All causes, the first to begin first; the light is yellow from the first of them on.

    `reports_due`: when each open progress report is due; `watched_at`: since when the item is watched, None if not.
    """
    first_report = min(reports_due, default=None)
    moments: tuple[tuple[Literal["warning", "late_report", "watched"], datetime | None], ...] = (
        ("warning", warning_at),
        ("late_report", first_report),
        ("watched", watched_at),
    )
    return sorted((Cause(code, since) for code, since in moments if since is not None), key=lambda one: one.since)


def task_light(state: str, due_at: datetime | None, days_left: int | None, now: datetime) -> Light:
    """Blue done, red past the due date, yellow on the due day, green before it."""
    if state != "open":
        return "blue"
    if due_at is None or days_left is None:
        return "green"
    if now > due_at:
        return "red"
    return "yellow" if days_left <= 0 else "green"
