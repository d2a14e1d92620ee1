"""Starting what its timer start event is to start; who fails three times is set aside and holds nobody up."""

from datetime import datetime

from engine.act import Act
from engine.bpmn.execution.timers import EACH, fire_cycle, go_on, overdue
from engine.calendar import WorkingCalendar
from engine.commands.instances.advance import start_instance
from engine.commands.timers.fire import MAX_ATTEMPTS
from engine.domain.errors import Conflict
from engine.domain.step import StartedBy
from engine.store import Session
from engine.store.models import ScheduledStart
from engine.store.runtime import runtime_of
from engine.store.scheduled_starts import get_start, lock_start

MOST_CAUGHT_UP = 1_000
LONGEST_ERROR = 400


def start_scheduled(act: Act, start: ScheduledStart) -> None:
    """Start an instance for the due moment of a claimed start, and say when the next one is due."""
    due_at, missed, is_to_start = _take_occurrence(start, act.now, act.calendar)
    if is_to_start:
        event = StartedBy("timer", start.element_id, due_at, missed)
        start_instance(act, start.key, version=start.version, event=event)
    start.attempts, start.last_error = 0, None
    if start.cycle is None or start.cycle["left"] == 0:
        act.session.delete(start)


def _take_occurrence(start: ScheduledStart, now: datetime, calendar: WorkingCalendar) -> tuple[datetime, int, bool]:
    """Count what is due by the rule for missed occurrences: the moment, how many others it stands for, start or not."""
    if start.cycle is None:
        return start.due_at, 0, True
    cycle = dict(start.cycle)
    excess = max(0, overdue(cycle, now, calendar) - MOST_CAUGHT_UP) if start.catch_up == EACH else 0
    if excess:
        go_on(cycle, calendar, excess)
    due_at, before = datetime.fromisoformat(cycle["next"]), cycle["left"]
    is_to_start = fire_cycle(cycle, now, start.catch_up, calendar)
    missed = excess + before - cycle["left"] - 1
    start.cycle, start.due_at = cycle, datetime.fromisoformat(cycle["next"])
    return due_at, missed, is_to_start


def put_off_start(session: Session, start_id: int, error: Exception) -> None:
    """It failed: it is tried again, and after three tries set aside, where the administrator finds it."""
    start = lock_start(session, start_id)
    if start is None:
        return  # replaced by a new version meanwhile
    start.attempts += 1
    start.last_error = (str(error) or type(error).__name__)[:LONGEST_ERROR]
    if start.attempts >= MAX_ATTEMPTS:
        start.state = "set_aside"


def take_up_start(act: Act, start_id: int) -> ScheduledStart:
    """A start that was set aside is due again, with all its attempts before it."""
    start = get_start(act.session, start_id)
    if start.state != "set_aside":
        raise Conflict
    start.state, start.attempts = "pending", 0
    runtime_of(act.session).has_work = True
    return start
