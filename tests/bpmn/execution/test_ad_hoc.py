"""Ad-hoc sub-processes: activities without an order, done until a condition holds (BPMN 2.0.2, 10.3.5)."""

from typing import Any

from tests.bpmn.play import Play
from tests.support.diagrams import chain, compiled, diagram, end, start, task


def ad_hoc(*nodes: str, attributes: str = "", until: str | None = None) -> str:
    condition = f"<completionCondition>{until}</completionCondition>" if until else ""
    return f'<adHocSubProcess id="free" {attributes}>{"".join(nodes)}{condition}</adHocSubProcess>'


def play(free: str, **variables: Any) -> Play:
    return Play(
        compiled(diagram(start(), free, task("after"), end(), chain("start", "free", "after", "end"))), **variables
    )


def test_all_activities_are_offered_and_each_is_done_once() -> None:
    case = play(ad_hoc(task("a"), task("b"), task("c"), chain("a", "c")))
    assert case.open() == ["a", "b"]
    case.complete_at("a")
    assert case.open() == ["b", "c"]
    case.complete_at("b")
    case.complete_at("c")
    assert case.open() == ["after"]


def test_in_sequence_one_is_offered_after_the_other() -> None:
    case = play(ad_hoc(task("a"), task("b"), attributes='ordering="Sequential"'))
    assert case.open() == ["a"]
    case.complete_at("a", first=1)
    assert case.open() == ["b"]
    assert case.load().task_data(case.open_at("b")[0])["first"] == 1
    case.complete_at("b")
    assert case.open() == ["after"]


def test_what_was_done_is_offered_again_until_the_condition_holds() -> None:
    case = play(ad_hoc(task("a"), task("b"), until="enough"), enough=False)
    case.complete_at("a")
    assert case.open() == ["a", "b"]
    case.complete_at("a", enough=True)
    assert case.open() == ["after"]


def test_what_is_open_may_be_awaited_when_the_condition_holds() -> None:
    case = play(
        ad_hoc(task("a"), task("b"), attributes='cancelRemainingInstances="false"', until="enough"), enough=False
    )
    case.complete_at("a", enough=True)
    assert case.open() == ["b"]
    case.complete_at("b")
    assert case.open() == ["after"]


def test_a_sequence_begins_again_after_its_last_activity() -> None:
    case = play(ad_hoc(task("a"), task("b"), attributes='ordering="Sequential"', until="n == 3"), n=0)
    for number, element in enumerate(["a", "b", "a"], 1):
        assert case.open() == [element]
        case.complete_at(element, n=number)
    assert case.open() == ["after"]
