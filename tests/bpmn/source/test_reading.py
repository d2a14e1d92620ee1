"""Bytes become a tree whatever their encoding; what is careless is advice, what loses meaning is a problem."""

import codecs
from collections.abc import Sequence

import pytest

from engine.bpmn.bundle import CompiledBundle, compile_bundle
from engine.bpmn.source.reading import read_xml
from engine.domain.errors import Invalid, NotExecutable, Problem
from tests.support.diagrams import HEAD, KNOWN, chain, diagram, end, exclusive, flow, start, subprocess, task

ENCODINGS = [
    ("UTF-8", "utf-8", b""),
    ("UTF-8", "utf-8", codecs.BOM_UTF8),
    ("UTF-16", "utf-16", b""),
    ("UTF-16", "utf-16-le", b""),
    ("UTF-16", "utf-16-be", b""),
    ("UTF-32", "utf-32", b""),
    ("GB18030", "gb18030", b""),
    ("GBK", "gbk", b""),
    ("gb2312", "gb2312", b""),
    ("HZ-GB-2312", "hz", b""),
    ("Big5", "big5", b""),
    ("Shift_JIS", "shift_jis", b""),
]


def written(*nodes: str, executable: str = 'isExecutable="true"', declared: str = "") -> bytes:
    body = "\n".join(nodes)
    return f'{HEAD}\n{declared}\n<process id="p" {executable}>\n{body}\n</process></definitions>'.encode()


def compiled(content: bytes, **others: bytes) -> CompiledBundle:
    return compile_bundle({"one.bpmn": content, **{f"{name}.bpmn": other for name, other in others.items()}}, KNOWN)


def problems_of(content: bytes, **others: bytes) -> Sequence[Problem]:
    with pytest.raises(Invalid) as refused:
        compiled(content, **others)
    return refused.value.problems


def codes(found: Sequence[Problem]) -> list[str]:
    return [problem.code for problem in found]


@pytest.mark.parametrize(("declared", "encoding", "mark"), ENCODINGS, ids=[f"{d}-{e}" for d, e, _ in ENCODINGS])
def test_any_encoding_that_the_prolog_names_is_read(declared: str, encoding: str, mark: bytes) -> None:
    content = mark + f'<?xml version="1.0" encoding="{declared}"?>\n<a name="中文"/>'.encode(encoding)
    assert read_xml("a.xml", content).get("name") == "中文"


def test_a_comment_inside_a_condition_is_not_the_end_of_it() -> None:
    content = diagram(
        start(),
        exclusive("gate", "gate-end"),
        end(),
        end("other"),
        flow("start", "gate"),
        flow("gate", "other", "a <!-- the first --> == 1"),
        flow("gate", "end"),
    )
    assert compiled(content).process("p").executable
    cut = content.replace(b"== 1", b"== ")
    assert codes(problems_of(cut)) == ["expressions.syntax"]


MINIMAL = (start(), task("work"), end(), chain("start", "work", "end"))


@pytest.mark.parametrize(
    ("executable", "runs"),
    [('isExecutable="true"', True), ('isExecutable="1"', True), ("", True), ('isExecutable="false"', False),
     ('isExecutable="0"', False), ('isExecutable=" false "', False)],
)  # fmt: skip
def test_a_process_runs_unless_it_says_that_it_does_not(executable: str, runs: bool) -> None:
    bundle = compiled(written(*MINIMAL, executable=executable))
    assert bundle.process("p").executable is runs
    assert codes(bundle.warnings) == ([] if runs else ["bpmn.kept_as_drawing"])


def test_an_empty_process_without_a_word_is_the_inside_of_a_pool() -> None:
    assert not compiled(written(executable="")).process("p").executable
    assert codes(problems_of(written())) == ["bpmn.nothing_starts"]


def test_a_drawing_may_contain_anything_and_still_says_what_is_odd() -> None:
    nodes = ('<adHocSubProcess id="free"/>', '<choreographyTask id="c"/>', flow("nowhere", "free"), "<noSuchThing/>")
    bundle = compiled(written(*nodes, executable='isExecutable="false"'))
    assert not bundle.process("p").executable
    assert {"bpmn.element_unknown", "bpmn.reference_unknown"} <= set(codes(bundle.warnings))


