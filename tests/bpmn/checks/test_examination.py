"""A deployment with declared variables knows every name and its type; what is misspelt is told with what was meant."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from engine.bpmn.bundle import compile_bundle
from engine.commands.definitions.shipped import family_files
from engine.domain.errors import Invalid, Problem
from engine.site import KNOWN
from tests.bpmn.source.test_decision_table import decision, drawing, rule
from tests.support.diagrams import catch, chain, diagram, end, exclusive, flow, start, task, timer

DECLARED: Mapping[str, Any] = {"open_variables": False}
FAMILY = Path(__file__).resolve().parents[3] / "processes/supervision"
FORM = json.dumps(
    {
        "key": "request",
        "title": "申请",
        "schema": {
            "type": "object",
            "properties": {
                "amount": {"type": "number", "title": "金额"},
                "decision": {"type": "string", "title": "结论", "enum": ["accept", "reject"]},
                "lines": {"type": "array", "title": "明细", "items": {"type": "object", "properties": {}}},
            },
        },
    }
).encode()
ASK = task("ask", '<extensionElements><duban:form key="request"/></extensionElements>')


def guarded(condition: str, *others: str, declared: str = "") -> bytes:
    holder = f"<extensionElements>{declared}</extensionElements>" if declared else ""
    return diagram(
        holder,
        start(),
        ASK,
        exclusive("gate", "gate-other"),
        end(),
        end("other"),
        *others,
        chain("start", "ask", "gate"),
        flow("gate", "end", condition),
        flow("gate", "other"),
    )


def problems_of(content: bytes, options: Mapping[str, Any] = DECLARED, **files: bytes) -> list[Problem]:
    named = {f"{name}.dmn": table for name, table in files.items()}
    try:
        compile_bundle({"p.bpmn": content, "request.json": FORM, **named}, KNOWN, **options)
    except Invalid as refused:
        assert all(problem.message("zh") != problem.message("en") for problem in refused.problems)
        return list(refused.problems)
    return []


def test_the_shipped_family_holds() -> None:
    bundle = compile_bundle(family_files(FAMILY), KNOWN, open_variables=False)
    assert [warning.code for warning in bundle.warnings if warning.code.startswith("dmn.")] == []


@pytest.mark.parametrize(
    ("right", "wrong", "code", "element", "hint"),
    [
        ("len(co_units)", "len(co_unit_list)", "name_unknown", "flow_has_co", "co_units"),
        ('decision == "return"', 'decison == "return"', "name_unknown", "flow_return", "decision"),
        ('decision == "return"', 'decision == "retrun"', "value_unknown", "flow_return", "return"),
        ("open_items == 0", 'open_items == "0"', "types_mixed", "flow_was_last_tell_matter_too", "int()"),
        ("ladder.answer_days", "ladder.answer_day", "type_path", "urge_answer", "answer_days"),
        (">signed<", ">open_items<", "type_not_boolean", "flow_skip_sign", "open_items"),
    ],
)
def test_a_slip_in_a_shipped_diagram_is_refused_where_it_is(
    right: str, wrong: str, code: str, element: str, hint: str
) -> None:
    files = family_files(FAMILY)
    files["item.bpmn"] = files["item.bpmn"].replace(right.encode(), wrong.encode(), 1)
    with pytest.raises(Invalid) as refused:
        compile_bundle(files, KNOWN, open_variables=False)
    (problem,) = refused.value.problems
    assert (problem.code, problem.file, problem.element) == (f"expressions.{code}", "item.bpmn", element)
    assert (problem.line or 0) > 1
    assert hint in problem.message("zh")


def test_what_a_form_brings_is_known_with_its_type() -> None:
    assert problems_of(guarded("amount &gt; 5 and decision == 'accept' and len(lines) &gt; 0")) == []
    (problem,) = problems_of(guarded("amount &gt; '5'"))
    assert (problem.code, problem.file, problem.element) == ("expressions.types_mixed", "p.bpmn", "gate-end")
    assert problem.line


def test_what_starts_and_messages_bring_is_declared_on_the_process() -> None:
    condition = "urgent and count &gt; 3"
    assert [p.parameters["name"] for p in problems_of(guarded(condition))] == ["urgent", "count"]
    declared = '<duban:variable name="urgent" type="boolean"/><duban:variable name="count"/>'
    assert problems_of(guarded(condition, declared=declared)) == []
    wrong = '<duban:variable name="urgent" type="text"/><duban:variable name="count"/>'
    assert [p.code for p in problems_of(guarded(condition, declared=wrong))] == ["expressions.type_not_boolean"]


def test_declarations_are_checked_themselves() -> None:
    declared = '<duban:variable name="2a"/><duban:variable name="a" type="money"/><duban:variable name="signed"/>'
    assert [p.code for p in problems_of(guarded("true", declared=declared))] == [
        "bpmn.variable_name",
        "bpmn.variable_type",
        "expressions.name_of_engine",
    ]


@pytest.mark.parametrize("options", [{}, {"deployed": True, "open_variables": False}])
def test_open_variables_and_what_was_deployed_before_are_not_checked_for_names(options: dict[str, bool]) -> None:
    assert problems_of(guarded("nobody &gt; 5"), options) == []


def test_scripts_loops_and_timers_are_checked_and_bring_names() -> None:
    script = '<scriptTask id="count"><script>total = amount * 2\nlast = add_days(today(), total)</script></scriptTask>'
    loop = '<multiInstanceLoopCharacteristics duban:collection="lines" duban:element="line"/>'
    holds = diagram(
        start(),
        ASK,
        script,
        catch("wait", timer("timeDate", "last")),
        task("each", loop),
        catch("again", timer("timeDuration", "'P' + str(loopCounter) + 'D'")),
        end(),
        chain("start", "ask", "count", "wait", "each", "again", "end"),
    )
    assert problems_of(holds) == []
    assert [p.code for p in problems_of(holds.replace(b'collection="lines"', b'collection="amount"'))] == [
        "expressions.type_wrong"
    ]
    assert [(p.code, p.element) for p in problems_of(holds.replace(b">last<", b">total<"))] == [
        ("expressions.type_wrong", "wait")
    ]
    assert [(p.code, p.element) for p in problems_of(holds.replace(b"total = amount", b"signed = amont"))] == [
        ("expressions.name_of_engine", "count"),
        ("expressions.name_unknown", "count"),
        ("expressions.name_unknown", "count"),
    ]


def test_a_decision_task_brings_its_outputs_and_needs_its_inputs() -> None:
    use = '<extensionElements><duban:decision id="t"/></extensionElements>'
    node = f'<businessRuleTask id="decide">{use}</businessRuleTask>'
    content = diagram(
        start(),
        ASK,
        node,
        exclusive("gate", "gate-other"),
        end(),
        end("other"),
        chain("start", "ask", "decide", "gate"),
        flow("gate", "end", "level == 'high'"),
        flow("gate", "other"),
    )
    table = decision(rule("< 10", '"low"') + rule(">= 10", '"high"'))
    assert problems_of(content, t=drawing(table)) == []
    misspelt = drawing(table.replace("<text>amount", "<text>amout"))
    assert [(p.code, p.element) for p in problems_of(content, t=misspelt)] == [("bpmn.decision_name", "decide")]
    mistyped = drawing(table.replace("<text>amount", "<text>decision"))
    assert [(p.code, p.element) for p in problems_of(content, t=mistyped)] == [("bpmn.decision_type", "decide")]
    assert [p.code for p in problems_of(content.replace(b"level == 'high'", b"level &gt; 3"), t=drawing(table))] == [
        "expressions.types_mixed"
    ]


def test_tables_are_examined_when_they_are_deployed() -> None:
    overlapping = drawing(decision(rule("< 10", '"low"') + rule("> 5", '"high"')))
    (problem,) = problems_of(guarded("true"), t=overlapping)
    assert (problem.code, problem.file, problem.element) == ("dmn.rules_overlap", "t.dmn", "t")
    assert problems_of(guarded("true"), {"deployed": True}, t=overlapping) == []
    gap = drawing(decision(rule("< 10", '"low"')))
    files = {"p.bpmn": guarded("true"), "request.json": FORM, "t.dmn": gap}
    bundle = compile_bundle(files, KNOWN, open_variables=False)
    assert [warning.code for warning in bundle.warnings] == ["dmn.gap"]
