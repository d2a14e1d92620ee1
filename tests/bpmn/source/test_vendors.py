"""Words of Camunda, Flowable and Activiti: taken over where they mean the same here, named in a warning where not."""

import json

import pytest

from engine.bpmn.bundle import CompiledBundle, compile_bundle
from engine.bpmn.source.extensions import Deadline
from engine.bpmn.source.vendors.expressions import translate_expression
from engine.domain.errors import Invalid
from tests.support.diagrams import KNOWN, chain, diagram, end, exclusive, flow, start

CAMUNDA = 'xmlns:c="http://camunda.org/schema/1.0/bpmn"'
FLOWABLE = 'xmlns:f="http://flowable.org/bpmn"'
ZEEBE = 'xmlns:z="http://camunda.org/schema/zeebe/1.0"'
FORM = json.dumps({"key": "sign", "title": "签收", "schema": {"type": "object", "properties": {}}, "ui": {}}).encode()


def compiled(node: str) -> CompiledBundle:
    content = diagram(start(), node, end(), chain("start", "work", "end"))
    return compile_bundle({"one.bpmn": content, "sign.json": FORM}, KNOWN)


def work(attributes: str, inside: str = "", tag: str = "userTask") -> str:
    return f'<{tag} id="work" {attributes}>{inside}</{tag}>'


def extended(inside: str, tag: str = "userTask") -> str:
    return work(ZEEBE, f"<extensionElements>{inside}</extensionElements>", tag)


def told(bundle: CompiledBundle) -> list[tuple[str, str | None]]:
    return [(warning.code, warning.element) for warning in bundle.warnings if warning.code.startswith("bpmn.vendor")]


@pytest.mark.parametrize(
    "node",
    [
        work(f'{CAMUNDA} c:assignee="handler"'),
        work(f'{FLOWABLE} f:assignee="${{handler}}"'),
        work(f'{CAMUNDA} c:candidateGroups="handler"'),
        extended('<z:assignmentDefinition assignee="=handler"/>'),
        work("", "<potentialOwner><resourceAssignmentExpression><formalExpression>user(handler)</formalExpression>"
                 "</resourceAssignmentExpression></potentialOwner>"),
    ],
    ids=["a name", "an expression", "a group", "Zeebe", "the standard's way"],
)  # fmt: skip
def test_a_name_that_is_one_of_our_rules_says_who_does_it(node: str) -> None:
    bundle = compiled(node)
    assert bundle.process("p").element("work").extensions.assignment == "handler"
    assert told(bundle) == []


def test_other_names_are_shown_and_said_to_be_only_shown() -> None:
    bundle = compiled(work(f'{CAMUNDA} c:assignee="kermit" c:candidateGroups="财务科, 办公室"'))
    assert bundle.process("p").element("work").extensions.groups == ("kermit", "财务科", "办公室")
    assert told(bundle) == [("bpmn.vendor_shown_only", "work")] * 3


def test_what_the_diagram_says_in_our_words_goes_first() -> None:
    ours = '<extensionElements><duban:assignment rule="officer"/></extensionElements>'
    bundle = compiled(work(f'{CAMUNDA} c:assignee="handler"', ours))
    assert bundle.process("p").element("work").extensions.assignment == "officer"


@pytest.mark.parametrize(("written", "days"), [("P3D", "3"), ("P2W", "14")])
def test_whole_days_become_a_deadline(written: str, days: str) -> None:
    bundle = compiled(work(f'{CAMUNDA} c:dueDate="{written}"'))
    assert bundle.process("p").element("work").extensions.deadline == Deadline("calendar-days", days)


@pytest.mark.parametrize("written", ["PT3H", "2026-01-05", "${due}"])
def test_another_due_date_is_named_in_a_warning(written: str) -> None:
    bundle = compiled(work(f'{CAMUNDA} c:dueDate="{written}"'))
    assert bundle.process("p").element("work").extensions.deadline is None
    assert told(bundle) == [("bpmn.vendor_not_understood", "work")]


@pytest.mark.parametrize("key", ["sign", "embedded:app:forms/sign.html", "camunda-forms:bpmn:sign"])
def test_a_form_of_the_bundle_is_found_by_its_key(key: str) -> None:
    assert compiled(work(f'{CAMUNDA} c:formKey="{key}"')).process("p").element("work").extensions.form == "sign"


def test_a_form_that_is_not_there_is_named_in_a_warning() -> None:
    assert told(compiled(work(f'{CAMUNDA} c:formKey="leave"'))) == [("bpmn.vendor_not_understood", "work")]


