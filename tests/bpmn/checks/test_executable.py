"""A drawing that could not be executed as drawn is refused with file, line, element and what to do."""

import pytest

from engine.domain import messages
from engine.domain.errors import Invalid, Problem
from tests.bpmn.execution.test_events import DECLARED, WRONG, event_subprocess, gateway, throw, watch
from tests.support.diagrams import boundary, catch, chain, compiled, diagram, end, flow, start, subprocess, task, timer

UNDO = "<compensateEventDefinition />"
CANCEL = "<cancelEventDefinition />"
LOOP = "<standardLoopCharacteristics{} />"
MANY = "<multiInstanceLoopCharacteristics{}</multiInstanceLoopCharacteristics>"
BELL = '<signalEventDefinition signalRef="a_signal" />'
TRUE = "<conditionalEventDefinition><condition>True</condition></conditionalEventDefinition>"


def straight(*middle: str, names: str = "work") -> bytes:
    return diagram(start(), *middle, end(), chain("start", names, "end"), declared=DECLARED)


def around(inner: str, *attached: str) -> bytes:
    return straight(f'<transaction id="work">{start("s")}{inner}</transaction>', *attached)


NUMBERED = "<loopCardinality>3</loopCardinality>"


def joint(attributes: str, loop: str = MANY.format(f">{NUMBERED}")) -> str:
    """A user task with a joint decision."""
    said = f"<extensionElements><duban:jointDecision {attributes} /></extensionElements>"
    return task("work", said + loop)


