"""Timer events on the injected clock: they are due at an instant that a database row holds, and fire when told.

SpiffWorkflow 3.2.0 asks the machine's clock, fires one tick late (`<`) and wants its expressions quoted;
these definitions read `workflow.top_workflow.now`, fire at the instant itself and take bare ISO 8601 as well.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from SpiffWorkflow.bpmn.specs.event_definitions.timer import (
    CycleTimerEventDefinition,
    DurationTimerEventDefinition,
    TimeDateEventDefinition,
    TimerEventDefinition,
)

from engine.bpmn.execution.budget import require_horizon, require_repetitions
from engine.bpmn.execution.working_time import end_of, occurrence_after, read_working_duration
from engine.calendar import WorkingCalendar
from engine.domain.clock import OFFICE_ZONE, require_aware
from engine.domain.errors import ModelFault, Problem

DUE = "due"
LONGEST = timedelta(days=36_525)
LONGEST_MONTHS = 1_200
EACH, ONCE, SKIP = CATCH_UP = ("each", "once", "skip")


def _now(task: Any) -> datetime:
    now: datetime = task.workflow.top_workflow.now
    return now


def _is_told(task: Any) -> bool:
    """Does its row say that it is due? The row may have moved with the calendar, also to before the first moment.

    SpiffWorkflow asks every waiting event after each completed task; a timer that was due but not yet fired would slip
    into the step of whoever completed something else meanwhile.
    """
    is_told: bool = task.workflow.top_workflow.firing == task.id
    return is_told


def _value(task: Any, expression: str) -> str:
    value = task.workflow.script_engine.evaluate(task, expression)
    if not isinstance(value, str):
        raise ModelFault(Problem("bpmn.timer_not_text", {"value": repr(value)}, element=task.task_spec.bpmn_id))
    return value


def read_date(text: str) -> datetime:
    """An ISO 8601 date or date-time as UTC; without a zone it is meant in the office's zone."""
    instant = datetime.fromisoformat(text)
    return require_aware(instant if instant.tzinfo else instant.replace(tzinfo=OFFICE_ZONE))


def after(duration: str, start: datetime) -> timedelta:
    try:
        parsed = TimerEventDefinition.parse_iso_duration(duration)
    except Exception as error:  # it raises a bare one
        raise ValueError(str(error)) from error
    # months are counted out one by one, so their number is looked at before; how long they are is seen in the office
    if parsed.get("months", 0) + 12 * parsed.get("years", 0) > LONGEST_MONTHS:
        raise ValueError("longer than a hundred years")
    delta: timedelta = TimerEventDefinition.get_timedelta_from_start(parsed, start.astimezone(OFFICE_ZONE))
    if delta > LONGEST:
        raise ValueError("longer than a hundred years")
    return delta


def read_cycle(text: str, now: datetime) -> tuple[int, datetime, float]:
    """How often (-1: without end), when first, and every how many seconds; ValueError says what is wrong."""
    repeat, *rest = text.upper().split("/")
    left = int(repeat.strip().strip("R") or -1)
    start = read_date(rest[0]) if len(rest) == 2 else now
    seconds = after(rest[-1], start).total_seconds()
    if seconds < 1:
        raise ValueError("the interval is shorter than a second")
    return left, start if len(rest) == 2 else start + timedelta(seconds=seconds), seconds


def begin_cycle(text: str, now: datetime, calendar: WorkingCalendar | None = None) -> dict[str, Any]:
    """A cycle as plain JSON data, in working time where a calendar is given.

    `interval` is kept where it counts in months, which are not equally long.
    """
    if calendar is not None:
        return _working_cycle(text, now, calendar)
    left, first, seconds = read_cycle(text, now)
    cycle: dict[str, Any] = {"left": left, "next": first.isoformat(), "seconds": seconds}
    interval = text.upper().rpartition("/")[2].strip()
    if {"M", "Y"} & set(interval.partition("T")[0]):
        cycle["interval"] = interval
    return cycle


def _working_cycle(text: str, now: datetime, calendar: WorkingCalendar) -> dict[str, Any]:
    left, start, duration = read_working_cycle(text)
    first = read_date(start) if start else occurrence_after(now, read_working_duration(duration), calendar)
    return {"left": left, "next": first.isoformat(), "working": duration}


def fire_cycle(cycle: dict[str, Any], now: datetime, catch_up: str, calendar: WorkingCalendar | None = None) -> bool:
    """A due cycle goes on to its next moment; does something happen now, by the rule for what was missed?"""
    go_on(cycle, calendar)
    has_missed = datetime.fromisoformat(cycle["next"]) <= now and catch_up != EACH
    if has_missed:
        pass_over(cycle, now, calendar)
    return not (has_missed and catch_up == SKIP)


def pass_over(cycle: dict[str, Any], until: datetime, calendar: WorkingCalendar | None) -> None:
    """Count every occurrence up to a moment, that moment included."""
    while cycle["left"] != 0 and (due := datetime.fromisoformat(cycle["next"])) <= until:
        is_even = "interval" not in cycle and "working" not in cycle
        passed = (until - due) // timedelta(seconds=cycle["seconds"]) + 1 if is_even else 1
        go_on(cycle, calendar, passed if cycle["left"] < 0 else min(passed, cycle["left"]))


def overdue(cycle: Mapping[str, Any], now: datetime, calendar: WorkingCalendar | None = None) -> int:
    """How many occurrences are due by now."""
    trial = dict(cycle)
    pass_over(trial, now, calendar)
    number: int = cycle["left"] - trial["left"]
    return number


