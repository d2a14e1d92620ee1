"""Flows out of activities, numbers of tokens, complex gateways and the counts of loops."""

from typing import Any

import pytest

from tests.bpmn.play import Play
from tests.support.diagrams import chain, compiled, diagram, end, flow, parallel, start, task


def play(*nodes: str, **variables: Any) -> Play:
    return Play(compiled(diagram(*nodes)), **variables)


BRANCHES = [task("a"), task("b"), task("c")]


@pytest.mark.parametrize(("n", "taken"), [(1, ["c", "default"]), (5, ["a", "c"]), (15, ["a", "b", "c"])])
def test_conditions_on_the_flows_out_of_a_task_choose(n: int, taken: list[str]) -> None:
    first = '<userTask id="first" name="first" default="first-default" />'
    flows = [
        flow("first", "a", "n &gt; 3"),
        flow("first", "b", "n &gt; 10"),
        flow("first", "c"),
        flow("first", "default"),
    ]
    case = play(start(), first, *BRANCHES, task("default"), chain("start", "first"), *flows)
    case.complete_at("first", n=n)
    assert case.open() == taken


def test_no_condition_that_holds_is_an_incident() -> None:
    case = play(start(), task("first"), *BRANCHES[:1], chain("start", "first"), flow("first", "a", "n &gt; 3"))
    step = case.complete_at("first", n=1)
    assert step.fault is not None
    assert case.open() == ["first"]


def test_flows_without_conditions_are_all_taken_and_each_token_goes_on_by_itself() -> None:
    flows = [chain("start", "first"), chain("first", "a", "c", "end"), chain("first", "b", "c")]
    case = play(start(), task("first"), *BRANCHES, end(), *flows)
    case.complete_at("first")
    case.complete_at("a")
    case.complete_at("b")
    assert case.open() == ["c", "c"]
    for task_id in case.open_at("c"):
        case.complete(task_id)
    assert case.step.state == "completed"


def test_an_activity_waits_for_its_number_of_tokens() -> None:
    both = '<userTask id="both" name="both" startQuantity="2" />'
    case = play(
        start(), task("a"), task("b"), both, end(), chain("start", "a", "both", "end"), chain("start", "b", "both")
    )
    case.complete_at("a", x=1)
    assert case.open() == ["b"]
    case.complete_at("b", y=2)
    assert case.open() == ["both"]
    assert case.load().task_data(case.open_at("both")[0]) == {"x": 1, "y": 2}
    case.complete_at("both")
    assert case.step.state == "completed"


def test_an_activity_makes_its_number_of_tokens() -> None:
    twice = '<userTask id="twice" name="twice" completionQuantity="3" />'
    case = play(start(), twice, task("a"), end(), chain("start", "twice", "a", "end"))
    case.complete_at("twice")
    assert case.open() == ["a", "a", "a"]


def complex_join(condition: str) -> str:
    return f'<complexGateway id="join"><activationCondition>{condition}</activationCondition></complexGateway>'


def three_to(join: str, *after: str) -> list[str]:
    flows = [chain("start", "fork"), *(chain("fork", name, "join") for name in "abc"), chain("join", *after)]
    return [start(), parallel("fork"), *BRANCHES, join, *flows]


def test_a_complex_gateway_goes_on_once_and_swallows_what_comes_late() -> None:
    case = play(*three_to(complex_join("activationCount &gt;= 2"), "after", "end"), task("after"), end())
    case.complete_at("a")
    assert case.open() == ["b", "c"]
    case.complete_at("b")
    assert case.open() == ["after", "c"]
    case.complete_at("c")
    assert case.open() == ["after"]
    case.complete_at("after")
    assert case.step.state == "completed"


def test_a_complex_gateway_begins_again_in_the_next_round() -> None:
    again = '<exclusiveGateway id="again" default="again-end" />'
    merge = '<exclusiveGateway id="merge" />'
    branches = [*BRANCHES, *(chain("fork", name, "join") for name in "abc"), parallel("fork")]
    nodes = [*branches, complex_join("activationCount &gt;= 1"), task("after"), again, merge, end()]
    flows = [chain("start", "merge", "fork"), chain("join", "after", "again", "end"), flow("again", "merge", "more")]
    case = play(start(), *nodes, *flows)
    for element in ("a", "b", "c"):
        case.complete_at(element)
    case.complete_at("after", more=True)
    case.complete_at("b")
    assert case.open() == ["a", "after", "c"]


