"""Timers run on the injected clock: due at an instant, fired at that instant, never by themselves."""

from datetime import UTC, datetime, timedelta

import pytest

from engine.bpmn.execution.timers import ONCE, begin_cycle, fire_cycle, overdue
from engine.domain.clock import OFFICE_ZONE
from engine.domain.errors import Invalid
from tests.bpmn.play import NOON, Play
from tests.support.diagrams import boundary, catch, chain, compiled, diagram, end, parallel, start, task, timer

HOUR = timedelta(hours=1)


def waiting_beside_a_task(kind: str, text: str, *, interrupting: bool = False) -> bytes:
    late = boundary("late", "work", timer(kind, text), interrupting=interrupting)
    return diagram(
        start(), task("work"), end(), chain("start", "work", "end"), late, task("remind"), chain("late", "remind")
    )


@pytest.mark.parametrize(
    ("kind", "text", "due"),
    [
        ("timeDuration", "PT2H", NOON + 2 * HOUR),
        ("timeDuration", '"PT2H"', NOON + 2 * HOUR),
        ("timeDuration", "'P1D'", NOON + 24 * HOUR),
        ("timeDuration", "  P1M ", datetime(2026, 2, 5, 4, tzinfo=UTC)),
        ("timeDate", "2026-01-06T09:00:00+08:00", datetime(2026, 1, 6, 1, tzinfo=UTC)),
        ("timeDate", '"2026-01-06T09:00:00Z"', datetime(2026, 1, 6, 9, tzinfo=UTC)),
        ("timeDate", "2026-01-06T09:00:00", datetime(2026, 1, 6, 1, tzinfo=UTC)),
        ("timeDate", "2026-01-06", datetime(2026, 1, 5, 16, tzinfo=UTC)),
        ("timeCycle", "R3/PT1H", NOON + HOUR),
        ("timeCycle", '"R3/PT1H"', NOON + HOUR),
        ("timeCycle", "R/2026-01-06T09:00:00+08:00/P1D", datetime(2026, 1, 6, 1, tzinfo=UTC)),
        ("timeDuration", "limit", NOON + 5 * HOUR),
    ],
)
def test_a_timer_is_due_where_iso_8601_says_bare_or_quoted_in_the_office_zone(
    kind: str, text: str, due: datetime
) -> None:
    play = Play(compiled(waiting_beside_a_task(kind, text)), limit="PT5H")
    assert play.due("late") == due


def test_a_timer_fires_at_the_instant_itself() -> None:
    play = Play(compiled(waiting_beside_a_task("timeDuration", "PT2H")))
    play.fire("late")
    assert play.now == NOON + 2 * HOUR
    assert play.open() == ["remind", "work"]


def test_a_timer_never_fires_by_itself_however_late_the_clock_stands() -> None:
    play = Play(
        compiled(
            diagram(
                start(),
                task("first"),
                task("work"),
                end(),
                chain("start", "first", "work", "end"),
                boundary("late", "work", timer("timeDuration", "PT1H")),
                task("remind"),
                chain("late", "remind"),
                boundary("early", "first", timer("timeDuration", "PT1H")),
                task("hurry"),
                chain("early", "hurry"),
            )
        )
    )
    play.now = NOON + 100 * HOUR
    play.complete_at("first")
    assert play.open() == ["work"]
    assert play.due("late") == play.now + HOUR


@pytest.mark.parametrize(("kind", "text"), [("timeDuration", "PT1H"), ("timeCycle", "R3/PT1H")])
def test_a_due_timer_does_not_slip_into_the_step_of_somebody_who_completes_another_task(kind: str, text: str) -> None:
    play = Play(
        compiled(
            diagram(
                start(),
                parallel("fork"),
                task("other"),
                task("work"),
                chain("start", "fork", "work"),
                chain("fork", "other"),
                boundary("late", "work", timer(kind, text)),
                task("remind"),
                chain("late", "remind"),
            )
        )
    )
    play.now = NOON + 3 * HOUR
    play.complete_at("other")
    assert play.open() == ["work"]
    assert play.due("late") == NOON + HOUR
    play.fire("late")
    assert play.open() == ["remind", "work"]


def test_a_date_that_is_past_when_its_event_begins_to_wait_fires_at_once() -> None:
    play = Play(compiled(waiting_beside_a_task("timeDate", "2026-01-01")))
    assert play.open() == ["remind", "work"]


def test_a_cycle_fires_as_often_as_it_says_and_then_waits_no_more() -> None:
    play = Play(compiled(waiting_beside_a_task("timeCycle", "R3/PT1H")))
    for turn in (1, 2, 3):
        assert play.due("late") == NOON + turn * HOUR
        play.fire("late")
        assert len(play.open_at("remind")) == turn
    assert play.due("late") is None
    assert play.passed.count("late") == 1


def test_a_cycle_without_a_number_goes_on_until_its_activity_ends() -> None:
    play = Play(compiled(waiting_beside_a_task("timeCycle", "R/PT1H")))
    for _ in range(5):
        play.fire("late")
    assert len(play.open_at("remind")) == 5
    play.complete_at("work")
    assert play.due("late") is None


