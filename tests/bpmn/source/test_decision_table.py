"""Decision tables are read as their designer drew them, or refused with every reason at once."""

from pathlib import Path

import pytest

from engine.bpmn.source.decision_table import parse_decisions
from engine.domain.decision import DecisionFault, evaluate, evaluate_decision
from engine.domain.errors import Invalid, Problem

LADDER = Path(__file__).parents[1] / "ladder.dmn"
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


def literal(key: str, text: str) -> str:
    return f'<decision id="{key}"><literalExpression><text>{text}</text></literalExpression></decision>'


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
        ("answer_days", "integer"),
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
        (decision(rule("-", '"a"'), 'hitPolicy="BEST"'), "hit_policy"),
        (decision(rule("-", '"a"'), 'hitPolicy="OUTPUT ORDER"'), "priority_values"),
        (decision(rule('"a"', '"a"')), "test_type"),
        (decision(rule("[date('2026-01-01')..today()]", '"a"') + rule("in ('a')", '"a"')), "expressions.syntax"),
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
        ('<decision id="x"><invocation/></decision>', "not_a_table"),
        (literal("x", "1") * 201, "too_many_decisions"),
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


def requiring(key: str, text: str, *others: str) -> str:
    needs = "".join(
        f'<informationRequirement><requiredDecision href="#{other}"/></informationRequirement>' for other in others
    )
    return literal(key, text).replace("<literalExpression", f"{needs}<literalExpression", 1)


def test_a_decision_uses_the_results_of_those_it_requires() -> None:
    pairs = '<output name="a"/><output name="b"/>'
    both = f'<decision id="both"><decisionTable>{pairs}<rule><outputEntry><text>1</text></outputEntry>'
    both += "<outputEntry><text>n</text></outputEntry></rule></decisionTable></decision>"
    tables = parse_decisions(
        "f.dmn",
        drawing(requiring("sum", "both.a + both.b * twice", "twice", "both") + both + requiring("twice", "n * 2")),
    )
    total = tables[0]
    assert total.input_names() == {"n"}
    assert evaluate_decision(total, {"n": 3}) == {"sum": 19}


def test_many_who_require_the_same_are_no_more_work_than_one() -> None:
    chain = [literal("d0", "1")] + [requiring(f"d{n}", f"d{n - 1}", f"d{n - 1}", f"d{n - 1}") for n in range(1, 40)]
    assert evaluate_decision(parse_decisions("f.dmn", drawing("".join(reversed(chain))))[0], {}) == {"d39": 1}


def test_a_requirement_that_leads_nowhere_or_back_is_refused() -> None:
    assert codes_of(requiring("a", "b", "b")) == ["requires_unknown"]
    assert codes_of(requiring("a", "b", "b") + requiring("b", "a", "a")) == ["requires_loop"] * 2


def test_days_are_compared_as_days_whether_data_or_cells_say_them() -> None:
    columns = '<input><inputExpression typeRef="date"><text>due_on</text></inputExpression></input>'
    columns += '<output name="level" typeRef="tLevel"/>'
    rules = rule('[date("2026-01-01")..date("2026-06-30")]', '"early"') + rule('> date("2026-06-30")', '"late"')
    levels = '<itemDefinition name="tLevel"><typeRef>feel:string</typeRef></itemDefinition>'
    (table,) = parse_decisions("f.dmn", drawing(levels + decision(rules, columns=columns)))
    assert evaluate_decision(table, {"due_on": "2026-03-01"}) == {"level": "early"}
    assert evaluate_decision(table, {"due_on": "2026-07-01"}) == {"level": "late"}
    assert evaluate_decision(table, {"due_on": "2025-07-01"}) == {"level": None}
    with pytest.raises(DecisionFault, match="column's type"):
        evaluate_decision(table, {"due_on": "tomorrow"})


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