def test_an_action_of_ours_is_taken_by_its_name() -> None:
    bundle = compiled(extended('<z:taskDefinition type="act"/>', "serviceTask"))
    action = bundle.process("p").element("work").extensions.action
    assert action is not None
    assert action.name == "act"


@pytest.mark.parametrize(
    "loop",
    [
        f'<multiInstanceLoopCharacteristics {CAMUNDA} c:collection="${{units}}" c:elementVariable="unit"/>',
        f"<multiInstanceLoopCharacteristics {ZEEBE}><extensionElements>"
        '<z:loopCharacteristics inputCollection="=units" inputElement="unit"/></extensionElements>'
        "</multiInstanceLoopCharacteristics>",
    ],
    ids=["Camunda 7", "Zeebe"],
)
def test_a_collection_is_gone_through_by_its_name(loop: str) -> None:
    bundle = compiled(work("", loop))
    spec = bundle.process("p").spec.task_specs["work"]
    assert (spec.data_input.bpmn_id, spec.input_item.bpmn_id) == ("units", "unit")
    assert told(bundle) == []


def test_a_word_that_only_another_engine_needs_is_told_as_such() -> None:
    assert told(compiled(work(f'{CAMUNDA} c:asyncBefore="true"'))) == [("bpmn.vendor_unneeded", "work")]


@pytest.mark.parametrize(
    "inside", ['<c:executionListener class="X" event="start"/>', "<c:inputOutput/>", "<c:formData/>"]
)
def test_an_extension_that_is_not_understood_is_told_with_its_element_and_line(inside: str) -> None:
    bundle = compiled(work(CAMUNDA, f"<extensionElements>{inside}</extensionElements>"))
    assert told(bundle) == [("bpmn.vendor_not_understood", "work")]
    assert bundle.warnings[0].line == 5


def test_the_stored_file_is_not_touched() -> None:
    content = diagram(start(), work(f'{CAMUNDA} c:assignee="handler"'), end(), chain("start", "work", "end"))
    assert compile_bundle({"one.bpmn": content}, KNOWN).files["one.bpmn"] == content


def test_nothing_is_translated_or_told_in_a_drawing() -> None:
    content = diagram(start(), work(f'{CAMUNDA} c:assignee="kermit"')).replace(b'"true"', b'"false"')
    assert [w.code for w in compile_bundle({"one.bpmn": content}, KNOWN).warnings] == ["bpmn.kept_as_drawing"]


@pytest.mark.parametrize(
    ("written", "ours"),
    [
        ("${amount > 100 && approved}", "amount > 100  and  approved"),
        ("${!approved || amount lt 5}", "(not approved)  or  amount  <  5"),
        ("#{!a == b}", "(not a) == b"),
        ("${!(a && b)}", "(not (a  and  b))"),
        ("${empty order.items}", "(order.items == None or len(order.items) == 0)"),
        ("${not empty list}", "(not (list == None or len(list) == 0))"),
        ("${a ne 'x && y'}", "a  !=  'x && y'"),
        ("${a.eq}", "a.eq"),
        ('= amount > 100 and status = "ok"', 'amount > 100 and status  ==  "ok"'),
        ("=not(a)", "not(a)"),
        ("${execution.getVariable('x')}", None),
        ("${a ? b : c}", None),
        ("${a}${b}", None),
        ("${}", None),
        ("a > 1", None),
    ],
)
def test_an_expression_is_translated_or_not_at_all(written: str, ours: str | None) -> None:
    assert translate_expression(written) == ours


def choosing(condition: str) -> bytes:
    return diagram(
        start(),
        exclusive("gate", "gate-end"),
        end(),
        end("other"),
        flow("start", "gate"),
        flow("gate", "other", condition),
        flow("gate", "end"),
    )


def test_a_condition_of_another_engine_is_one_of_ours() -> None:
    assert compile_bundle({"one.bpmn": choosing("${a &gt; 1 &amp;&amp; b}")}, KNOWN).process("p").executable


def test_a_condition_that_cannot_be_translated_is_shown_as_it_was_written() -> None:
    with pytest.raises(Invalid) as refused:
        compile_bundle({"one.bpmn": choosing("${a.b()}")}, KNOWN)
    (problem,) = refused.value.problems
    assert (problem.code, problem.parameters["expression"]) == ("bpmn.expression_foreign", "${a.b()}")
