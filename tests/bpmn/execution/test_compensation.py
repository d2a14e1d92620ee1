"""What has been completed is undone in reverse order, once, with the data it had (BPMN 2.0.2, 10.7)."""

from typing import Any

from tests.bpmn.play import Play
from tests.support.diagrams import boundary, chain, compiled, diagram, end, start, subprocess, task

UNDO = "<compensateEventDefinition />"
CANCEL = "<cancelEventDefinition />"
SIGNAL = '<signal id="a_signal" name="bell" />'


def script(identifier: str, text: str = "x = 1", attributes: str = "") -> str:
    return f'<scriptTask id="{identifier}" {attributes}><script>{text}</script></scriptTask>'


def handler(identifier: str) -> str:
    """A user task that compensates."""
    return f'<userTask id="{identifier}" name="{identifier}" isForCompensation="true" />'


def undone_by(activity: str, by: str) -> str:
    return boundary(f"{activity}_undone", activity, UNDO, interrupting=True) + (
        f'<association id="{activity}_to" sourceRef="{activity}_undone" targetRef="{by}" />'
    )


def throw(identifier: str, inside: str = UNDO) -> str:
    return f'<intermediateThrowEvent id="{identifier}">{inside}</intermediateThrowEvent>'


def play(*nodes: str, **variables: Any) -> Play:
    return Play(compiled(diagram(*nodes, declared=SIGNAL)), **variables)


ONE = [task("book"), handler("unbook"), undone_by("book", "unbook")]
TWO = [
    task("book"),
    task("pay"),
    handler("unbook"),
    handler("unpay"),
    undone_by("book", "unbook"),
    undone_by("pay", "unpay"),
]


def test_handlers_run_one_after_the_other_the_latest_first() -> None:
    case = play(
        start(), *TWO, throw("undo"), task("after"), end(), chain("start", "book", "pay", "undo", "after", "end")
    )
    case.complete_at("book")
    case.complete_at("pay")
    assert case.open() == ["unpay"]
    case.complete_at("unpay")
    assert case.open() == ["unbook"]
    case.complete_at("unbook", refunded=True)
    assert case.open() == ["after"]
    assert case.load().task_data(case.open_at("after")[0])["refunded"] is True
    case.complete_at("after")
    assert case.step.state == "completed"


def test_only_what_was_completed_is_undone() -> None:
    nodes = [*TWO, throw("undo"), task("after"), chain("start", "book", "undo", "after", "pay")]
    case = play(start(), *nodes)
    case.complete_at("book")
    assert case.open() == ["unbook"]


def test_an_event_may_name_the_activity() -> None:
    named = '<compensateEventDefinition activityRef="book" />'
    case = play(start(), *TWO, throw("undo", named), end(), chain("start", "book", "pay", "undo", "end"))
    case.complete_at("book")
    case.complete_at("pay")
    assert case.open() == ["unbook"]
    case.complete_at("unbook")
    assert case.step.state == "completed"


def test_what_was_undone_is_not_undone_again() -> None:
    case = play(start(), *ONE, throw("undo"), throw("again"), end(), chain("start", "book", "undo", "again", "end"))
    case.complete_at("book")
    case.complete_at("unbook")
    assert case.step.state == "completed"
    assert case.passed.count("unbook") == 1


def test_a_throw_event_that_does_not_wait_goes_on_at_once() -> None:
    at_once = '<compensateEventDefinition waitForCompletion="false" />'
    case = play(
        start(), *ONE, throw("undo", at_once), task("after"), end(), chain("start", "book", "undo", "after", "end")
    )
    case.complete_at("book")
    assert case.open() == ["after", "unbook"]


def test_each_instance_is_undone_with_its_own_item() -> None:
    many = '<multiInstanceLoopCharacteristics duban:collection="units" duban:element="unit" />'
    nodes = [task("book", many), handler("unbook"), undone_by("book", "unbook"), throw("undo"), end()]
    case = play(start(), *nodes, chain("start", "book", "undo", "end"), units=["a", "b"])
    for task_id in case.open_at("book"):
        case.complete(task_id)
    seen = []
    while case.open_at("unbook"):
        (task_id,) = case.open_at("unbook")
        seen.append(case.load().task_data(task_id)["unit"])
        case.complete(task_id)
    assert seen == ["b", "a"]
    assert case.step.state == "completed"


