"""What the table may ask about an activity, worked out from the record of the item. The one place for new facts."""

from collections.abc import Callable
from datetime import datetime
from fractions import Fraction
from typing import Any

from tests.scenarios.office_year import almanac
from tests.scenarios.office_year.state import WATCHED, Activity, Held


def facts_of(item: Held, task: Activity, now: datetime) -> Callable[[str], Any]:
    """By the names of the table's columns; KeyError for a fact that the model does not know."""
    return lambda name: FACTS[name](item, task, now)


def _days(start: datetime | None, end: datetime) -> int | None:
    return None if start is None else almanac.workdays_between(start.date(), end.date())


def _days_worked(item: Held, start: datetime | None, now: datetime) -> int | None:
    """Without the days of a rest."""
    if start is None:
        return None
    rested = [almanac.workdays_between(max(a, start).date(), min(b, now).date()) for a, b in item.rests if b > start]
    return almanac.workdays_between(start.date(), now.date()) - sum(rested)


def _late(due: datetime | None, now: datetime) -> int:
    return max(0, _days(due, now) or 0)


def _report_days_left(item: Held, task: Activity, now: datetime) -> int | None:
    if item.report_open():
        return None
    due = item.next_report_due(task.step in WATCHED, now.date())
    return None if due is None else almanac.workdays_between(now.date(), due)


def _time_used(item: Held, now: datetime) -> int:
    given = _worked(item, item.due)
    return 100 * _worked(item, now) // given if given else 100


def seen_at(item: Held, now: datetime) -> datetime | None:
    """When progress was last to be seen: at a report, or at the close of a milestone since."""
    passed = [one for one in stages_of(item) if one <= now]
    return max([*passed, *([item.reported_at] if item.reported_at else [])], default=None)


def stages_of(item: Held) -> list[datetime]:
    """The closes of the milestones that lie in this course of the item."""
    return [at for one in item.plan.milestones if (at := almanac.closing(one.due_on)) > item.begun]


def behind(item: Held, now: datetime) -> int | None:
    """Whole points behind the plan, when progress was last to be seen."""
    seen = seen_at(item, now)
    if seen is None or item.due <= item.begun:
        return None
    return max(0, int(_planned(item, min(seen, item.due)) - item.progress))


def _planned(item: Held, moment: datetime) -> Fraction:
    """Straight lines over the working time, from nothing at its begin over the milestones to all at the due date."""
    before, percent = item.begun, 0
    points = [(almanac.closing(one.due_on), one.percent) for one in item.plan.milestones]
    for at, planned in [*[one for one in points if item.begun < one[0] < item.due], (item.due, 100)]:
        if moment < at or at == item.due:
            given, gone = (_worked(item, end) - _worked(item, before) for end in (at, moment))
            return percent + (Fraction((planned - percent) * gone, given) if given else Fraction(0))
        before, percent = at, planned
    raise AssertionError(moment)


def _worked(item: Held, until: datetime) -> int:
    """Minutes since the beginning in which the item did not rest."""
    rested = [(max(start, item.begun), min(end, until)) for start, end in item.rests]
    away = sum(almanac.minutes_worked(start, end) for start, end in rested if start < end)
    return almanac.minutes_worked(item.begun, until) - away


def _answer_due(item: Held) -> datetime | None:
    return item.notice.answer_due if item.notice and not item.notice.answered else None


def _missed(item: Held, now: datetime) -> int:
    return sum(1 for one in item.reports if one.due < (one.done or now))


FACTS: dict[str, Callable[[Held, Activity, datetime], Any]] = {
    "stage": lambda item, task, now: task.stage,
    "urgency": lambda item, task, now: item.matter.urgency,
    "source": lambda item, task, now: item.matter.source,
    "special": lambda item, task, now: item.matter.special,
    "days_left": lambda item, task, now: almanac.workdays_between(now.date(), task.due.date()) if task.due else None,
    "days_late": lambda item, task, now: _late(task.due, now),
    "time_used_percent": lambda item, task, now: _time_used(item, now),
    "step": lambda item, task, now: task.step,
    "times_urged": lambda item, task, now: task.urged,
    "item_times_urged": lambda item, task, now: item.times_urged,
    "unanswered": lambda item, task, now: task.urged - task.answered,
    "days_since_step": lambda item, task, now: _days(task.step_at, now),
    "days_since_notice": lambda item, task, now: _days_worked(item, item.notice.at if item.notice else None, now),
    "notice_days_late": lambda item, task, now: _late(_answer_due(item), now),
    "rectify_days_late": lambda item, task, now: _late(item.notice.rectify_due if item.notice else None, now),
    "reports_missed": lambda item, task, now: _missed(item, now),
    "report_days_left": _report_days_left,
    "progress": lambda item, task, now: item.progress,
    "progress_behind": lambda item, task, now: behind(item, now),
    "item_step": lambda item, task, now: item.step,
}