MANY = (
    '<multiInstanceLoopCharacteristics {attributes} duban:collection="units" duban:element="unit">'
    '<loopDataOutputRef>answers</loopDataOutputRef><outputDataItem id="answer" name="answer" />'
    "{condition}</multiInstanceLoopCharacteristics>"
)


def many(attributes: str = "", condition: str = "") -> str:
    until = f"<completionCondition>{condition}</completionCondition>" if condition else ""
    return MANY.format(attributes=attributes, condition=until)


def test_outputs_stand_in_the_order_of_what_went_in() -> None:
    case = play(start(), task("ask", many()), task("after"), chain("start", "ask", "after"), units=["a", "b", "c"])
    tasks = {case.load().task_data(task_id)["unit"]: task_id for task_id in case.open_at("ask")}
    for unit in ("c", "a", "b"):
        case.complete(tasks[unit], answer=f"from {unit}")
    assert case.load().task_data(case.open_at("after")[0])["answers"] == ["from a", "from b", "from c"]


def test_the_item_of_an_instance_ends_with_it_so_that_a_second_round_can_begin() -> None:
    each = '<multiInstanceLoopCharacteristics duban:collection="units" duban:element="unit" />'
    again = '<exclusiveGateway id="again" default="again-after" />'
    merge = '<exclusiveGateway id="merge" />'
    flows = [chain("start", "merge", "ask", "again", "after"), flow("again", "merge", "more")]
    case = play(start(), merge, task("ask", each), again, task("after"), *flows, units=["a"])
    case.complete_at("ask", more=True)
    case.complete_at("ask", more=False)
    assert "unit" not in case.load().task_data(case.open_at("after")[0])


def test_each_instance_knows_its_number() -> None:
    case = play(start(), task("ask", many()), end(), chain("start", "ask", "end"), units=["a", "b", "c"])
    numbers = [case.load().task_data(task_id)["loopCounter"] for task_id in case.open_at("ask")]
    assert sorted(numbers) == [1, 2, 3]


def test_a_completion_condition_sees_the_counts() -> None:
    condition = "numberOfCompletedInstances * 2 &gt; numberOfInstances"
    case = play(
        start(),
        task("ask", many(condition=condition)),
        task("after"),
        chain("start", "ask", "after"),
        units=["a", "b", "c"],
    )
    for _ in range(2):
        case.complete(case.open_at("ask")[0], answer=1)
    assert case.open() == ["after"]


def test_one_after_the_other_they_know_their_number_as_well() -> None:
    case = play(
        start(),
        task("ask", many('isSequential="true"')),
        task("after"),
        chain("start", "ask", "after"),
        units=["a", "b"],
    )
    for number in (1, 2):
        (task_id,) = case.open_at("ask")
        assert case.load().task_data(task_id)["loopCounter"] == number
        case.complete(task_id, answer=number)
    data = case.load().task_data(case.open_at("after")[0])
    assert data["answers"] == [1, 2]
    assert "loopCounter" not in data


def test_a_loop_counts_its_rounds() -> None:
    loop = '<standardLoopCharacteristics loopMaximum="3" />'
    case = play(start(), task("again", loop), task("after"), chain("start", "again", "after"))
    for number in (1, 2, 3):
        (task_id,) = case.open_at("again")
        assert case.load().task_data(task_id)["loopCounter"] == number
        case.complete(task_id)
    assert case.open() == ["after"]


SIGNAL = '<signal id="a_signal" name="one_done" /><signalEventDefinition id="each" signalRef="a_signal" />'
CAUGHT = '<boundaryEvent id="seen" attachedToRef="ask"><signalEventDefinition signalRef="a_signal" /></boundaryEvent>'


@pytest.mark.parametrize(("behavior", "seen"), [("None", 3), ("One", 1), ("All", 0)])
def test_an_activity_tells_of_its_instances_as_its_behavior_says(behavior: str, seen: int) -> None:
    told = f'behavior="{behavior}" noneBehaviorEventRef="each" oneBehaviorEventRef="each"'
    nodes = [task("ask", many(told)), CAUGHT, task("tell"), task("after"), end()]
    flows = [chain("start", "ask", "after", "end"), chain("seen", "tell", "end")]
    case = Play(compiled(diagram(start(), *nodes, *flows, declared=SIGNAL)), units=["a", "b", "c"])
    for task_id in case.open_at("ask"):
        case.complete(task_id, answer=1)
    assert case.open() == ["after", *["tell"] * seen]
