"""Timers in working time: days end when the office closes, hours are office hours, days off are passed over."""

from datetime import UTC, datetime

import pytest

from engine.bpmn.bundle import CompiledBundle, compile_bundle
from engine.bpmn.execution.frame import Frame
from engine.bpmn.execution.working_time import read_working_duration
from engine.calendar import InForce, WorkingCalendar
from engine.domain.clock import OFFICE_ZONE
from tests.bpmn.play import Play
from tests.support.diagrams import KNOWN, chain, diagram, end, start, task, timer

IN_WORKING_TIME = "<extensionElements><duban:workingTime /></extensionElements>"


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=OFFICE_ZONE)  # type: ignore[arg-type,misc]


def bundle(kind: str, text: str, tag: str = "intermediateCatchEvent", more: str = "") -> CompiledBundle:
    event = f'<{tag} id="wait"{more}>{IN_WORKING_TIME}{timer(kind, text)}</{tag}>'
    nodes = [start(), task("work"), event, task("after"), end()]
    flows = [chain("start", "work"), chain("wait", "after", "end")]
    flows.append(chain("work", "end") if "attachedToRef" in more else chain("start", "wait"))
    return compile_bundle({"p.bpmn": diagram(*nodes, *flows)}, KNOWN, Frame(in_force=InForce(WorkingCalendar())))


@pytest.mark.parametrize(
    ("text", "now", "due"),
    [
        ("P1D", local(2026, 1, 5, 10), local(2026, 1, 6, 17, 30)),
        ("P3D", local(2026, 1, 7, 20), local(2026, 1, 12, 17, 30)),  # over a weekend
        ("P2D", local(2026, 9, 30, 10), local(2026, 10, 9, 17, 30)),  # over the national holiday
        ("PT4H", local(2026, 1, 5, 10), local(2026, 1, 5, 15, 30)),  # over lunch
        ("PT4H", local(2026, 1, 9, 16), local(2026, 1, 12, 11, 30)),  # over a weekend
        ("PT30M", local(2026, 1, 10, 12), local(2026, 1, 12, 9, 30)),  # begun on a day off
    ],
)
def test_a_duration_counts_working_time(text: str, now: datetime, due: datetime) -> None:
    play = Play(bundle("timeDuration", text), now=now.astimezone(UTC))
    assert play.due("wait") == due
    play.fire("wait")
    assert "after" in play.open()


def test_an_expression_may_say_how_long() -> None:
    play = Play(bundle("timeDuration", "'P' + str(days) + 'D'"), now=local(2026, 1, 5, 10).astimezone(UTC), days=2)
    assert play.due("wait") == local(2026, 1, 7, 17, 30)


def test_a_cycle_of_days_keeps_its_time_of_day_and_passes_over_days_off() -> None:
    attached = ' attachedToRef="work" cancelActivity="false"'
    cycle = bundle("timeCycle", "R3/P1D", "boundaryEvent", attached)
    play = Play(cycle, now=local(2026, 1, 8, 10).astimezone(UTC))
    due = []
    while play.due("wait") is not None:
        due.append(play.due("wait"))
        play.fire("wait")
    assert due == [local(2026, 1, 9, 10), local(2026, 1, 12, 10), local(2026, 1, 13, 10)]


def test_without_a_calendar_it_is_a_fault_and_not_calendar_time() -> None:
    content = bundle("timeDuration", "P1D").files
    play = Play(compile_bundle(dict(content), KNOWN))
    assert play.step.fault is not None


@pytest.mark.parametrize("text", ["P1DT4H", "P1W", "P1M", "PT0H", "P0D", "PT", "1D", "PT10S"])
def test_what_has_no_fixed_length_in_working_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="duration"):
        read_working_duration(text)