@pytest.mark.parametrize(("policy", "reminders", "following"), [("each", 24, 25), ("once", 1, 25), ("skip", 0, 25)])
def test_a_day_of_downtime_is_caught_up_as_the_diagram_says(policy: str, reminders: int, following: int) -> None:
    said = f'<extensionElements><duban:catchUp policy="{policy}" /></extensionElements>'
    late = boundary("late", "work", said + timer("timeCycle", "R/PT1H"))
    flows = (chain("start", "work", "end"), chain("late", "remind"))
    play = Play(compiled(diagram(start(), task("work"), end(), late, task("remind"), *flows)))
    play.now = NOON + timedelta(hours=24)
    while (due := play.due("late")) is not None and due <= play.now:
        play.fire("late")
    assert len(play.open_at("remind")) == reminders
    assert play.due("late") == NOON + timedelta(hours=following)


@pytest.mark.parametrize(("policy", "reminders"), [("each", 3), ("once", 1), ("skip", 0)])
def test_what_was_missed_counts_towards_the_number_of_a_cycle(policy: str, reminders: int) -> None:
    said = f'<extensionElements><duban:catchUp policy="{policy}" /></extensionElements>'
    late = boundary("late", "work", said + timer("timeCycle", "R3/PT1H"))
    flows = (chain("start", "work", "end"), chain("late", "remind"))
    play = Play(compiled(diagram(start(), task("work"), end(), late, task("remind"), *flows)))
    play.now = NOON + timedelta(hours=24)
    while play.due("late") is not None:
        play.fire("late")
    assert len(play.open_at("remind")) == reminders
    assert play.open_at("work")


@pytest.mark.parametrize("policy", ["each", "once"])
def test_a_monthly_cycle_stays_on_its_day_of_the_month_in_the_office(policy: str) -> None:
    said = f'<extensionElements><duban:catchUp policy="{policy}" /></extensionElements>'
    late = boundary("late", "work", said + timer("timeCycle", "R/2026-02-01T00:00:00+08:00/P1M"))
    play = Play(compiled(diagram(start(), task("work"), chain("start", "work"), late, end(), chain("late", "end"))))
    for month in (2, 3, 4, 5):
        assert play.due("late") == datetime(2026, month, 1, tzinfo=OFFICE_ZONE)
        play.fire("late")


def test_a_year_missed_of_a_cycle_of_seconds_is_passed_over_at_once() -> None:
    cycle = begin_cycle("R/PT1S", NOON)
    assert fire_cycle(cycle, NOON + timedelta(days=365), ONCE)
    assert cycle["next"] == (NOON + timedelta(days=365, seconds=1)).isoformat()
    assert overdue(begin_cycle("R3/PT1S", NOON), NOON + HOUR) == 3


def test_a_way_to_catch_up_that_does_not_exist_is_refused() -> None:
    said = '<extensionElements><duban:catchUp policy="twice" /></extensionElements>'
    late = boundary("late", "work", said + timer("timeCycle", "R/PT1H"))
    with pytest.raises(Invalid) as refused:
        compiled(
            diagram(
                start(),
                task("work"),
                end(),
                late,
                task("remind"),
                chain("start", "work", "end"),
                chain("late", "remind"),
            )
        )
    assert [(problem.code, problem.element) for problem in refused.value.problems] == [
        ("bpmn.catch_up_unknown", "late")
    ]


def test_an_interrupting_timer_withdraws_its_task() -> None:
    play = Play(compiled(waiting_beside_a_task("timeDuration", "PT1H", interrupting=True)))
    step = play.fire("late")
    assert play.open() == ["remind"]
    assert [closed.done for closed in step.closed] == [False]


def test_a_completed_task_disarms_its_timer() -> None:
    play = Play(compiled(waiting_beside_a_task("timeDuration", "PT1H")))
    step = play.complete_at("work")
    assert len(step.disarmed) == 1
    assert step.state == "completed"


def test_an_intermediate_timer_holds_the_flow_until_its_instant() -> None:
    pause = catch("pause", timer("timeDuration", "PT1H"))
    play = Play(compiled(diagram(start(), pause, task("after"), end(), chain("start", "pause", "after", "end"))))
    assert play.open() == []
    play.fire("pause")
    assert play.open() == ["after"]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("timeDuration", "P1Q"),
        ("timeDuration", "P9999999999M"),
        ("timeDuration", "P999999999D"),
        ("timeDate", "2026-02-30"),
        ("timeCycle", "R/PT0S"),
        ("timeCycle", "R3/P1Q"),
    ],
)
def test_a_timer_that_could_not_be_read_is_refused_at_deployment(kind: str, text: str) -> None:
    with pytest.raises(Invalid) as refused:
        compiled(waiting_beside_a_task(kind, text))
    (problem,) = refused.value.problems
    assert (problem.code, problem.element, problem.file) == ("bpmn.timer_misspelt", "late", "diagram1.bpmn")
    assert problem.line


@pytest.mark.parametrize("limit", [5, None, "soon", "P9999999999M"])
def test_a_computed_timer_that_cannot_be_read_is_a_fault_at_its_element(limit: object) -> None:
    play = Play(compiled(waiting_beside_a_task("timeDuration", "limit")), limit=limit)
    assert play.step.state == "incident"
    assert play.step.fault is not None
    assert play.step.fault.element_id == "late"
