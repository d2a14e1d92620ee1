"""A called process that came along is executed as drawn, whatever the ids of its elements are elsewhere."""

import pytest

from engine.bpmn.bundle import CompiledBundle, compile_bundle
from engine.bpmn.source.called import versions_in
from engine.domain.errors import Invalid
from tests.bpmn.play import Play
from tests.support.diagrams import KNOWN, boundary, chain, diagram, end, flow, start, subprocess, task

CALL = '<callActivity id="call" calledElement="sub" />'
CALLER = diagram(start(), task("work"), CALL, end(), chain("start", "work", "call", "end"))
FORM = '<extensionElements><duban:form key="{}" /></extensionElements>'


def form(key: str, title: str) -> bytes:
    return f'{{"key": "{key}", "title": "{title}", "schema": {{"type": "object", "properties": {{}}}}}}'.encode()


def bundle(called: bytes, caller: bytes = CALLER, **files: bytes) -> CompiledBundle:
    laid = {f"called/sub@1/{name}.json": content for name, content in files.items()}
    return compile_bundle({"p.bpmn": caller, "called/sub@1/sub.bpmn": called, **laid}, KNOWN)


def test_what_occurs_twice_gets_the_key_of_the_called_process_before_it() -> None:
    called = diagram(
        start(), task("work", FORM.format("theirs")), task("own"), chain("start", "work", "own"), key="sub"
    )
    compiled = bundle(called, theirs=form("theirs", "审"))
    play = Play(compiled)
    play.complete_at("work")
    assert play.open() == ["sub.work"]
    assert compiled.process("p").element("sub.work").extensions.form == "theirs"
    assert compiled.process("p").element("work").extensions.form is None
    play.complete_at("sub.work")
    assert play.open() == ["own"]
    play.complete_at("own")
    assert play.step.state == "completed"


def test_sub_processes_and_events_of_both_keep_their_own_meaning() -> None:
    def drawn(key: str, error: str, after: str) -> bytes:
        wrong = f'<error id="e" name="{error}" errorCode="{error}" />'
        thrown = end("wrong", '<errorEventDefinition errorRef="e" />')
        inner = subprocess("part", start("begin"), thrown, flow("begin", "wrong"))
        caught = boundary("caught", "part", '<errorEventDefinition errorRef="e" />', interrupting=True)
        last = CALL if key == "p" else ""
        flows = (chain("start", "part"), chain("caught", after), chain(after, "call") if last else "")
        return diagram(start(), inner, caught, task(after), last, *flows, key=key, declared=wrong)

    play = Play(bundle(drawn("sub", "theirs", "second"), drawn("p", "ours", "first")))
    assert play.open() == ["first"]
    play.complete_at("first")
    assert play.open() == ["second"]


def test_a_form_of_another_content_under_the_same_key_is_refused_and_a_copy_is_not() -> None:
    called = diagram(start(), task("check", FORM.format("f")), chain("start", "check"), key="sub")
    files = {"p.bpmn": CALLER, "called/sub@1/sub.bpmn": called, "f.json": form("f", "审")}
    copied = compile_bundle({**files, "called/sub@1/f.json": form("f", "审")}, KNOWN)
    assert copied.forms["f"].title == "审"
    with pytest.raises(Invalid) as refused:
        compile_bundle({**files, "called/sub@1/f.json": form("f", "核")}, KNOWN)
    assert [(one.code, one.file) for one in refused.value.problems] == [("bpmn.called_clash", "called/sub@1/f.json")]


def test_a_folder_says_the_versions_of_all_that_lies_in_it() -> None:
    assert versions_in("called/a@3+b@12/x.bpmn") == {"a": 3, "b": 12}
    assert versions_in("x.bpmn") == {}
