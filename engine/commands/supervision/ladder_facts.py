"""What a ladder may ask about an activity: read once, then told for any moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.bpmn.source.extensions import LadderUse
from engine.calendar import WorkingCalendar
from engine.commands.deadlines import report_due_on
from engine.commands.supervision.item_course import ItemCourse
from engine.domain.lights import WATCHED
from engine.store.models import ItemRecord
from engine.store.rows import HeldTask

FACTS = frozenset(
    {
        "stage",
        "urgency",
        "source",
        "special",
        "days_left",
        "days_late",
        "time_used_percent",
        "step",
        "times_urged",
        "item_times_urged",
        "unanswered",
        "days_since_step",
        "days_since_notice",
        "notice_days_late",
        "rectify_days_late",
        "reports_missed",
        "report_days_left",
        "progress",
        "progress_behind",
        "item_step",
    }
)


@dataclass(frozen=True)
class Known:
    """What the ladder may ask about one activity of an item, apart from the time."""

    task: HeldTask
    course: ItemCourse

    @property
    def withdrawn(self) -> frozenset[str]:
        """The steps that were withdrawn at this activity and not taken again since."""
        last = {one.kind: one for one in self.course.steps if one.task_id == self.task.id}
        return frozenset(kind for kind, one in last.items() if one.withdrawn_at)


def facts_at(known: Known, use: LadderUse, moment: datetime, calendar: WorkingCalendar) -> Mapping[str, Any]:
    """The facts of one activity at one moment, by the names a table may use (`FACTS`)."""
    task, course = known.task, known.course
    item, matter, notice = course.item, course.matter, course.notice
    return {
        "stage": use.stage,
        "urgency": matter.urgency,
        "source": matter.source,
        "special": item.special or matter.special,
        "days_left": calendar.working_days_left(moment, task.due_at) if task.due_at else None,
        "days_late": _late(task.due_at, moment, calendar),
        "time_used_percent": course.plan.time_used(moment),
        "step": task.step,
        "times_urged": task.times_urged,
        "item_times_urged": item.times_urged,
        "unanswered": task.times_urged - task.urges_answered,
        "days_since_step": _since(task.step_at, moment, calendar),
        "days_since_notice": course.plan.days_since(notice.at, moment) if notice else None,
        "notice_days_late": _late(_answer_due(notice), moment, calendar),
        "rectify_days_late": _late(_rectify_due(notice), moment, calendar),
        "reports_missed": sum(1 for due, done in course.reports if due < (done or moment)),
        "report_days_left": _report_days_left(known, moment, calendar),
        "progress": item.progress,
        "progress_behind": course.plan.behind_at(moment),
        "item_step": item.step,
    }


def _late(due_at: datetime | None, moment: datetime, calendar: WorkingCalendar) -> int:
    return calendar.days_late(moment, due_at) if due_at else 0


def _since(start: datetime | None, moment: datetime, calendar: WorkingCalendar) -> int | None:
    return calendar.working_days_left(start, moment) if start else None


def _answer_due(notice: ItemRecord | None) -> datetime | None:
    return notice.due_at if notice and notice.answered_at is None else None


def _rectify_due(notice: ItemRecord | None) -> datetime | None:
    due = notice.data.get("rectify_due") if notice else None
    return datetime.fromisoformat(due) if due else None


def _report_days_left(known: Known, moment: datetime, calendar: WorkingCalendar) -> int | None:
    """Working days until the next progress report; None while one is open or none is asked for."""
    course = known.course
    if course.reports_due:
        return None
    today = calendar.local_date(moment)
    watched = known.task.step in WATCHED
    due_on = report_due_on(course.item, course.reported_until, today, calendar, course.stages, watched=watched)
    return None if due_on is None else calendar.working_days_between(today, due_on)
