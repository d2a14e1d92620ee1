"""When a process is to be started by its timer: from its deployment on, and without any data."""

from datetime import UTC, datetime, timedelta

import pytest

from engine.bpmn.parsing.timed_starts import TimedStart
from engine.calendar import WorkingCalendar
from engine.domain.clock import OFFICE_ZONE
from tests.bpmn.play import NOON
from tests.support.diagrams import chain, compiled, diagram, start, task, timer

HOUR = timedelta(hours=1)
CALENDAR = WorkingCalendar()
ANCHORED = "R5/2026-01-05T09:00:00+08:00/PT2H"  # NOON is twelve in the office


def timed(kind: str, text: str, said: str = "") -> TimedStart:
    begin = f'<startEvent id="bell">{said}{timer(kind, text)}</startEvent>'
    bundle = compiled(diagram(begin, start(), task("work"), chain("bell", "work"), chain("start", "work")))
    (found,) = bundle.process("p").timed_starts
    return found


def test_a_start_event_with_a_timer_is_found_beside_others() -> None:
    said = '<extensionElements><duban:catchUp policy="skip" /></extensionElements>'
    assert timed("timeCycle", "R/P1D", said) == TimedStart("bell", "timeCycle", "R/P1D", "skip")


@pytest.mark.parametrize(
    ("kind", "text", "due"),
    [
        ("timeDate", "2026-01-06", datetime(2026, 1, 5, 16, tzinfo=UTC)),
        ("timeDate", '"2026-01-06T09:00:00+08:00"', datetime(2026, 1, 6, 1, tzinfo=UTC)),
        ("timeDuration", "PT2H", NOON + 2 * HOUR),
        ("timeCycle", "R3/PT1H", NOON + HOUR),
        ("timeCycle", ANCHORED, NOON + HOUR),
        ("timeCycle", "R/2026-01-05T12:00:00+08:00/P7D", NOON),
    ],
)
def test_it_is_due_as_the_timer_says_counted_from_the_deployment(kind: str, text: str, due: datetime) -> None:
    begun = timed(kind, text).begin(NOON, CALENDAR)
    assert begun is not None
    assert begun[0] == due


@pytest.mark.parametrize(
    ("kind", "text", "day", "hour", "minute"),
    [("timeDuration", "P3D", 8, 17, 30), ("timeCycle", "R2/P3D", 8, 12, 0), ("timeDuration", "PT8H", 6, 14, 30)],
)
def test_in_working_time_it_is_due_when_the_office_has_worked_so_long(
    kind: str, text: str, day: int, hour: int, minute: int
) -> None:
    said = "<extensionElements><duban:workingTime /></extensionElements>"
    begun = timed(kind, text, said).begin(NOON, CALENDAR)
    assert begun is not None
    due = begun[0].astimezone(OFFICE_ZONE)
    assert (due.day, due.hour, due.minute) == (day, hour, minute)


def test_what_lies_before_the_deployment_counts_but_is_not_caught_up() -> None:
    begun = timed("timeCycle", ANCHORED).begin(NOON, CALENDAR)
    assert begun is not None
    assert begun[1] is not None
    assert begun[1]["left"] == 3


@pytest.mark.parametrize(
    ("kind", "text"), [("timeDate", "2026-01-05"), ("timeCycle", "R2/2026-01-05T09:00:00+08:00/PT1H")]
)
def test_what_is_wholly_past_starts_nothing(kind: str, text: str) -> None:
    assert timed(kind, text).begin(NOON, CALENDAR) is None
