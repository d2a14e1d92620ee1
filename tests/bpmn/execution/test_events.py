"""Events reach the right scope, and what they interrupt ends at once (BPMN 2.0.2, 10.5)."""

from typing import Any

from tests.bpmn.play import Play
from tests.support.diagrams import (
    boundary,
    catch,
    chain,
    compiled,
    diagram,
    end,
    flow,
    start,
    subprocess,
    task,
    timer,
)

DECLARED = (
    '<escalation id="an_escalation" name="up" escalationCode="up" /><error id="f" name="wrong" errorCode="wrong" />'
    '<signal id="a_signal" name="bell" /><message id="m" name="letter" />'
)
UP = '<escalationEventDefinition escalationRef="an_escalation" />'
ANY_UP = "<escalationEventDefinition />"
WRONG = '<errorEventDefinition errorRef="f" />'
BELL = '<signalEventDefinition signalRef="a_signal" />'
LETTER = '<messageEventDefinition messageRef="m" />'


def throw(identifier: str, inside: str) -> str:
    return f'<intermediateThrowEvent id="{identifier}">{inside}</intermediateThrowEvent>'


def script(identifier: str, text: str) -> str:
    return f'<scriptTask id="{identifier}"><script>{text}</script></scriptTask>'


def gateway(identifier: str) -> str:
    return f'<eventBasedGateway id="{identifier}" />'


def event_subprocess(identifier: str, trigger: str, *nodes: str, interrupting: bool = True) -> str:
    """Its start event is `identifier_start`; the nodes bring their own flows from it."""
    begin = f'<startEvent id="{identifier}_start" isInterrupting="{str(interrupting).lower()}">{trigger}</startEvent>'
    return f'<subProcess id="{identifier}" triggeredByEvent="true">{begin}{"".join(nodes)}</subProcess>'


def watch(identifier: str, trigger: str, *, interrupting: bool = True) -> str:
    """An event sub-process of one user task, `identifier_work`."""
    work = f"{identifier}_work"
    return event_subprocess(
        identifier, trigger, task(work), chain(f"{identifier}_start", work), interrupting=interrupting
    )


def play(*nodes: str, **variables: Any) -> Play:
    return Play(compiled(diagram(*nodes, declared=DECLARED)), **variables)


STAGE = subprocess("stage", start("s"), throw("raise", UP), task("after"), end("e"), chain("s", "raise", "after", "e"))


def test_an_interrupting_event_ends_its_sub_process_before_anything_else_runs() -> None:
    attached = boundary("raised", "stage", UP, interrupting=True)
    case = play(
        start(),
        STAGE,
        attached,
        task("instead"),
        end(),
        chain("start", "stage", "end"),
        chain("raised", "instead", "end"),
    )
    assert case.open() == ["instead"]
    assert "raise" in case.passed


def test_an_escalation_that_interrupts_nothing_lets_the_sub_process_go_on() -> None:
    attached = boundary("raised", "stage", UP)
    case = play(
        start(),
        STAGE,
        attached,
        task("beside"),
        end(),
        chain("start", "stage", "end"),
        chain("raised", "beside", "end"),
    )
    assert case.open() == ["after", "beside"]


def test_who_names_the_code_catches_before_who_catches_all() -> None:
    nodes = [boundary("all", "stage", ANY_UP, interrupting=True), boundary("named", "stage", UP, interrupting=True)]
    flows = [chain("start", "stage", "end"), chain("all", "one", "end"), chain("named", "other", "end")]
    assert play(start(), STAGE, *nodes, task("one"), task("other"), end(), *flows).open() == ["other"]


def test_an_escalation_reaches_no_activity_beside_the_one_it_left() -> None:
    nodes = [task("beside"), boundary("raised", "beside", UP, interrupting=True), STAGE]
    case = play(start(), *nodes, end(), chain("start", "beside", "end"), chain("start", "stage", "end"))
    assert case.open() == ["after", "beside"]
    assert [thrown.kind for thrown in case.step.thrown] == ["escalation"]


def test_an_error_nobody_catches_fails_the_instance() -> None:
    case = play(start(), end("bad", WRONG), chain("start", "bad"))
    assert case.step.state == "failed"
    assert [(thrown.kind, thrown.name) for thrown in case.step.thrown] == [("error", "wrong")]


