"""Due dates of tasks: the rule in the diagram, the task's data and the office's calendar give an instant."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from engine.bpmn.source.extensions import Deadline
from engine.calendar import Cadence, WorkingCalendar
from engine.domain.errors import ModelFault, Problem
from engine.expressions import Surroundings, compile_condition
from engine.store.models import Item

REPORT_DUE = "report-due"  # the only rule that asks for reports and milestones


@dataclass(frozen=True)
class Occasion:
    """A task that opens: with which data, for which item, when. `reported_until` is the last progress report's date."""

    data: Mapping[str, Any]
    item: Item | None
    reported_until: date | None
    now: datetime
    calendar: WorkingCalendar
    milestones: tuple[date, ...] = ()

    @property
    def today(self) -> date:
        return self.calendar.local_date(self.now)


def due_instant(deadline: Deadline | None, occasion: Occasion) -> datetime | None:
    """When the task is due (UTC); None without a rule, or where the rule has nothing to start from."""
    return RULES[deadline.rule](deadline, occasion) if deadline else None


def _same_working_day(_: Deadline, occasion: Occasion) -> datetime:
    """事不过夜: today, or the next working day for what comes in after closing."""
    calendar, today = occasion.calendar, occasion.today
    first = today if occasion.now < calendar.closing(today) else today + timedelta(days=1)
    return calendar.due_instant(calendar.on_or_after(first))


def _working_days(deadline: Deadline, occasion: Occasion) -> datetime:
    calendar = occasion.calendar
    return calendar.due_instant(calendar.add_working_days(occasion.today, _days(deadline, occasion)).due_on)


def _calendar_days(deadline: Deadline, occasion: Occasion) -> datetime:
    return occasion.calendar.due_instant(occasion.today + timedelta(days=_days(deadline, occasion)))


def _item_due(_: Deadline, occasion: Occasion) -> datetime | None:
    return occasion.item.due_at if occasion.item else None


def _report_due(_: Deadline, occasion: Occasion) -> datetime | None:
    if occasion.item is None:
        return None
    watched = bool(occasion.data.get("ladder", {}).get("watched"))
    due_on = report_due_on(
        occasion.item,
        occasion.reported_until,
        occasion.today,
        occasion.calendar,
        occasion.milestones,
        watched=watched,
    )
    return occasion.calendar.due_instant(due_on) if due_on else None


REPORT_DUE = "report-due"
RULES: dict[str, Callable[[Deadline, Occasion], datetime | None]] = {
    "same-working-day": _same_working_day,
    "working-days": _working_days,
    "calendar-days": _calendar_days,
    "item-due": _item_due,
    REPORT_DUE: _report_due,
    "none": lambda _deadline, _occasion: None,
}


def _days(deadline: Deadline, occasion: Occasion) -> int:
    names = Surroundings(occasion.now, occasion.calendar).around(occasion.data)
    days = compile_condition(deadline.value or "0").evaluate(names)
    if not isinstance(days, int) or isinstance(days, bool) or not 0 <= days <= 3660:
        raise ModelFault(Problem("bpmn.deadline_days", {"value": repr(days)}))
    return days


def report_due_on(
    item: Item,
    reported_until: date | None,
    today: date,
    calendar: WorkingCalendar,
    milestones: Sequence[date] = (),
    *,
    watched: bool,
) -> date | None:
    """The next progress report's date: by the item's cadence, daily once its handling is watched (盯办).

    By stage (milestone) it is the first milestone not reached; one that has passed without a report is due today.
    """
    cadence = Cadence.DAILY if watched else Cadence(item.cadence)
    start = calendar.local_date(item.dispatched_at) if item.dispatched_at else today
    if cadence is Cadence.MILESTONE:
        ahead = [day for day in milestones if reported_until is None or day > reported_until]
        return max(ahead[0], today) if ahead else None
    return calendar.next_report_due(cadence, max(reported_until or start, today - timedelta(days=1)))
