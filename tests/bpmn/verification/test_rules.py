"""Our own rules: each refuses what breaks it, and what it cannot be met with is not asked."""

from pathlib import Path

import pytest

from engine.bpmn.bundle import compile_bundle
from engine.bpmn.verification.verify import Verdict, verify
from engine.commands.definitions.shipped import family_files
from engine.domain.errors import Invalid, Problem
from engine.site import KNOWN
from tests.support.diagrams import boundary, catch, chain, diagram, end, exclusive, flow, start, timer

FAMILY = Path(__file__).resolve().parents[3] / "processes" / "supervision"
FILES = family_files(FAMILY)
LADDER = FILES["ladder.dmn"]
STEPS = ("urge", "watch", "supervise", "circular", "talk")
CATCHES = "".join(boundary(code, "work", f'<escalationEventDefinition escalationRef="e_{code}" />') for code in STEPS)
DECLARED = "".join(f'<escalation id="e_{code}" escalationCode="{code}" />' for code in STEPS)


def ruled(rules: str, *nodes: str, declared: str = "", **files: bytes) -> Verdict:
    on = f'<extensionElements><duban:rules on="{rules}" /></extensionElements>'
    content = diagram(on, *nodes, declared=declared)
    return verify(compile_bundle({"p.bpmn": content, **{f"{name}.dmn": one for name, one in files.items()}}, KNOWN))


def step(identifier: str, inside: str = "", kind: str = "userTask") -> str:
    return f'<{kind} id="{identifier}"><extensionElements>{inside}</extensionElements></{kind}>'


def does(action: str, identifier: str = "", kind: str = "serviceTask") -> str:
    return step(identifier or action, f'<duban:action name="{action}" />', kind)


def found(verdict: Verdict) -> list[tuple[str, str | None]]:
    return [(problem.code.removeprefix("verification."), problem.element) for problem in verdict.errors]


def path(problem: Problem) -> list[str]:
    return [one["id"] for one in problem.parameters["path"]]


WORK = [start(), end(), chain("start", "work", "end")]
HANDLED = '<duban:assignment rule="handler" />'
IN_TWO_DAYS = '<duban:deadline rule="working-days" value="2" />'


def test_a_rule_that_does_not_exist_is_named() -> None:
    assert found(ruled("owner,weather", *WORK, step("work", HANDLED))) == [("rule_unknown", "p")]


def test_nothing_is_asked_where_no_rule_is_on() -> None:
    assert ruled("", *WORK, step("work")) == Verdict((), ())


def test_a_task_has_an_owner() -> None:
    assert found(ruled("owner", *WORK, step("work"))) == [("no_owner", "work")]
    assert found(ruled("owner", *WORK, step("work", HANDLED))) == []
    assert found(ruled("owner", *WORK, step("work", '<duban:assignment groups="秘书处" />'))) == []


def test_a_task_has_a_deadline_or_a_reason_for_none() -> None:
    assert found(ruled("deadline", *WORK, step("work", HANDLED))) == [("no_deadline", "work")]
    assert found(ruled("deadline", *WORK, step("work", HANDLED + IN_TWO_DAYS))) == []
    reasoned = '<duban:deadline rule="none" reason="由办理人自定" />'
    assert found(ruled("deadline,superior", *WORK, step("work", HANDLED + reasoned))) == []


def test_no_deadline_without_a_reason_is_refused_whatever_rules_are_on() -> None:
    with pytest.raises(Invalid) as refused:
        ruled("", *WORK, step("work", '<duban:deadline rule="none" />'))
    assert [problem.code for problem in refused.value.problems] == ["bpmn.deadline_reason"]


def test_a_units_deadline_leads_to_somebody_above() -> None:
    assert found(ruled("superior", *WORK, step("work", HANDLED + IN_TWO_DAYS))) == [("no_superior", "work")]


def test_a_ladder_leads_above_where_its_table_tells_somebody_above() -> None:
    laddered = HANDLED + IN_TWO_DAYS + '<duban:ladder decision="ladder" stage="签收" />'
    nodes = [*WORK, step("work", laddered), CATCHES]
    assert found(ruled("superior", *nodes, declared=DECLARED, ladder=LADDER)) == []
    to_themselves = LADDER
    for told in (
        b",unit_head,officer,leader",
        b"leader,unit_head,officer",
        b",unit_head,leader",
        b",unit_head,officer",
    ):
        to_themselves = to_themselves.replace(told, b"")
    assert found(ruled("superior", *nodes, declared=DECLARED, ladder=to_themselves)) == [("no_superior", "work")]