def test_an_error_is_caught_two_levels_up() -> None:
    inner = subprocess("inner", start("s2"), end("bad", WRONG), chain("s2", "bad"))
    outer = subprocess("outer", start("s1"), inner, end("e1"), chain("s1", "inner", "e1"))
    attached = boundary("caught", "outer", WRONG, interrupting=True)
    case = play(
        start(), outer, attached, task("mend"), end(), chain("start", "outer", "end"), chain("caught", "mend", "end")
    )
    assert case.open() == ["mend"]
    case.complete_at("mend")
    assert case.step.state == "completed"


def test_an_interrupting_event_sub_process_replaces_the_rest_of_its_scope() -> None:
    inside = [watch("watch", BELL), start("s"), task("work"), end("e"), chain("s", "work", "e")]
    case = play(start(), subprocess("stage", *inside), task("next"), end(), chain("start", "stage", "next", "end"))
    assert case.open() == ["work"]
    (waiting,) = case.step.subscribed
    assert (waiting.element_id, waiting.name) == ("watch_start", "bell")
    case.do(lambda runner: runner.deliver(waiting.task_id, "bell", {"why": "fire"}))
    assert case.open() == ["watch_work"]
    (task_id,) = case.open_at("watch_work")
    assert case.load().task_data(task_id)["why"] == "fire"
    case.complete_at("watch_work")
    assert case.open() == ["next"]


def test_an_event_sub_process_that_interrupts_nothing_starts_as_often_as_it_is_asked() -> None:
    case = play(watch("watch", BELL, interrupting=False), start(), task("work"), end(), chain("start", "work", "end"))
    for _ in range(3):
        waiting = case.waiting("watch_start")
        case.do(lambda runner, waiting=waiting: runner.deliver(waiting, "bell", {}))
    assert case.open() == ["watch_work", "watch_work", "watch_work", "work"]
    assert case.complete_at("work").state == "running"
    for _ in range(3):
        case.complete(case.open_at("watch_work")[0])
    assert case.step.state == "completed"


def test_a_scope_does_not_wait_for_an_event_sub_process_nothing_has_started() -> None:
    case = play(watch("watch", LETTER), start(), task("work"), end(), chain("start", "work", "end"))
    case.complete_at("work")
    assert case.step.state == "completed"
    assert len(case.step.unsubscribed) == 1


def test_a_timer_starts_an_event_sub_process_of_a_sub_process() -> None:
    inside = [
        watch("late", timer("timeDuration", "P1D"), interrupting=False),
        start("s"),
        task("work"),
        chain("s", "work"),
    ]
    case = play(start(), subprocess("stage", *inside), end(), chain("start", "stage", "end"))
    case.fire("late_start")
    assert case.open() == ["late_work", "work"]


def test_a_cycle_starts_an_event_sub_process_again_and_again() -> None:
    case = play(
        watch("round", timer("timeCycle", "R2/PT1H"), interrupting=False), start(), task("work"), chain("start", "work")
    )
    case.fire("round_start")
    case.fire("round_start")
    assert case.open() == ["round_work", "round_work", "work"]
    assert case.due("round_start") is None


def test_an_escalation_is_caught_inside_its_own_scope_first() -> None:
    stage = subprocess(
        "stage", watch("inside", UP), start("s"), throw("raise", UP), task("after"), chain("s", "raise", "after")
    )
    attached = boundary("outside", "stage", UP, interrupting=True)
    case = play(start(), stage, attached, end(), chain("start", "stage", "end"), chain("outside", "end"))
    assert case.open() == ["inside_work"]


def test_a_condition_starts_an_event_sub_process_when_it_becomes_true() -> None:
    full = "<conditionalEventDefinition><condition>count &gt;= 2</condition></conditionalEventDefinition>"
    nodes = [watch("full", full, interrupting=False), start(), task("add"), task("more"), task("last")]
    case = play(*nodes, end(), chain("start", "add", "more", "last", "end"), count=0)
    case.complete_at("add", count=1)
    assert case.open() == ["more"]
    case.complete_at("more", count=2)
    assert case.open() == ["full_work", "last"]
    case.complete_at("last", count=3)  # still true: it does not start again
    assert case.open() == ["full_work"]


