"""What the runner promises beyond plain SpiffWorkflow; each deviation has its test here."""

from collections.abc import Mapping
from typing import Any

import pytest

from engine.bpmn.instances.runner import Runner
from engine.domain.errors import AlreadyDone, NotFound
from engine.domain.step import ActionCall, StartedBy
from tests.bpmn.play import NOON, Play
from tests.support.diagrams import (
    TERMINATE,
    URGE,
    URGED,
    boundary,
    catch,
    chain,
    compiled,
    diagram,
    end,
    exclusive,
    flow,
    parallel,
    service,
    start,
    subprocess,
    task,
)

WORK = diagram(start(), task("work"), end(), chain("start", "work", "end"))


def urged_work(*, interrupting: bool = False) -> bytes:
    caught = boundary("urged", "work", URGED, interrupting=interrupting)
    return diagram(
        start(),
        task("work"),
        end(),
        chain("start", "work", "end"),
        caught,
        task("answer"),
        chain("urged", "answer"),
        declared=URGE,
    )


def escalate(play: Play, element_id: str, code: str, payload: Mapping[str, Any] | None = None) -> str | None:
    caught: list[str | None] = []
    (task_id,) = play.open_at(element_id)
    play.do(lambda runner: caught.append(runner.escalate(task_id, code, payload or {})))
    return caught[0]


def test_a_non_interrupting_escalation_boundary_event_fires_as_often_as_it_is_raised() -> None:
    play = Play(compiled(urged_work()))
    for turn in range(1, 6):
        assert escalate(play, "work", "urge", {"ladder": {"turn": turn}}) == "urged"
        assert len(play.open_at("answer")) == turn
        assert play.step.opened[0].data["ladder"] == {"turn": turn}
    assert play.open_at("work")


def test_an_interrupting_escalation_boundary_event_withdraws_the_task() -> None:
    play = Play(compiled(urged_work(interrupting=True)))
    escalate(play, "work", "urge")
    assert play.open() == ["answer"]


def test_an_escalation_is_caught_on_a_sub_process_around_the_task() -> None:
    inner = subprocess("stage", start("s"), task("work"), end("e"), chain("s", "work", "e"))
    caught = boundary("urged", "stage", URGED)
    play = Play(
        compiled(
            diagram(
                start(),
                inner,
                end(),
                chain("start", "stage", "end"),
                caught,
                task("answer"),
                chain("urged", "answer"),
                declared=URGE,
            )
        )
    )
    assert escalate(play, "work", "urge") == "urged"
    assert escalate(play, "work", "urge") == "urged"
    assert play.open() == ["answer", "answer", "work"]


def test_an_escalation_nobody_catches_says_so_and_changes_nothing() -> None:
    play = Play(compiled(urged_work()))
    assert escalate(play, "work", "supervise") is None
    assert play.open() == ["work"]


def test_an_action_task_waits_for_the_command_layer() -> None:
    play = Play(compiled(diagram(start(), service("send"), task("work"), end(), chain("start", "send", "work", "end"))))
    call = play.load().next_action()
    assert isinstance(call, ActionCall)
    assert (call.element_id, call.name) == ("send", "act")
    assert play.open() == []
    assert "send" not in play.passed
    play.do(lambda runner: runner.finish_action(call, {"number": "1"}))
    assert play.open() == ["work"]
    assert (play.step.variables or {})["number"] == "1"


def test_a_service_task_without_an_action_passes_at_once() -> None:
    play = Play(compiled(diagram(start(), '<serviceTask id="idle" />', end(), chain("start", "idle", "end"))))
    assert play.step.state == "completed"


def test_a_terminate_end_withdraws_the_open_tasks_of_its_own_scope_only() -> None:
    inner = subprocess(
        "stage",
        start("s"),
        parallel("fork"),
        task("quick"),
        task("slow"),
        end("stop", TERMINATE),
        end("e"),
        chain("s", "fork", "quick", "stop"),
        chain("fork", "slow", "e"),
    )
    play = Play(
        compiled(
            diagram(
                start(),
                parallel("split"),
                inner,
                task("outside"),
                task("after"),
                end(),
                end("end2"),
                chain("start", "split", "stage", "after", "end"),
                chain("split", "outside", "end2"),
            )
        )
    )
    assert play.open() == ["outside", "quick", "slow"]
    (slow,) = play.open_at("slow")
    step = play.complete_at("quick")
    assert play.open() == ["after", "outside"]
    assert {closed.task_id: closed.done for closed in step.closed}[slow] is False


def choice(condition: str) -> bytes:
    return diagram(
        start(),
        task("decide"),
        exclusive("gate", "gate-no"),
        task("yes"),
        task("no"),
        chain("start", "decide", "gate"),
        flow("gate", "yes", condition),
        flow("gate", "no"),
    )


@pytest.mark.parametrize(
    ("condition", "submitted", "expected"),
    [
        ('decision == "accept"', {"decision": "accept"}, "yes"),
        ('decision == "accept"', {"decision": "reject"}, "no"),
        ("days &gt; 3 and not late", {"days": 4, "late": False}, "yes"),
        ("level in [1, 2]", {"level": 3}, "no"),
    ],
)
def test_conditions_speak_the_closed_language(condition: str, submitted: dict[str, Any], expected: str) -> None:
    play = Play(compiled(choice(condition)))
    play.complete_at("decide", **submitted)
    assert play.open() == [expected]


def test_a_missing_variable_is_a_fault_at_the_gateway_and_the_task_stays_open_until_it_is_mended() -> None:
    play = Play(compiled(choice("approved")))
    step = play.complete_at("decide")
    assert step.state == "incident"
    assert step.fault is not None
    assert step.fault.element_id == "gate"
    assert "approved" in step.fault.message
    assert play.open() == ["decide"]
    play.complete_at("decide", approved=True)
    assert play.open() == ["yes"]


