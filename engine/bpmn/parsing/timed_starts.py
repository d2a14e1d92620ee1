"""Start events with a timer (BPMN 2.0.2, 10.5.2): when a process is to be started, from the moment it is deployed.

There is no instance yet, so there is no data either: a date, a duration or a cycle must be readable by itself.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from engine.bpmn.execution.environment import BARE_ISO
from engine.bpmn.execution.events import definitions_of
from engine.bpmn.execution.timers import (
    CycleTimer,
    DateTimer,
    DurationTimer,
    after,
    begin_cycle,
    pass_over,
    read_date,
    reason_unreadable,
)
from engine.bpmn.execution.working_time import end_of, read_working_duration
from engine.bpmn.parsing.placing import Beginning, DiagramSpec, beginnings
from engine.calendar import WorkingCalendar
from engine.domain.errors import DubanError
from engine.expressions import compile_condition

TIMER_KINDS = ("timeDate", "timeDuration", "timeCycle")
KIND_OF = dict(zip((DateTimer, DurationTimer, CycleTimer), TIMER_KINDS, strict=True))
MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True)
class TimedStart:
    """A start event with a timer; `kind` is its tag, `catch_up` the rule for missed occurrences of a cycle."""

    element_id: str
    kind: str
    expression: str
    catch_up: str
    in_working_time: bool = False

    def begin(self, now: datetime, calendar: WorkingCalendar) -> tuple[datetime, dict[str, Any] | None] | None:
        """When it is first due after a deployment at `now`, with its cycle; None when no moment is left.

        What lies before the deployment was not missed: it is not caught up, and counts as an occurrence.
        """
        text = _text(self.expression)
        working = calendar if self.in_working_time else None
        if self.kind == "timeDuration":
            return now + after(text, now) if working is None else end_of(
                read_working_duration(text), now, working
            ), None
        if self.kind == "timeDate":
            due = read_date(text)
            return None if due < now else (due, None)
        cycle = begin_cycle(text, now, working)
        pass_over(cycle, now - MOMENT, working)
        return None if cycle["left"] == 0 else (datetime.fromisoformat(cycle["next"]), cycle)


def timed_starts(spec: DiagramSpec) -> tuple[TimedStart, ...]:
    """The start events of a process that have a timer."""
    return tuple(
        TimedStart(
            one.name,
            KIND_OF[type(timer)],
            timer.expression,
            getattr(timer, "catch_up", ""),
            getattr(timer, "in_working_time", False),
        )
        for one in beginnings(spec)
        if isinstance(one, Beginning)
        for timer in definitions_of(one)
        if type(timer) in KIND_OF
    )


def reason_unknown(kind: str, expression: str, *, in_working_time: bool) -> str | None:
    """Why a moment written as an expression cannot be known without data; None when it can."""
    try:
        return reason_unreadable(kind, _text(expression), in_working_time=in_working_time)
    except DubanError as error:
        return "；".join(problem.message() for problem in error.problems) or error.message()
    except TypeError as error:
        return str(error)


def _text(expression: str) -> str:
    if BARE_ISO.match(expression):
        return expression.strip()
    value = compile_condition(expression.strip()).evaluate({})
    if not isinstance(value, str):
        raise TypeError(repr(value))
    return value
