"""Traffic lights, as a pure function of an item's record and a moment (domain.md, sections 1 and 5)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

WATCHED = ("watch", "supervise", "circular", "talk")  # the steps of the ladder from which on reports are due daily
REPORT_STAGE = "反馈"
GREY = ("draft", "suspended", "cancelled")
Light = Literal["green", "yellow", "red", "grey", "blue"]
LIGHTS: tuple[Light, ...] = ("red", "yellow", "green", "grey", "blue")
Warning = Literal["yellow", "red"]
CauseCode = Literal["overdue", "warning", "late_report", "watched", "behind", "missed"]
WARNING_WORKING_DAYS = 3
_INSTANT = timedelta(microseconds=1)
_LATE_AFTER = ("overdue", "late_report")  # what is due at an instant is late after it


def item_light(state: str, yellow_at: datetime | None, red_at: datetime | None, now: datetime) -> Light:
    """Blue closed, grey suspended, red past `red_at`, yellow from `yellow_at` on, else green."""
    if state == "closed":
        return "blue"
    if state in GREY:
        return "grey"
    if red_at is not None and now > red_at:
        return "red"
    if yellow_at is not None and now >= yellow_at:
        return "yellow"
    return "green"


@dataclass(frozen=True)
class LightRules:
    """What colours an item, as a table says it; the defaults are those of a process that names no table.

    Days are working days before the due date, points are percentage points behind the planned progress; None: never.
    """

    warning_days: int | None = WARNING_WORKING_DAYS
    late_report: Warning | None = "yellow"
    yellow_steps: tuple[str, ...] = WATCHED
    red_steps: tuple[str, ...] = ()
    yellow_behind: int | None = None
    red_behind: int | None = None
    missed: Literal["yellow"] | None = "yellow"


@dataclass(frozen=True)
class Signs:
    """What is known of an open item, now and to come.

    `warning_at`: when the due date is near; `reports_due`: when each open progress report is due; `steps`: those of
    the ladder that stand, each with its moment; `behind`: by how many points, from each moment at which progress is
    to be seen; `missed_at`: when it was first red; `handed_in_at`: when the result came that waits for the office.
    """

    due_at: datetime | None = None
    warning_at: datetime | None = None
    reports_due: Sequence[datetime] = ()
    steps: Sequence[tuple[str, datetime]] = ()
    behind: Sequence[tuple[datetime, int]] = ()
    missed_at: datetime | None = None
    handed_in_at: datetime | None = None

    @property
    def waits_in_time(self) -> bool:
        """Whoever handed in by the due date has met it, however long the office takes to verify and confirm."""
        return self.handed_in_at is not None and self.due_at is not None and self.handed_in_at <= self.due_at


@dataclass(frozen=True)
class Cause:
    """Why an open item is yellow or red from a moment on; `points` where it is behind the plan."""

    code: CauseCode
    since: datetime
    light: Warning = "yellow"
    points: int = 0


def light_causes(rules: LightRules, signs: Signs) -> list[Cause]:
    """All causes, begun or to come, the first to begin first."""
    return sorted(_causes(rules, signs), key=lambda one: one.since)


def instants(causes: Iterable[Cause]) -> tuple[datetime | None, datetime | None]:
    """(`yellow_at`, `red_at`) of an item: yellow from the first on, red after the second, as `item_light` reads them.

    What is due at an instant is late after it; any other cause holds from its moment on.
    """
    yellow = [one.since for one in causes if one.light == "yellow"]
    red = [one.since if one.code in _LATE_AFTER else one.since - _INSTANT for one in causes if one.light == "red"]
    return min(yellow, default=None), min(red, default=None)


def red_since(red_at: datetime, why: str | None) -> datetime:
    """When an item turned red, from its `red_at` and the code of the cause."""
    return red_at if why is None or why in _LATE_AFTER else red_at + _INSTANT


def _causes(rules: LightRules, signs: Signs) -> Iterator[Cause]:
    if signs.due_at is not None and not signs.waits_in_time:
        yield Cause("overdue", signs.due_at, "red")
    if signs.warning_at is not None and rules.warning_days is not None and not signs.waits_in_time:
        yield Cause("warning", signs.warning_at)
    if signs.reports_due and rules.late_report is not None:
        yield Cause("late_report", min(signs.reports_due), rules.late_report)
    for light, steps in (("red", rules.red_steps), ("yellow", rules.yellow_steps)):
        since = min((at for step, at in signs.steps if step in steps), default=None)
        if since is not None:
            yield Cause("watched", since, light)  # type: ignore[arg-type]
    yield from _behind(rules, signs)
    if signs.missed_at is not None and rules.missed is not None:
        yield Cause("missed", signs.missed_at, rules.missed)


def _behind(rules: LightRules, signs: Signs) -> Iterator[Cause]:
    yellow = [(at, by) for at, by in signs.behind if rules.yellow_behind is not None and by >= rules.yellow_behind]
    red = [(at, by) for at, by in signs.behind if rules.red_behind is not None and by > rules.red_behind]
    if yellow:
        yield Cause("behind", yellow[0][0], "yellow", yellow[0][1])
    if red:
        yield Cause("behind", red[0][0], "red", red[0][1])


def task_light(state: str, due_at: datetime | None, days_left: int | None, now: datetime) -> Light:
    """Blue done, red past the due date, yellow on the due day, green before it."""
    if state != "open":
        return "blue"
    if due_at is None or days_left is None:
        return "green"
    if now > due_at:
        return "red"
    return "yellow" if days_left <= 0 else "green"
