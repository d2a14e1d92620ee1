"""Decision tables are read as their designer drew them, or refused with every reason at once."""

from pathlib import Path

import pytest

from engine.bpmn.decision_table import parse_decisions
from engine.domain.decision import evaluate
from engine.domain.errors import Invalid, Problem

LADDER = Path(__file__).with_name("ladder.dmn")
HEAD = '<definitions xmlns="{}" id="d" name="d" namespace="n">'
DMN_13 = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def drawing(body: str, namespace: str = DMN_13) -> bytes:
    return f"{HEAD.format(namespace)}{body}</definitions>".encode()


def decision(rules: str, attributes: str = "", columns: str | None = None) -> str:
    columns = columns or (
        '<input label="金额"><inputExpression typeRef="number"><text>amount</text></inputExpression></input>'
        '<output name="level" typeRef="string"/>'
    )
    return f'<decision id="t" name="分级"><decisionTable {attributes}>{columns}{rules}</decisionTable></decision>'


def rule(test: str, answer: str, key: str = "") -> str:
    return (
        f"<rule {key}><inputEntry><text><![CDATA[{test}]]></text></inputEntry>"
        f"<outputEntry><text><![CDATA[{answer}]]></text></outputEntry></rule>"
    )


def problems_of(body: str | bytes) -> list[Problem]:
    with pytest.raises(Invalid) as refused:
        parse_decisions("f.dmn", body if isinstance(body, bytes) else drawing(body))
    problems = list(refused.value.problems)
    assert all(problem.message("zh") and problem.message("en") for problem in problems)
    assert all(problem.file == "f.dmn" and problem.line for problem in problems)
    return problems


def codes_of(body: str | bytes) -> list[str]:
    return [problem.code.removeprefix("dmn.") for problem in problems_of(body)]


def test_a_drawn_table_is_read_whole() -> None:
    (table,) = parse_decisions("ladder.dmn", LADDER.read_bytes())
    assert (table.id, table.name, table.hit_policy) == ("item_ladder", "承办事项升级规则", "FIRST")
    assert [column.label for column in table.inputs] == ["紧急程度", "剩余工作日", "未回复催办次数"]
    assert [(column.name, column.type) for column in table.outputs] == [
        ("step", "text"),
        ("notify", "text"),
        ("template", "text"),
        ("answer_days", "number"),
    ]
    assert table.outputs[0].allowed == ("supervise", "watch", "urge", "none")
    assert table.rules[0].id == "overdue"
    assert table.rules[0].annotation == "逾期即督办"
    assert (table.rules[0].line or 0) > (table.line or 0) > 1
    assert table.input_names() == {"urgency", "days_left", "unanswered_urges"}


def test_a_drawn_table_decides() -> None:
    (table,) = parse_decisions("ladder.dmn", LADDER.read_bytes())
    decided = evaluate(table, {"urgency": "加急", "days_left": 1.5, "unanswered_urges": 0})
    assert decided.rule_ids == ("warning_urgent",)
    assert decided.outputs == {"step": "urge", "notify": "handler,substitute", "template": "urge", "answer_days": 1}


@pytest.mark.parametrize(
    "namespace",
    [DMN_13, "http://www.omg.org/spec/DMN/20151101/dmn.xsd", "http://www.omg.org/spec/DMN/20180521/MODEL/"],
)
def test_the_versions_designers_use_are_read(namespace: str) -> None:
    (table,) = parse_decisions("f.dmn", drawing(decision(rule("> 1", '"a"')), namespace))
    assert table.rules[0].id == "t.1"


def test_all_problems_are_named_at_once_with_line_and_cell() -> None:
    body = decision(
        f"{rule('< ', '1')}\n{rule('_a, 1', 'open(1)')}\n<rule><inputEntry><text>1</text></inputEntry></rule>"
    )
    problems = problems_of(body)
    assert [(problem.code, problem.line, problem.field) for problem in problems] == [
        ("expressions.empty", 1, "rules/1/inputs/1"),
        ("dmn.value_not_allowed", 1, None),
        ("expressions.private_name", 2, "rules/2/inputs/1"),
        ("expressions.unknown_function", 2, "rules/2/outputs/1"),
        ("dmn.cell_count", 3, None),
    ]
    assert {problem.element for problem in problems} == {"t"}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("", "no_decision"),
        (decision(""), "no_rule"),
        (decision(rule("-", "1", 'id="a"') + rule("-", "1", 'id="a"'), columns=None), "id_duplicate"),
        (decision(rule("-", '"a"'), 'hitPolicy="OUTPUT ORDER"'), "hit_policy"),
        (decision(rule("-", '"a"'), 'hitPolicy="PRIORITY"'), "priority_values"),
        (decision(rule("-", '"a"'), 'aggregation="SUM"'), "aggregation"),
        (decision(rule("-", '"a"'), 'hitPolicy="COLLECT" aggregation="AVG"'), "aggregation"),
        (
            decision("", columns='<input><inputExpression><text/></inputExpression></input><output name="a"/>'),
            "input_empty",
        ),
        (decision("", columns="<output/><output/>"), "output_unnamed"),
        (decision("", columns='<output name="a"/><output name="a"/>'), "output_duplicate"),
        (decision("", columns='<output name="a" typeRef="tMoney"/>'), "type_unknown"),
        (decision("", columns='<output name="a"><outputValues expressionLanguage="juel"/></output>'), "no_rule"),
        ('<decision id="x"><literalExpression><text>1</text></literalExpression></decision>', "not_a_table"),
        ('<businessKnowledgeModel id="x"/>', "not_a_table"),
        (decision(rule("-", '"a"')) * 2, "id_duplicate"),
        (decision(rule("-", '"a"')).replace('id="t"', ""), "id_missing"),
        (decision(rule("-", "1")), "value_not_allowed"),
        (
            decision(rule("-", '"a"')).replace("<inputEntry>", '<inputEntry expressionLanguage="groovy">'),
            "language_unknown",
        ),
    ],
)
def test_what_is_not_supported_is_refused_by_name(body: str, code: str) -> None:
    assert code in codes_of(body)


def test_a_decision_that_needs_another_is_refused() -> None:
    needs = '<informationRequirement><requiredDecision href="#u"/></informationRequirement>'
    assert codes_of(decision(rule("-", '"a"')).replace("<decisionTable", f"{needs}<decisionTable", 1)) == [
        "requires_decision"
    ]


def test_a_constant_that_cannot_be_computed_is_found_at_deployment() -> None:
    assert codes_of(decision(rule("-", "1 / 0"))) == ["expressions.division_by_zero"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<definitions",
        b"<definitions/>",
        b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><definitions>&b;</definitions>',
        b"<a>" * 500 + b"</a>" * 500,
        b" " * 6_000_000,
    ],
)
def test_a_file_that_is_no_decision_file_is_refused(content: bytes) -> None:
    with pytest.raises(Invalid):
        parse_decisions("f.dmn", content)
