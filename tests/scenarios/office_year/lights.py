"""The model's light of an item at a moment, and why it is so: by the table of lights, read like the ladder."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from tests.scenarios.office_year import almanac
from tests.scenarios.office_year.facts import behind, seen_at, stages_of
from tests.scenarios.office_year.state import Held
from tests.scenarios.office_year.table import Row, first_row


class Cause(NamedTuple):
    """What colours an open item from a moment on."""

    code: str
    since: datetime
    light: str


def light_of(rows: Sequence[Row], item: Held, now: datetime) -> str:
    """Blue closed, grey cancelled or at rest, red past the due date or far behind, yellow for what else is named."""
    if item.closed is not None:
        return "blue" if item.state == "closed" else "grey"
    if item.resting_since is not None:
        return "grey"
    shown = {one.light for one in _causes(rows, item, now) if _has_begun(one, now)}
    return "red" if "red" in shown else "yellow" if shown else "green"


def has_missed(rows: Sequence[Row], item: Held, now: datetime) -> datetime | None:
    """Since when it is red, if it is."""
    if item.resting_since is not None:
        return None
    return min(
        (one.since for one in _causes(rows, item, now) if one.light == "red" and _has_begun(one, now)), default=None
    )


def waits_in_time(item: Held) -> bool:
    return item.state == "submitted" and item.handed_in is not None and item.handed_in <= item.due


def _has_begun(cause: Cause, now: datetime) -> bool:
    """What is due at a moment is late after it."""
    return now > cause.since if cause.code == "overdue" else now >= cause.since


def _causes(rows: Sequence[Row], item: Held, now: datetime) -> Iterator[Cause]:
    """The due date, unless the result came by then and waits for the office; what the first row that fits says."""
    waits = waits_in_time(item)
    if not waits:
        yield Cause("overdue", item.due, "red")
    row = first_row(rows, lambda name: getattr(item.matter, name))
    assert row is not None
    says = row.asks
    if says["warning_days"] is not None and not waits:
        yield Cause("warning", almanac.opening(almanac.workdays_on(item.due_on, -says["warning_days"])), "yellow")
    report = item.report_open()
    if report is not None and report.due is not None and says["late_report"]:
        yield Cause("late_report", report.due, says["late_report"])
    yield from _stepped(item, says)
    yield from _lagging(item, says, now)
    if item.missed_at is not None and says["missed"]:
        yield Cause("missed", item.missed_at, says["missed"])


def _stepped(item: Held, says: Any) -> Iterator[Cause]:
    for light in ("yellow", "red"):
        since = [one.at for one in item.steps if one.step in says[f"{light}_steps"].split(",")]
        if since:
            yield Cause("watched", min(since), light)


def _lagging(item: Held, says: Any, now: datetime) -> Iterator[Cause]:
    """When progress was last to be seen, and at each milestone to come."""
    moments = [seen_at(item, now), *(one for one in stages_of(item) if one > now)]
    seen = [(at, points) for at in moments if at and (points := behind(item, at)) is not None]
    yellow = [at for at, points in seen if says["yellow_behind"] is not None and points >= says["yellow_behind"]]
    red = [at for at, points in seen if says["red_behind"] is not None and points > says["red_behind"]]
    yield from (Cause("behind", at, "yellow") for at in yellow[:1])
    yield from (Cause("behind", at, "red") for at in red[:1])


def explanation_of(rows: Sequence[Row], item: Held, now: datetime) -> dict[str, Any]:
    """What must be said of the light: the rule with the days it skipped, what holds since when, what is to come."""
    light = light_of(rows, item, now)
    causes = [] if light in ("blue", "grey") else list(_causes(rows, item, now))
    is_date = item.plan.due_on is not None or item.moved > 0
    return {
        "light": light,
        "step": item.step,
        "due_at": item.due,
        "original": item.original,
        "moved": item.moved,
        "rule": ("date", 0) if is_date else ("working_days", item.plan.due_days),
        "skipped": [] if is_date else _skipped(item),
        "reasons": _reasons(item, light, [one for one in causes if one.since <= now]),
        "ahead": {one.code: one.since for one in causes if one.since > now},
    }


def _skipped(item: Held) -> list[str]:
    first = item.dispatched.date() + almanac.DAY
    return [day.isoformat() for day in almanac.days(first, item.due_on) if not almanac.is_workday(day)]


def _reasons(item: Held, light: str, begun: list[Cause]) -> dict[str, datetime | None]:
    """That the due date was near, or that it was red before, is no reason while it is red."""
    if light == "blue":
        return {"closed_late" if item.closed_late else "closed": item.closed}
    if light == "grey":
        return {"suspended": None} if item.closed is None else {"cancelled": item.closed}
    over = ("warning", "missed") if light == "red" else ()
    return {one.code: one.since for one in begun if one.code not in over} or _in_time(item)


def _in_time(item: Held) -> dict[str, datetime | None]:
    return {"handed_in": item.handed_in} if waits_in_time(item) else {"in_time": None}