# name: (diagram, code, element)
REFUSED: dict[str, tuple[bytes, str, str]] = {
    "no tokens needed": (straight('<task id="work" startQuantity="0" />'), "not_a_count", "work"),
    "minus one token made": (straight('<task id="work" completionQuantity="-1" />'), "not_a_count", "work"),
    "minus one round": (straight(task("work", LOOP.format(' loopMaximum="-1"'))), "not_a_count", "work"),
    "a loop without end": (straight(task("work", LOOP.format(""))), "loop_without_end", "work"),
    "no number of instances": (straight(task("work", MANY.format(">"))), "instances_unclear", "work"),
    "a joint decision of one": (straight(joint('mode="all" agree="ok"', "")), "joint_place", "work"),
    "a joint decision by lot": (straight(joint('mode="lot" agree="ok"')), "joint_mode", "work"),
    "a joint decision on nothing": (straight(joint('mode="all"')), "joint_agree", "work"),
    "a joint decision beside a condition": (
        straight(
            joint('mode="all" agree="ok"', MANY.format(f">{NUMBERED}<completionCondition>ok</completionCondition>"))
        ),
        "joint_condition",
        "work",
    ),
    "a joint decision without a name": (straight(joint('mode="all" agree="ok" result="a b"')), "joint_result", "work"),
    "more than all": (straight(joint('mode="majority" agree="ok" threshold="1.5"')), "joint_threshold", "work"),
    "a share for a veto": (straight(joint('mode="all" agree="ok" threshold="0.5"')), "joint_threshold", "work"),
    "weights without a threshold": (straight(joint('mode="weight" agree="ok" weight="3"')), "joint_threshold", "work"),
    "a threshold that is a power": (
        straight(joint('mode="weight" agree="ok" weight="3" threshold="1e99999999"')),
        "joint_threshold",
        "work",
    ),
    "no weights": (straight(joint('mode="weight" agree="ok" threshold="3"')), "joint_weight", "work"),
    "weights one after the other": (
        straight(
            joint('mode="weight" agree="ok" weight="3" threshold="3"', MANY.format(f' isSequential="true">{NUMBERED}'))
        ),
        "joint_weight_in_turn",
        "work",
    ),
    "an unknown verb to do without": (
        straight(task("work", '<extensionElements><duban:verbs without="return,fly" /></extensionElements>')),
        "verb_unknown",
        "work",
    ),
    "two numbers of instances": (
        straight(task("work", MANY.format(' duban:collection="x"><loopCardinality>3</loopCardinality>'))),
        "instances_unclear",
        "work",
    ),
    "an event sub-process without a trigger": (
        straight(event_subprocess("alarm", ""), task("work")),
        "event_subprocess_start",
        "alarm",
    ),
    "a flow into an event sub-process": (
        straight(watch("alarm", BELL), task("work"), flow("work", "alarm")),
        "event_subprocess_flow",
        "work-alarm",
    ),
    "two start events in a sub-process": (
        straight(subprocess("work", start("one"), start("two"), chain("one", "two"))),
        "subprocess_starts",
        "two",
    ),
    "a trigger inside a sub-process": (
        straight(subprocess("work", f'<startEvent id="s1">{BELL}</startEvent>')),
        "subprocess_trigger",
        "s1",
    ),
    "an end event in an ad-hoc sub-process": (
        straight(f'<adHocSubProcess id="work">{task("a")}{end("e")}</adHocSubProcess>'),
        "ad_hoc_event",
        "e",
    ),
    "a cancel end event outside a transaction": (
        diagram(start(), end("e", CANCEL), chain("start", "e")),
        "cancel_outside",
        "e",
    ),
    "a cancel event on a task": (
        straight(task("work"), boundary("off", "work", CANCEL, interrupting=True)),
        "cancel_outside",
        "off",
    ),
    "a transaction nobody hears cancelled": (around(end("e", CANCEL) + chain("s", "e")), "cancel_uncaught", "e"),
    "a compensation without a handler": (
        straight(task("work"), boundary("undo", "work", UNDO)),
        "compensation_without_handler",
        "undo",
    ),
    "a handler that is not marked": (
        straight(
            task("work"),
            boundary("undo", "work", UNDO),
            task("back"),
            '<association id="a" sourceRef="undo" targetRef="back" />',
        ),
        "compensation_handler_unmarked",
        "back",
    ),
    "a compensation of nothing": (
        straight(throw("work", '<compensateEventDefinition activityRef="no" />')),
        "reference_unknown",
        "work",
    ),
    "a link to nowhere": (
        diagram(start(), throw("out", '<linkEventDefinition name="A" />'), chain("start", "out")),
        "link_loose",
        "out",
    ),
    "a task behind an event gateway": (
        diagram(start(), gateway("either"), task("work"), chain("start", "either", "work")),
        "event_gateway_target",
        "work",
    ),
    "a parallel event gateway": (
        straight('<eventBasedGateway id="work" eventGatewayType="Parallel" instantiate="true" />'),
        "eventGatewayType_Parallel",
        "work",
    ),
    "an event that waits for nothing": (straight(catch("work", "")), "event_without_trigger", "work"),
    "two timers in one event": (
        straight(catch("work", timer("timeDuration", "PT1H") + timer("timeDuration", "PT2H"))),
        "event_mixed",
        "work",
    ),
    "a condition among others": (straight(catch("work", BELL + TRUE)), "event_mixed", "work"),
    "an error that does not interrupt": (
        straight(task("work"), boundary("bad", "work", WRONG)),
        "must_interrupt",
        "bad",
    ),
    "a flow across a border": (
        straight(subprocess("work", start("s1"), task("inner"), chain("s1", "inner")), flow("start", "inner")),
        "flow_across",
        "start-inner",
    ),
    "a sub-process in which nothing starts": (
        straight(subprocess("work", task("a"), task("b"), chain("a", "b", "a"))),
        "nothing_starts",
        "work",
    ),
    "an undeclared signal": (
        straight(catch("work", '<signalEventDefinition signalRef="no" />')),
        "reference_unknown",
        "work",
    ),
    "a process that a condition starts": (
        diagram(f'<startEvent id="start">{TRUE}</startEvent>', task("work"), chain("start", "work")),
        "conditional_start",
        "start",
    ),
    "a start whose moment needs data": (
        diagram(f'<startEvent id="start">{timer("timeDuration", "limit")}</startEvent>'),
        "start_timer_unknown",
        "start",
    ),
    "a start whose moment is a number": (
        diagram(f'<startEvent id="start">{timer("timeDuration", "5")}</startEvent>'),
        "start_timer_unknown",
        "start",
    ),
    "a start whose quoted moment cannot be read": (
        diagram(f'<startEvent id="start">{timer("timeDate", "&quot;soon&quot;")}</startEvent>'),
        "start_timer_unknown",
        "start",
    ),
    "an activation condition that is none": (
        straight('<complexGateway id="work"><activationCondition>import os</activationCondition></complexGateway>'),
        "",
        "work",
    ),
}


def problems_of(content: bytes) -> list[Problem]:
    with pytest.raises(Invalid) as refused:
        compiled(content)
    return list(refused.value.problems)


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_at_its_element(name: str) -> None:
    content, code, element = REFUSED[name]
    problems = problems_of(content)
    found = [one for one in problems if one.element == element and one.code.endswith(code)]
    assert found, [one.line_of_report("en") for one in problems]
    assert found[0].file == "diagram1.bpmn"
    assert found[0].line


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", [name for name, (_, code, _) in REFUSED.items() if code])
def test_its_sentence_can_be_said(name: str, language: str) -> None:
    for problem in problems_of(REFUSED[name][0]):
        assert problem.message(language) != messages.text("error.unexpected", language)


def test_all_of_them_are_told_at_once() -> None:
    content = straight(task("work", LOOP.format("")), boundary("bad", "work", WRONG), catch("nothing", ""))
    assert {problem.code for problem in problems_of(content)} == {
        "bpmn.loop_without_end",
        "bpmn.must_interrupt",
        "bpmn.event_without_trigger",
        "bpmn.unreachable",
    }