@pytest.mark.parametrize("kind", ["collaboration", "choreography", "globalConversation", "globalChoreographyTask"])
def test_a_file_without_a_process_is_kept_as_a_drawing(kind: str) -> None:
    bundle = compiled(f'{HEAD}<{kind} id="together" name="会商"/></definitions>'.encode())
    process = bundle.process("together")
    assert (process.name, process.executable, codes(bundle.warnings)) == ("会商", False, ["bpmn.kept_as_drawing"])


def test_a_refusal_says_how_to_keep_the_drawing_unless_it_could_not_be_kept() -> None:
    with pytest.raises(NotExecutable):
        compiled(written(start(), flow("start", "nowhere")))
    with pytest.raises(Invalid) as refused:
        compiled(written(start(), start(), end(), flow("start", "end")))
    assert not isinstance(refused.value, NotExecutable)


def test_a_bundle_that_was_deployed_is_not_judged_again() -> None:
    content = written(start(), task("aside"), end(), flow("start", "end"))
    assert codes(problems_of(content)) == ["bpmn.unreachable"]
    assert compile_bundle({"one.bpmn": content}, KNOWN, deployed=True).process("p").executable


def test_a_missing_id_is_given_and_is_the_same_at_each_reading() -> None:
    content = written("<startEvent/>", task("work"), end(), flow("work", "end"), executable="")
    loose = content.replace(b"<startEvent/>", b'<startEvent name="a"><outgoing/></startEvent>')
    given = next(problem for problem in problems_of(loose) if problem.code == "bpmn.unreachable")
    assert given.element == "work"
    first, second = (compiled(written("<startEvent/>", executable="")) for _ in range(2))
    assert first.process("p").elements.keys() == second.process("p").elements.keys()
    assert codes(first.warnings) == ["bpmn.id_given", "bpmn.start_not_left"]


def test_ids_are_given_by_kind_name_and_place_and_are_all_different() -> None:
    twice = compiled(written("<task/><task/><task name='a'/>", executable='isExecutable="false"'))
    assert len(twice.process("p").elements) == 3
    other = compiled(written("<task name='a'/><task/><task/>", executable='isExecutable="false"'))
    assert set(other.process("p").elements) == set(twice.process("p").elements)


@pytest.mark.parametrize(
    "content",
    [
        written(*MINIMAL, '<dataObject id="work"/>'),
        written(*MINIMAL, declared='<message id="start" name="m"/>'),
        written('<task id="a"/><textAnnotation id="a"/>', executable='isExecutable="false"'),
    ],
    ids=["a data object", "a message", "in a drawing"],
)
def test_an_id_stands_once_in_a_file_whatever_has_it(content: bytes) -> None:
    assert "bpmn.id_duplicate" in codes(problems_of(content))


MANY = (
    '<multiInstanceLoopCharacteristics behavior="Any"><loopCardinality>2</loopCardinality>'
    "</multiInstanceLoopCharacteristics>"
)
# what is written, what it is told as, whether it is refused
CARELESS = {
    "children out of order": (
        '<userTask id="work"><outgoing>work-end</outgoing><incoming>start-work</incoming></userTask>',
        "bpmn.child_order",
        False,
    ),
    "an attribute of nobody": ('<userTask id="work" priority="3"/>', "bpmn.attribute_unknown", False),
    "a misspelt attribute": ('<userTask id="work" isForCompensaton="true"/>', "bpmn.attribute_misspelt", True),
    "a value that is none": ('<userTask id="work" isForCompensation="ja"/>', "bpmn.attribute_value", True),
    "a choice that is none": (task("work", MANY), "bpmn.attribute_value", True),
    "a stale incoming": ('<userTask id="work"><incoming>gone</incoming></userTask>', "bpmn.reference_unknown", False),
    "a misspelt element": ('<userTask id="work"><documentaton/></userTask>', "bpmn.element_misspelt", True),
    "an unknown element": ('<userTask id="work"><zzz/></userTask>', "bpmn.element_unknown", True),
    "an element in the wrong place": ('<userTask id="work"><laneSet/></userTask>', "bpmn.child_misplaced", True),
    "an element of somebody": ('<userTask id="work"><x xmlns="urn:x"/></userTask>', "bpmn.foreign_child", False),
    "two loops": ('<userTask id="work">' + "<standardLoopCharacteristics loopMaximum='2'/>" * 2 + "</userTask>",
                  "bpmn.child_too_many", True),
    "a default that is no flow": ('<userTask id="work" default="end"/>', "bpmn.reference_kind", True),
}  # fmt: skip