def test_a_condition_that_became_untrue_starts_it_again() -> None:
    full = "<conditionalEventDefinition><condition>count &gt;= 2</condition></conditionalEventDefinition>"
    nodes = [watch("full", full, interrupting=False), start(), task("a"), task("b"), task("c"), task("d")]
    case = play(*nodes, end(), chain("start", "a", "b", "c", "d", "end"), count=0)
    for element, count in (("a", 2), ("b", 0), ("c", 5)):
        case.complete_at(element, count=count)
    assert case.open() == ["d", "full_work", "full_work"]


def test_a_conditional_boundary_event_sees_what_a_parallel_branch_changed() -> None:
    stop = "<conditionalEventDefinition><condition>stop</condition></conditionalEventDefinition>"
    nodes = [task("long"), boundary("stopped", "long", stop, interrupting=True), task("decide"), task("instead"), end()]
    flows = [chain("start", "long", "end"), chain("start", "decide", "end"), chain("stopped", "instead", "end")]
    case = play(start(), *nodes, *flows, stop=False)
    case.complete_at("decide", stop=True)
    assert case.open() == ["instead"]


def test_the_first_event_behind_a_gateway_withdraws_the_others() -> None:
    nodes = [
        gateway("either"),
        catch("one", timer("timeDuration", "PT1H")),
        catch("two", timer("timeDuration", "PT2H")),
        catch("three", BELL),
    ]
    flows = [chain("start", "either")] + [chain("either", name, f"after_{name}") for name in ("one", "two", "three")]
    tasks = [task(f"after_{name}") for name in ("one", "two", "three")]
    case = play(start(), *nodes, *tasks, *flows)
    assert {case.due("one"), case.due("two")} > {case.due("one")}
    case.fire("one")
    assert case.open() == ["after_one"]
    assert case.timers == {}
    assert len(case.step.unsubscribed) == 1


def test_a_receive_task_may_stand_behind_a_gateway() -> None:
    receive = '<receiveTask id="answer" messageRef="m" />'
    nodes = [gateway("either"), receive, catch("late", timer("timeDuration", "P3D")), task("good"), task("bad")]
    flows = [chain("start", "either"), chain("either", "answer", "good"), chain("either", "late", "bad")]
    case = play(start(), *nodes, *flows)
    waiting = case.waiting("answer")
    case.do(lambda runner: runner.deliver(waiting, "letter", {"text": "yes"}))
    assert case.open() == ["good"]


def test_a_terminate_end_event_ends_its_own_scope_only() -> None:
    stage = subprocess(
        "stage",
        start("s"),
        task("work"),
        task("stop"),
        end("all", "<terminateEventDefinition />"),
        chain("s", "work"),
        chain("s", "stop", "all"),
    )
    case = play(start(), stage, task("beside"), task("next"), chain("start", "stage", "next"), chain("start", "beside"))
    case.complete_at("stop")
    assert case.open() == ["beside", "next"]


def test_links_are_flows_by_name() -> None:
    nodes = [
        throw("out", '<linkEventDefinition name="A" />'),
        catch("in", '<linkEventDefinition name="A" />'),
        task("work"),
    ]
    case = play(start(), *nodes, end(), chain("start", "out"), chain("in", "work", "end"))
    assert case.open() == ["work"]


def test_an_event_may_refer_to_a_definition_of_the_file() -> None:
    shared = DECLARED + '<escalationEventDefinition id="shared" escalationRef="an_escalation" />'
    attached = boundary("raised", "stage", "<eventDefinitionRef>shared</eventDefinitionRef>", interrupting=True)
    nodes = [
        start(),
        STAGE,
        attached,
        task("instead"),
        end(),
        chain("start", "stage", "end"),
        chain("raised", "instead", "end"),
    ]
    assert Play(compiled(diagram(*nodes, declared=shared))).open() == ["instead"]


def test_a_signal_is_caught_inside_and_leaves_the_instance_as_well() -> None:
    case = play(
        start(), catch("wait", BELL), task("heard"), task("ring"), throw("bell", BELL), end(),
        chain("start", "wait", "heard", "end"), chain("start", "ring", "bell", "end"),
    )  # fmt: skip
    step = case.complete_at("ring")
    assert case.open() == ["heard"]
    assert [(thrown.kind, thrown.name) for thrown in step.thrown] == [("signal", "bell")]


