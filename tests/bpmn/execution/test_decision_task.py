"""A business rule task asks a decision of the bundle, and what it answers becomes data."""

from typing import Any

import pytest

from engine.bpmn.bundle import CompiledBundle, compile_bundle
from engine.bpmn.execution.decision_task import DecisionUse, answer_of
from engine.domain.decision import Decision
from engine.domain.errors import Invalid
from tests.bpmn.play import Play
from tests.bpmn.source.test_decision_table import decision, drawing, rule
from tests.support.diagrams import KNOWN, chain, diagram, end, exclusive, flow, start, task

LEVELS = decision(rule("< 10", '"low"') + rule(">= 10", '"high"'))
TWO = decision(
    '<rule><outputEntry><text>"a"</text></outputEntry><outputEntry><text>today()</text></outputEntry></rule>',
    columns='<output name="x"/><output name="on" typeRef="date"/>',
)
CAMUNDA = 'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"'
ZEEBE = 'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'


def ruled(inside: str = "", attributes: str = "") -> bytes:
    inside = f"<extensionElements>{inside}</extensionElements>" if inside else ""
    node = f'<businessRuleTask id="decide" name="定级" {attributes}>{inside}</businessRuleTask>'
    gate = exclusive("gate", "gate-low")
    return diagram(
        start(),
        node,
        gate,
        task("high"),
        task("low"),
        end(),
        chain("start", "decide", "gate"),
        flow("gate", "high", 'level == "high"'),
        flow("gate", "low"),
        chain("high", "end"),
        flow("low", "end"),
    )


def bundle_of(content: bytes, *tables: str, deployed: bool = False) -> CompiledBundle:
    files = {f"{number}.dmn": drawing(table) for number, table in enumerate(tables)}
    return compile_bundle({"p.bpmn": content, **files}, KNOWN, deployed=deployed)


@pytest.mark.parametrize(
    ("content", "name", "value"),
    [
        (ruled('<duban:decision id="t"/>'), "level", "high"),
        (ruled('<duban:decision id="t" result="level"/>'), "level", "high"),
        (ruled(attributes=f'{CAMUNDA} camunda:decisionRef="t"'), "level", "high"),
        (
            ruled(attributes=f'{CAMUNDA} camunda:decisionRef="t" camunda:resultVariable="r"').replace(
                b'level == "high"', b'r[0].level == "high"'
            ),
            "r",
            [{"level": "high"}],
        ),
        (
            ruled(f'<zeebe:calledDecision {ZEEBE} decisionId="t" resultVariable="level"/>'),
            "level",
            "high",
        ),
    ],
)
def test_the_answer_becomes_data_and_the_next_gateway_reads_it(content: bytes, name: str, value: Any) -> None:
    play = Play(bundle_of(content, LEVELS), amount=12)
    assert play.open() == ["high"]
    assert play.passed == ["start", "decide", "gate"]
    assert play.load().task_data(play.open_at("high")[0])[name] == value


def test_several_outputs_are_a_record_and_days_are_text() -> None:
    bundle = bundle_of(ruled('<duban:decision id="t" result="r"/>').replace(b'level == "high"', b'r.x == "a"'), TWO)
    play = Play(bundle)
    assert play.load().task_data(play.open_at("high")[0])["r"] == {"x": "a", "on": "2026-01-05"}


@pytest.mark.parametrize(
    ("mapping", "value"),
    [
        ("singleEntry", "low"),
        ("singleResult", {"level": "low"}),
        ("collectEntries", ["low"]),
        ("resultList", [{"level": "low"}]),
    ],
)
def test_camunda_says_how_it_wants_the_answer(mapping: str, value: Any) -> None:
    (table,) = bundle_of(ruled('<duban:decision id="t"/>'), LEVELS).decisions.values()
    use = DecisionUse("t", "r", mapping)
    assert answer_of(use, table, Decision({"level": "low"})) == {"r": value}
    nothing: list[Any] | None = [] if isinstance(value, list) else None
    assert answer_of(use, table, Decision(None)) == {"r": nothing}


def test_a_table_that_cannot_decide_is_an_incident_at_the_task() -> None:
    overlapping = LEVELS.replace("< 10", "-")
    bundle = bundle_of(ruled('<duban:decision id="t"/>'), overlapping, deployed=True)
    for variables, code in (
        ({}, "expressions.missing_name"),
        ({"amount": "12"}, "dmn.input_type"),
        ({"amount": 12}, "dmn.overlap"),
    ):
        play = Play(bundle, **variables)
        assert play.step.fault is not None
        assert (play.step.fault.code, play.step.fault.element_id) == (code, "decide")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (ruled(), "decision_missing"),
        (ruled('<duban:decision id="other"/>'), "decision_unknown"),
        (ruled('<duban:decision id="t" result="2x"/>'), "decision_result"),
        (
            ruled(
                attributes=f'{CAMUNDA} camunda:decisionRef="t" camunda:resultVariable="r" camunda:mapDecisionResult="x"'
            ),
            "decision_mapping",
        ),
    ],
)
def test_a_task_without_its_decision_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        bundle_of(content, LEVELS)
    (problem,) = refused.value.problems
    assert (problem.code, problem.element, problem.file) == (f"bpmn.{code}", "decide", "p.bpmn")
    assert problem.line
    assert problem.message("zh") != problem.message("en")


def test_a_global_decision_can_be_called() -> None:
    use = '<extensionElements><duban:decision id="t"/></extensionElements>'
    declared = f'<globalBusinessRuleTask id="level">{use}</globalBusinessRuleTask>'
    call = '<callActivity id="call" calledElement="level" />'
    content = diagram(start(), call, task("after"), end(), chain("start", "call", "after", "end"), declared=declared)
    play = Play(bundle_of(content, LEVELS), amount=12)
    assert play.load().task_data(play.open_at("after")[0])["level"] == "high"
    with pytest.raises(Invalid):
        bundle_of(content)


def test_two_files_may_not_bring_the_same_decision() -> None:
    with pytest.raises(Invalid) as refused:
        bundle_of(ruled('<duban:decision id="t"/>'), LEVELS, LEVELS)
    assert [problem.code for problem in refused.value.problems] == ["dmn.id_duplicate"]