@pytest.mark.parametrize("name", CARELESS)
def test_what_is_careless_is_advice_and_what_loses_meaning_a_problem(name: str) -> None:
    node, code, is_refused = CARELESS[name]
    content = written(start(), node, end(), chain("start", "work", "end"))
    found = problems_of(content) if is_refused else compiled(content).warnings
    assert [(problem.code, problem.element is not None) for problem in found] == [(code, True)]
    for language in ("zh", "en"):
        assert found[0].message(language)


def test_foreign_attributes_and_extensions_are_left_alone() -> None:
    node = (
        '<userTask id="work" x:a="1" xmlns:x="urn:x"><extensionElements><x:b><c/></x:b></extensionElements></userTask>'
    )
    assert compiled(written(start(), node, end(), chain("start", "work", "end"))).warnings == ()


def test_an_extension_with_the_id_of_a_step_is_not_mistaken_for_it() -> None:
    node = '<userTask id="work"><extensionElements><x xmlns="urn:x" id="end"/></extensionElements></userTask>'
    assert compiled(written(start(), node, end(), chain("start", "work", "end"))).process("p").executable


def test_a_reference_may_have_a_prefix() -> None:
    content = written(
        start(),
        '<receiveTask id="work" messageRef="tns:m"/>',
        end(),
        chain("start", "work", "end"),
        declared='<message id="m" name="回函"/>',
    ).replace(b" id=", b' xmlns:tns="urn:test" id=', 1)
    assert compiled(content).process("p").executable


def test_a_reference_may_go_to_another_file_of_the_bundle() -> None:
    wait = '<receiveTask id="work" messageRef="m"/>'
    content = written(start(), wait, end(), chain("start", "work", "end"))
    declared = f'{HEAD}<message id="m" name="回函"/><collaboration id="c"/></definitions>'.encode()
    assert "bpmn.reference_unknown" in codes(problems_of(content))
    assert compiled(content, other=declared).process("p").executable


def test_a_sub_process_has_its_id_to_itself_in_the_bundle() -> None:
    inner = subprocess("sub", start("in"), end("out"), flow("in", "out"))
    content = written(start(), inner, end(), chain("start", "sub", "end"))
    (found,) = problems_of(content, other=content.replace(b'id="p"', b'id="q"'))
    assert (found.code, found.file, found.element) == ("bpmn.process_id_duplicate", "other.bpmn", "sub")


def test_findings_are_bounded_and_say_so() -> None:
    found = problems_of(written(start(), *(task(f"t{n}") for n in range(300))))
    assert len(found) == 201
    assert found[-1].code == "bpmn.more_findings"


SHAPES = {
    "an id of the engine's own": (
        written(start(), task("End"), end(), chain("start", "End", "end")),
        "bpmn.id_reserved",
        "End",
    ),
    "a start with a flow into it": (written(*MINIMAL, flow("work", "start")), "bpmn.start_entered", "start"),
    "a script task without a script": (
        written(start(), '<scriptTask id="work"/>', end(), chain("start", "work", "end")),
        "bpmn.script_missing",
        "work",
    ),
    "an event that names nothing": (
        written(start(), '<endEvent id="end"><signalEventDefinition/></endEvent>', flow("start", "end")),
        "bpmn.event_names_nothing",
        "end",
    ),
    "a call of a drawing": (
        written(start(), '<callActivity id="work" calledElement="q"/>', end(), chain("start", "work", "end"))
        .replace(b"</definitions>", b'<process id="q" isExecutable="false"/></definitions>'),
        "bpmn.call_drawing",
        "work",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SHAPES)
def test_a_shape_that_cannot_run_is_refused_at_its_element(name: str) -> None:
    content, code, element = SHAPES[name]
    found = [problem for problem in problems_of(content) if problem.code == code]
    assert [problem.element for problem in found] == [element]
    assert found[0].line
    for language in ("zh", "en"):
        assert found[0].message(language)


def test_a_drawn_data_store_does_no_harm() -> None:
    written_to = "<dataOutputAssociation id='a'><targetRef>ref</targetRef></dataOutputAssociation>"
    drawn = '<dataStoreReference id="ref" dataStoreRef="store"/>'
    steps = (start(), task("work", written_to), end(), chain("start", "work", "end"))
    bundle = compiled(written(*steps, drawn, declared='<dataStore id="store" name="台账"/>'))
    assert bundle.process("p").executable
    assert codes(bundle.warnings) == []