def test_by_hand_a_process_begins_at_the_start_event_without_a_trigger() -> None:
    asked = f'<startEvent id="asked">{LETTER}</startEvent>'
    case = play(start(), asked, task("plain"), task("by_letter"), chain("start", "plain"), chain("asked", "by_letter"))
    assert case.open() == ["plain"]


def test_without_a_start_event_what_no_flow_leads_to_begins() -> None:
    case = play(task("one"), task("two"), task("three"), chain("one", "three"))
    assert case.open() == ["one", "two"]
    case.complete_at("one")
    case.complete_at("two")
    case.complete_at("three")
    assert case.step.state == "completed"


def test_a_chain_of_eight_hundred_elements_is_read_and_run() -> None:
    names = [f"n{number}" for number in range(800)]
    nodes = [script(name, "x = 1") for name in names]
    assert play(start(), *nodes, end(), chain("start", *names, "end")).step.state == "completed"


def test_two_flows_between_the_same_two_gateways_are_two() -> None:
    fork, join = '<parallelGateway id="fork" />', '<parallelGateway id="join" />'
    second = '<sequenceFlow id="second" sourceRef="fork" targetRef="join" />'
    case = play(start(), fork, join, task("once"), end(), chain("start", "fork", "join", "once", "end"), second)
    assert case.open() == ["once"]
    case.complete_at("once")
    assert case.step.state == "completed"


def test_an_inclusive_join_waits_for_a_branch_that_is_only_about_to_begin() -> None:
    fork, join = '<parallelGateway id="fork" />', '<inclusiveGateway id="join" />'
    case = play(
        start(), fork, join, task("work"), task("after"), end(),
        chain("start", "fork"), flow("fork", "join"), chain("fork", "work", "join", "after", "end"),
    )  # fmt: skip
    assert case.open() == ["work"]
    case.complete_at("work")
    assert case.open() == ["after"]


def test_a_global_task_can_be_called() -> None:
    shared = '<globalUserTask id="sign_off" name="sign_off" />'
    call = '<callActivity id="call" calledElement="sign_off" />'
    case = Play(compiled(diagram(start(), call, end(), chain("start", "call", "end"), declared=shared)))
    assert case.open() == ["sign_off"]
    case.complete_at("sign_off", ok=True)
    assert case.step.state == "completed"
    assert case.step.variables == {"ok": True}


def test_drawn_data_does_no_harm() -> None:
    drawn = (
        '<dataObject id="o1" name="plan" /><dataObjectReference id="r1" dataObjectRef="o1" />'
        '<dataStoreReference id="r2" dataStoreRef="archive" />'
    )
    into = (
        '<ioSpecification><dataInput id="in" name="plan" /><inputSet><dataInputRefs>in</dataInputRefs></inputSet>'
        '<outputSet /></ioSpecification><dataInputAssociation id="a1"><sourceRef>r1</sourceRef>'
        "<targetRef>in</targetRef></dataInputAssociation>"
    )
    nodes = [start(), task("write"), task("read", into), end(), chain("start", "write", "read", "end"), drawn]
    case = Play(compiled(diagram(*nodes, declared='<dataStore id="archive" name="archive" />')))
    case.complete_at("write", plan="A")
    assert case.load().task_data(case.open_at("read")[0]) == {"plan": "A"}


def test_an_interrupting_event_ends_all_instances_of_a_sub_process_with_what_is_open_in_them() -> None:
    many = "<multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>"
    late = boundary("late", "stage", timer("timeDuration", "PT2H"), interrupting=True) + task("after")
    inner = subprocess("stage", many, start("s"), task("work"), end("e"), chain("s", "work", "e"))
    play = Play(compiled(diagram(start(), inner, late, end(), chain("start", "stage", "end"), chain("late", "after"))))
    assert play.open() == ["work", "work", "work"]
    step = play.fire("late")
    assert len(step.closed) == 3
    assert play.open() == ["after"]
    play.complete_at("after")
    assert play.step.state == "completed"