INSIDE = [start("s"), task("book"), handler("unbook"), undone_by("book", "unbook"), end("e"), chain("s", "book", "e")]


def test_a_completed_sub_process_is_undone_from_the_inside() -> None:
    case = play(start(), subprocess("trip", *INSIDE), throw("undo"), end(), chain("start", "trip", "undo", "end"))
    case.complete_at("book", seat=7)
    assert case.open() == ["unbook"]
    assert case.load().task_data(case.open_at("unbook")[0])["seat"] == 7
    case.complete_at("unbook")
    assert case.step.state == "completed"
    assert set(case.parts) == {""}


def test_a_handler_of_the_sub_process_stands_for_what_is_inside() -> None:
    nodes = [subprocess("trip", *INSIDE), handler("call_off"), undone_by("trip", "call_off"), throw("undo"), end()]
    case = play(start(), *nodes, chain("start", "trip", "undo", "end"))
    case.complete_at("book")
    assert case.open() == ["call_off"]


def test_a_compensation_event_sub_process_is_the_handler_of_its_sub_process() -> None:
    inner = (
        '<subProcess id="undoing" triggeredByEvent="true">'
        f'<startEvent id="u">{UNDO}</startEvent>{task("ask")}{throw("inside")}{chain("u", "ask", "inside")}'
        "</subProcess>"
    )
    nodes = [subprocess("trip", *INSIDE, inner), throw("undo"), end(), chain("start", "trip", "undo", "end")]
    case = play(start(), *nodes)
    case.complete_at("book")
    assert case.open() == ["ask"]
    case.complete_at("ask")
    assert case.open() == ["unbook"]
    case.complete_at("unbook")
    assert case.step.state == "completed"


def test_an_event_sub_process_undoes_what_its_scope_has_done() -> None:
    trouble = (
        '<subProcess id="trouble" triggeredByEvent="true"><startEvent id="t">'
        f'<signalEventDefinition signalRef="a_signal" /></startEvent>{throw("undo")}{chain("t", "undo")}</subProcess>'
    )
    case = play(trouble, start(), *TWO, chain("start", "book", "pay"))
    case.complete_at("book")
    waiting = case.waiting("t")
    case.do(lambda runner: runner.deliver(waiting, "bell", {}))
    assert case.open() == ["unbook"]
    case.complete_at("unbook")
    assert case.step.state == "completed"


def transaction(*nodes: str) -> str:
    return f'<transaction id="deal">{"".join(nodes)}</transaction>'


def test_a_cancelled_transaction_is_undone_and_left_by_its_cancel_event() -> None:
    inside = [
        start("s"), *ONE, task("decide"), end("called_off", CANCEL), task("other"),
        chain("s", "book", "decide", "called_off"), chain("s", "other"),
    ]  # fmt: skip
    nodes = [transaction(*inside), boundary("cancelled", "deal", CANCEL, interrupting=True), task("tell"), end()]
    case = play(start(), *nodes, chain("start", "deal", "end"), chain("cancelled", "tell", "end"))
    case.complete_at("book")
    case.complete_at("decide")
    assert case.open() == ["unbook"]
    case.complete_at("unbook")
    assert case.open() == ["tell"]
    case.complete_at("tell")
    assert case.step.state == "completed"


def test_a_handler_that_runs_by_itself_needs_nobody() -> None:
    nodes = [
        script("book", "booked = True"),
        script("unbook", "booked = False", 'isForCompensation="true"'),
        undone_by("book", "unbook"),
        end("over", UNDO),
    ]
    case = play(start(), *nodes, chain("start", "book", "over"))
    assert case.step.state == "completed"
    assert case.step.variables == {"booked": False}