def test_a_true_that_was_a_one_before_is_still_true_after_a_reload() -> None:
    bundle = compiled(choice("approved"))
    play = Play(bundle, approved=1)
    play.complete_at("decide", approved=True)
    assert (play.step.variables or {})["approved"] is True
    (task_id,) = play.open_at("yes")
    assert play.load().task_data(task_id)["approved"] is True


def test_a_task_can_be_completed_once() -> None:
    play = Play(compiled(WORK))
    runner = play.load()
    (task_id,) = play.open_at("work")
    runner.complete(task_id, {})
    with pytest.raises(AlreadyDone):
        runner.complete(task_id, {})


def test_a_task_of_another_instance_is_not_found() -> None:
    bundle = compiled(WORK)
    (other,) = Play(bundle).open_at("work")
    with pytest.raises(NotFound):
        Play(bundle).load().complete(other, {})


def test_a_message_reaches_the_event_that_waits_for_it() -> None:
    wait = catch("wait", '<messageEventDefinition messageRef="m" />')
    play = Play(
        compiled(
            diagram(
                start(),
                wait,
                task("after"),
                chain("start", "wait", "after"),
                declared='<message id="m" name="items-closed" />',
            )
        )
    )
    (waiting,) = play.step.subscribed
    assert (waiting.kind, waiting.name, waiting.element_id) == ("message", "items-closed", "wait")
    play.do(lambda runner: runner.deliver(waiting.task_id, "items-closed", {}))
    assert play.open() == ["after"]
    assert play.step.unsubscribed == (waiting.task_id,)


def test_an_instance_that_a_message_starts_goes_on_from_its_start_event() -> None:
    began = '<startEvent id="start"><messageEventDefinition messageRef="m" /></startEvent>'
    declared = '<message id="m" name="asked" />'
    bundle = compiled(diagram(began, task("work"), chain("start", "work"), declared=declared))
    step = Runner.start(bundle, "p", now=NOON, variables={"n": 1}, event=StartedBy("message", "asked")).step()
    assert [(opened.element_id, opened.data) for opened in step.opened] == [("work", {"n": 1})]
    assert step.subscribed == ()


def test_an_uncaught_error_end_fails_the_instance() -> None:
    failing = end("end", '<errorEventDefinition errorRef="no" />')
    bundle = compiled(
        diagram(
            start(),
            task("work"),
            failing,
            chain("start", "work", "end"),
            declared='<error id="no" name="no" errorCode="no" />',
        )
    )
    play = Play(bundle)
    assert play.complete_at("work").state == "failed"


def test_a_process_that_spins_is_a_fault_and_not_silence() -> None:
    spin = '<scriptTask id="spin"><script>n = 1</script></scriptTask>'
    bundle = compiled(diagram(start(), exclusive("again"), spin, chain("start", "again", "spin", "again")))
    step = Runner.start(bundle, "p", now=NOON, variables={}).step()
    assert step.state == "incident"
    assert step.fault is not None
    assert step.fault.code == "bpmn.too_deep"


def test_each_instance_of_a_parallel_activity_is_passed_once_and_its_container_is_not() -> None:
    many = "<multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>"
    play = Play(compiled(diagram(start(), task("sign", many), end(), chain("start", "sign", "end"))))
    for task_id in play.open_at("sign"):
        play.complete(task_id)
    assert play.step.state == "completed"
    assert play.passed == ["start", "sign", "sign", "sign", "end"]


@pytest.mark.parametrize("count", [1_001, -1, "3", True, 10**30])
def test_a_computed_number_of_instances_is_bounded(count: object) -> None:
    many = "<multiInstanceLoopCharacteristics><loopCardinality>n</loopCardinality></multiInstanceLoopCharacteristics>"
    play = Play(compiled(diagram(start(), task("sign", many), end(), chain("start", "sign", "end"))), n=count)
    assert play.step.fault is not None
    assert (play.step.fault.element_id, play.step.fault.code) == ("sign", "bpmn.instances_refused")


def test_a_join_in_a_rework_loop_waits_for_both_branches_in_every_round() -> None:
    bundle = compiled(
        diagram(
            start(),
            exclusive("again"),
            parallel("fork"),
            task("business"),
            task("party"),
            parallel("meet"),
            task("review"),
            exclusive("passed", "passed-end"),
            end(),
            chain("start", "again", "fork", "business", "meet", "review", "passed"),
            chain("fork", "party", "meet"),
            flow("passed", "again", "rework"),
            flow("passed", "end"),
        )
    )
    play = Play(bundle)
    for last in ("party", "business", "party", "business"):
        first = "business" if last == "party" else "party"
        assert play.open() == ["business", "party"]
        play.complete_at(first, **{first: last})
        assert play.open() == [last]
        play.complete_at(last)
        assert play.open() == ["review"]
        play.complete_at("review", rework=True)
    assert play.passed.count("meet") == 4


def test_a_join_goes_on_with_the_data_of_all_its_branches() -> None:
    bundle = compiled(
        diagram(
            start(),
            parallel("fork"),
            task("business"),
            task("party"),
            parallel("meet"),
            task("review"),
            chain("start", "fork", "business", "meet", "review"),
            chain("fork", "party", "meet"),
        )
    )
    play = Play(bundle)
    play.complete_at("business", plan="A", score=1)
    play.complete_at("party", report="B", score=2)
    (task_id,) = play.open_at("review")
    assert play.load().task_data(task_id) == {"plan": "A", "report": "B", "score": 2}