def go_on(cycle: dict[str, Any], calendar: WorkingCalendar | None, times: int = 1) -> None:
    """Count that many occurrences; one in working time needs the calendar it began with."""
    due = datetime.fromisoformat(cycle["next"])
    cycle["left"] -= times
    if "seconds" in cycle and "interval" not in cycle:
        due += timedelta(seconds=cycle["seconds"]) * times
    else:
        for _ in range(times):
            due = _following(cycle, due, calendar)
    cycle["next"] = due.isoformat()


def _following(cycle: Mapping[str, Any], due: datetime, calendar: WorkingCalendar | None) -> datetime:
    """The occurrence after one whose interval is not always equally long."""
    if "interval" in cycle:
        return due + after(cycle["interval"], due)
    assert calendar is not None  # noqa: S101 - it began in working time
    return occurrence_after(due, read_working_duration(cycle["working"]), calendar)


def reason_unreadable(kind: str, text: str, *, in_working_time: bool = False) -> str | None:
    """Why the text of a timer could not be read when it is needed; None when it can be."""
    any_day = datetime(2026, 1, 5, tzinfo=UTC)
    try:
        if in_working_time:
            _read_in_working_time(kind, text)
        elif kind == "timeDate":
            read_date(text)
        elif kind == "timeDuration":
            after(text, any_day)
        else:
            read_cycle(text, any_day)
    except (ValueError, OverflowError, IndexError) as error:
        return str(error)
    return None


def _read_in_working_time(kind: str, text: str) -> None:
    if kind == "timeDate":
        raise ValueError("a date is a date, in working time or not")
    if kind == "timeDuration":
        read_working_duration(text)
    else:
        _, start, _ = read_working_cycle(text)
        if start is not None:
            read_date(start)


class _ClockTimer:
    """Common to the one-shot timers: due once, fired once."""

    expression: str

    def due_at(self, task: Any) -> datetime:
        raise NotImplementedError

    def has_fired(self, task: Any) -> bool:
        due = task.internal_data.get(DUE)
        is_new = due is None
        if is_new:
            due = task.internal_data[DUE] = require_horizon(task, _checked(task, self.due_at)).isoformat()
        if _is_told(task) or (is_new and datetime.fromisoformat(due) <= _now(task)):
            task.internal_data["event_fired"] = True
        return bool(task.internal_data.get("event_fired", False))


class DateTimer(_ClockTimer, TimeDateEventDefinition):
    """`timeDate`: an absolute date or date-time."""

    def due_at(self, task: Any) -> datetime:
        return read_date(_value(task, self.expression))


class DurationTimer(_ClockTimer, DurationTimerEventDefinition):
    """`timeDuration`: counted from the moment the event starts to wait, in working time where the diagram says so."""

    in_working_time = False

    def due_at(self, task: Any) -> datetime:
        text = _value(task, self.expression)
        if self.in_working_time:
            return end_of(read_working_duration(text), _now(task), _calendar(task))
        return _now(task) + after(text, _now(task))


class CycleTimer(CycleTimerEventDefinition):
    """`timeCycle`: `R3/PT1H`, `R/2026-01-01T09:00:00+08:00/P1D`; no number means without end.

    What was missed while nobody was there is caught up as `catch_up` says: each occurrence in due order, once for all
    of them, or not at all. Missed is what was due before another one that is due already; it counts as an occurrence.
    """

    catch_up = EACH
    in_working_time = False

    def cycle_complete(self, task: Any) -> bool:
        state = task.internal_data.get("cycle")
        is_new = state is None
        if is_new:
            state = task.internal_data["cycle"] = _checked(task, self._begin)
            task.internal_data[DUE] = state["next"]
        if state["left"] == 0:
            task.internal_data["event_fired"] = True
            return False
        due = datetime.fromisoformat(state["next"])
        if due > _now(task) or not (is_new or _is_told(task)):
            return False
        calendar = _calendar(task) if self.in_working_time else None
        is_to_fire = fire_cycle(state, _now(task), self.catch_up, calendar)
        task.internal_data[DUE] = state["next"]
        if state["left"] == 0:
            task.internal_data["event_fired"] = True
        return is_to_fire

    def _begin(self, task: Any) -> dict[str, Any]:
        text = _value(task, self.expression)
        calendar = _calendar(task) if self.in_working_time else None
        cycle = begin_cycle(text, _now(task), calendar)
        require_repetitions(task, cycle["left"])
        require_horizon(task, datetime.fromisoformat(cycle["next"]))
        return cycle


def read_working_cycle(text: str) -> tuple[int, str | None, str]:
    """How often (-1: without end), from when if it says so, and how much working time lies between."""
    repeat, *rest = text.strip().upper().split("/")
    if not repeat.startswith("R") or not 1 <= len(rest) <= 2:
        raise ValueError("a cycle is R…/P…, or R…/date/P…")
    read_working_duration(rest[-1])
    return int(repeat.removeprefix("R") or -1), rest[0] if len(rest) == 2 else None, rest[-1]


def _calendar(task: Any) -> WorkingCalendar:
    calendar: WorkingCalendar | None = task.workflow.top_workflow.frame.calendar
    if calendar is None:
        raise ModelFault(Problem("bpmn.no_calendar", element=task.task_spec.bpmn_id))
    return calendar


def _checked(task: Any, compute: Any) -> Any:
    try:
        return compute(task)
    except ModelFault:
        raise
    except Exception as error:
        element = task.task_spec.bpmn_id
        raise ModelFault(Problem("bpmn.timer_unreadable", {"reason": str(error)}, element=element)) from error
