"""Asking the ladder: what is known of an activity now, which step is next, and when to ask again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from engine.act import Act
from engine.bpmn.bundle import CompiledBundle, CompiledProcess
from engine.bpmn.extensions import LadderUse
from engine.calendar import WorkingCalendar
from engine.commands.deadlines import report_due_on
from engine.domain.clock import OFFICE_ZONE
from engine.domain.ladder import Step, ask, next_moment
from engine.domain.lights import REPORT_STAGE, WATCHED
from engine.store import timers
from engine.store.items import dates_ahead, reports_of
from engine.store.models import Item, Matter
from engine.store.rows import HeldTask
from engine.store.tasks import open_tasks

STEPS = frozenset({"report", "urge", "watch", "supervise", "circular", "talk"})
FACTS = frozenset(
    {
        "stage",
        "urgency",
        "source",
        "days_left",
        "days_late",
        "step",
        "times_urged",
        "unanswered",
        "days_since_step",
        "reports_missed",
        "report_days_left",
        "progress",
        "item_step",
    }
)
LOOK_AHEAD = 130  # working days, about half a year; after that the ladder is asked again in any case


@dataclass(frozen=True)
class Known:
    """What the ladder may ask about one activity, apart from the time."""

    task: HeldTask
    item: Item
    matter: Matter
    reports: tuple[tuple[datetime, datetime | None], ...]  # (due, completed) of each progress report
    milestones: tuple[date, ...] = ()  # those not reached, in order

    @property
    def reported_until(self) -> date | None:
        return max((due.astimezone(OFFICE_ZONE).date() for due, _ in self.reports), default=None)


def facts_at(known: Known, use: LadderUse, moment: datetime, calendar: WorkingCalendar) -> Mapping[str, Any]:
    """The facts of one activity at one moment, by the names a table may use (`FACTS`)."""
    task, item = known.task, known.item
    left = calendar.working_days_left(moment, task.due_at) if task.due_at else None
    since = calendar.working_days_left(task.step_at, moment) if task.step_at else None
    return {
        "stage": use.stage,
        "urgency": known.matter.urgency,
        "source": known.matter.source,
        "days_left": left,
        "days_late": calendar.days_late(moment, task.due_at) if task.due_at else 0,
        "step": task.step,
        "times_urged": task.times_urged,
        "unanswered": task.times_urged - task.urges_answered,
        "days_since_step": since,
        "reports_missed": sum(1 for due, done in known.reports if due < (done or moment)),
        "report_days_left": _report_days_left(known, moment, calendar),
        "progress": item.progress,
        "item_step": item.step,
    }


def _report_days_left(known: Known, moment: datetime, calendar: WorkingCalendar) -> int | None:
    """Working days until the next progress report; None while one is open or none is asked for."""
    if any(done is None for _, done in known.reports):
        return None
    today = calendar.local_date(moment)
    watched = known.task.step in WATCHED
    due_on = report_due_on(known.item, known.reported_until, today, calendar, known.milestones, watched=watched)
    return None if due_on is None else calendar.working_days_between(today, due_on)


def _openings(now: datetime, calendar: WorkingCalendar) -> Iterator[datetime]:
    moment = now
    while True:
        moment = calendar.next_opening(moment)
        yield moment


def known_of(act: Act, task: HeldTask, item: Item) -> Known:
    """Everything the ladder may ask about this task, read once."""
    reports = tuple(reports_of(act.session, item.id, REPORT_STAGE))
    matter = act.session.get_one(Matter, item.matter_id)
    return Known(task, item, matter, reports, dates_ahead(act.session, item))


def arm_ladders(act: Act, process: CompiledProcess, bundle: CompiledBundle, instance_id: int, item: Item) -> None:
    """For every open activity with a ladder: one timer row at the next moment the table has something to say.

    A timer that is due already is left alone: it asks the table afresh when it fires, and must not be put off by an
    act that comes between its moment and the worker.
    """
    for task in open_tasks(act.session, instance_id):
        use = process.element(task.element_id).extensions.ladder
        if use is None or _is_due(act, task):
            continue
        known = known_of(act, task, item)
        moments = list(islice(_openings(act.now, act.calendar), LOOK_AHEAD))
        table = bundle.decisions[use.decision]
        found = next_moment(table, lambda m, k=known, u=use: facts_at(k, u, m, act.calendar), moments)  # type: ignore[misc]
        due_at = found[0] if found else moments[-1]
        timers.arm(
            act.session,
            instance_id=instance_id,
            task_id=task.id,
            element_id=task.element_id,
            kind="ladder",
            due_at=due_at,
        )


def _is_due(act: Act, task: HeldTask) -> bool:
    pending = timers.find_pending(act.session, task.instance_id, task.id, "ladder")
    return pending is not None and pending.due_at <= act.now


def ask_now(act: Act, process: CompiledProcess, bundle: CompiledBundle, task: HeldTask, item: Item) -> Step | None:
    """What the table says of this activity at this moment."""
    use = process.element(task.element_id).extensions.ladder
    if use is None:
        return None
    return ask(bundle.decisions[use.decision], facts_at(known_of(act, task, item), use, act.now, act.calendar))


def payload_of(step: Step, task: HeldTask) -> dict[str, Any]:
    """What the escalation carries into the diagram, under the name `ladder`."""
    return {
        "ladder": {
            "code": step.code,
            "stage": task.stage,
            "task_id": task.id,
            "notify": list(step.notify),
            "template": step.template,
            "answer_days": step.answer_working_days,
            "rule": step.rule,
            "watched": task.step in WATCHED,
        }
    }
