"""Limits: refused at deployment where the diagram says the number, an incident at the element where it shows later."""

import pytest

from engine.bpmn.bundle import CompiledBundle, compile_bundle
from engine.bpmn.execution.frame import Frame
from engine.calendar import InForce, WorkingCalendar
from engine.domain.errors import Invalid
from engine.domain.limits import Limits
from tests.bpmn.play import Play
from tests.support.diagrams import (
    KNOWN,
    catch,
    chain,
    diagram,
    end,
    exclusive,
    flow,
    start,
    subprocess,
    task,
    timer,
)

SMALL = Limits(steps=50, seconds=60, instances=3, call_depth=2, repetitions=5, horizon_days=30)


def bundle_of(*diagrams: bytes, limits: Limits = SMALL) -> CompiledBundle:
    files = {f"{number}.bpmn": content for number, content in enumerate(diagrams, 1)}
    return compile_bundle(files, KNOWN, Frame(limits, InForce(WorkingCalendar())))


def refused_of(*diagrams: bytes) -> list[tuple[str, str | None]]:
    with pytest.raises(Invalid) as refused:
        bundle_of(*diagrams)
    problems = refused.value.problems
    assert all(problem.line and problem.file and problem.message("zh") != problem.message("en") for problem in problems)
    return [(problem.code, problem.element) for problem in problems]


def waiting(kind: str, text: str) -> bytes:
    return diagram(start(), catch("wait", timer(kind, text)), end(), chain("start", "wait", "end"))


def nested(levels: int) -> str:
    inner = [task("work"), start("s0"), end("e0"), chain("s0", "work", "e0")]
    for level in range(1, levels + 1):
        name = f"sub{level}"
        inner = [subprocess(name, *inner), start(f"s{level}"), end(f"e{level}"), chain(f"s{level}", name, f"e{level}")]
    return "".join(inner)


def call(target: str) -> str:
    return f'<callActivity id="call" calledElement="{target}" />'


def many(cardinality: str) -> bytes:
    loop = f"<loopCardinality>{cardinality}</loopCardinality>"
    work = task("work", f"<multiInstanceLoopCharacteristics>{loop}</multiInstanceLoopCharacteristics>")
    return diagram(start(), work, end(), chain("start", "work", "end"))


@pytest.mark.parametrize(
    ("content", "code", "element"),
    [
        (many("4"), "bpmn.too_many_instances", "work"),
        (waiting("timeCycle", "R6/PT1H"), "bpmn.timer_repetitions", "wait"),
        (waiting("timeDuration", "P31D"), "bpmn.timer_horizon", "wait"),
        (waiting("timeDuration", "'P1Y'"), "bpmn.timer_horizon", "wait"),
        (diagram(nested(3)), "bpmn.nested_too_deep", "p"),
    ],
)
def test_a_number_in_the_diagram_is_held_against_the_limits_when_it_is_deployed(
    content: bytes, code: str, element: str
) -> None:
    assert refused_of(content) == [(code, element)]


def test_calls_count_as_levels() -> None:
    calling = diagram(start(), call("q"), end(), chain("start", "call", "end"))
    assert refused_of(calling, diagram(nested(2), key="q")) == [("bpmn.nested_too_deep", "p")]
    assert bundle_of(calling, diagram(nested(1), key="q")).processes.keys() == {"p", "q"}


def test_computed_numbers_are_incidents_at_their_element() -> None:
    for content, variables, code, element in (
        (many("n"), {"n": 4}, "bpmn.instances_refused", "work"),
        (waiting("timeCycle", "text"), {"text": "R6/PT1H"}, "bpmn.timer_repetitions", "wait"),
        (waiting("timeDuration", "text"), {"text": "P31D"}, "bpmn.timer_horizon", "wait"),
        (waiting("timeDate", "text"), {"text": "2026-03-01"}, "bpmn.timer_horizon", "wait"),
        (waiting("timeDate", "add_days(today(), n)"), {"n": 31}, "bpmn.timer_horizon", "wait"),
    ):
        fault = Play(bundle_of(content), **variables).step.fault
        assert fault is not None
        assert (fault.code, fault.element_id) == (code, element)


def test_a_loop_that_never_waits_is_stopped_by_steps_or_seconds() -> None:
    spin = diagram(start(), exclusive("a"), exclusive("b"), chain("start", "a", "b"), flow("b", "a"))
    fault = Play(bundle_of(spin)).step.fault
    assert fault is not None
    assert fault.code == "bpmn.too_deep"
    fault = Play(bundle_of(spin, limits=Limits(seconds=1e-9))).step.fault
    assert fault is not None
    assert fault.code == "bpmn.too_slow"


def test_an_instance_runs_to_the_limits_and_counts_by_the_office_calendar() -> None:
    play = Play(bundle_of(waiting("timeDate", "add_workdays(today(), n)")), n=1)
    assert str(play.due("wait")) == "2026-01-05 16:00:00+00:00"  # the first moment of the 6th in the office
    assert Play(bundle_of(diagram(nested(2)))).open() == ["work"]
    assert Play(bundle_of(many("n")), n=3).open() == ["work"] * 3
    deep = Play(bundle_of(diagram(nested(50)), limits=Limits()))
    assert deep.open() == ["work"]
    assert deep.complete_at("work").state == "completed"