@pytest.mark.parametrize(("to", "expected"), [("officer", []), ("handler", [("no_superior", "work")])])
def test_a_timer_leads_above_where_it_tells_somebody_above(to: str, expected: list[tuple[str, str]]) -> None:
    late = boundary("late", "work", timer("timeDuration", "P3D"))
    tell = step(
        "tell",
        f'<duban:action name="tell_superior"><duban:parameter name="to" value="{to}" /></duban:action>',
        "serviceTask",
    )
    nodes = [*WORK, step("work", HANDLED + IN_TWO_DAYS), late, tell, chain("late", "tell")]
    assert found(ruled("superior", *nodes)) == expected


def test_a_timer_leads_above_where_somebody_above_gets_a_task() -> None:
    late = boundary("late", "work", timer("timeDuration", "P3D"))
    asked = step("asked", '<duban:assignment rule="leader" />')
    nodes = [*WORK, step("work", HANDLED + IN_TWO_DAYS), late, asked, chain("late", "asked")]
    assert found(ruled("superior", *nodes)) == []


CLOSED = [start(), does("issue_work_order"), does("submit_result", kind="userTask"), end()]


def test_a_dispatch_ends_in_a_report_and_a_confirmation() -> None:
    confirmed = does("record_confirmation", kind="userTask")
    way = chain("start", "issue_work_order", "submit_result", "record_confirmation", "end")
    assert found(ruled("closed-loop", *CLOSED, confirmed, way)) == []
    verdict = ruled("closed-loop", *CLOSED, chain("start", "issue_work_order", "submit_result", "end"))
    assert found(verdict) == [("no_confirmation", "issue_work_order")]
    assert path(verdict.errors[0]) == ["start", "issue_work_order", "submit_result", "end"]


def test_one_way_round_the_report_is_enough_to_break_the_loop() -> None:
    confirmed = does("record_confirmation", kind="userTask")
    choice = [exclusive("choice", "choice-submit_result"), flow("choice", "record_confirmation", "x == 1")]
    way = [chain("start", "issue_work_order", "choice", "submit_result", "record_confirmation", "end"), *choice]
    verdict = ruled("closed-loop", *CLOSED, confirmed, *way)
    assert found(verdict) == [("no_report", "issue_work_order")]
    assert path(verdict.errors[0]) == ["start", "issue_work_order", "choice", "record_confirmation", "end"]


def test_items_that_are_sent_out_are_waited_for_and_their_process_closes_the_loop() -> None:
    verdict = ruled("closed-loop", start(), does("dispatch_items"), end(), chain("start", "dispatch_items", "end"))
    assert found(verdict) == [("started_open", "dispatch_items"), ("not_awaited", "dispatch_items")]


def test_the_shipped_family_keeps_all_rules() -> None:
    assert verify(compile_bundle(FILES, KNOWN)) == Verdict((), ())
    for name in ("item.bpmn", "matter.bpmn"):
        assert b'duban:rules on="owner,deadline,superior,closed-loop"' in FILES[name]


@pytest.mark.parametrize(
    ("was", "becomes", "code", "element"),
    [
        (b'<duban:action name="record_confirmation" />', b"", "no_confirmation", "work_order"),
        (b'<duban:action name="submit_result" />', b"", "no_report", "work_order"),
        (
            'value="officer" /><duban:parameter name="about" value="协办单位未签收"'.encode(),
            'value="handler" /><duban:parameter name="about" value="协办单位未签收"'.encode(),
            "no_superior",
            "co_sign",
        ),
    ],
)
def test_a_hole_in_the_shipped_family_is_found(was: bytes, becomes: bytes, code: str, element: str) -> None:
    files = {**FILES, "item.bpmn": FILES["item.bpmn"].replace(was, becomes)}
    assert (code, element) in found(verify(compile_bundle(files, KNOWN)))


def test_a_message_that_every_run_waits_for_closes_the_dispatch() -> None:
    wait = catch("wait", '<messageEventDefinition messageRef="m" />')
    nodes = [start(), does("dispatch_items"), wait, end(), chain("start", "dispatch_items", "wait", "end")]
    verdict = ruled("closed-loop", *nodes, declared='<message id="m" name="items-closed" />')
    assert found(verdict) == [("started_open", "dispatch_items")]
