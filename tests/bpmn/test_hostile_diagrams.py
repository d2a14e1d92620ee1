"""What cannot run, or must not, is refused at deployment: by code, file, line and element, in both languages."""

from pathlib import Path

import pytest

from engine.bpmn.bundle import compile_bundle, digest_of
from engine.domain.errors import Invalid, Problem
from engine.site import KNOWN
from tests.support.diagrams import (
    HEAD,
    URGE,
    URGED,
    boundary,
    catch,
    chain,
    diagram,
    end,
    exclusive,
    flow,
    start,
    task,
    timer,
)

LADDER = (Path(__file__).resolve().parents[2] / "processes/supervision/decisions/ladder.dmn").read_bytes()
BOMB = (
    b'<?xml version="1.0"?>\n<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>\n'
    b"<definitions>&c;</definitions>"
)
OUTSIDE = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<definitions>&x;</definitions>'
MANY_ATTRIBUTES = "<a " + " ".join(f"a{n}='1'" for n in range(1000)) + "/>"
MANY_PROCESSES = HEAD + "".join(f"<process id='p{n}'/>" for n in range(101)) + "</definitions>"


def extended(inside: str) -> bytes:
    """A process whose only task carries an extension."""
    work = task("work", f"<extensionElements>{inside}</extensionElements>")
    return diagram(start(), work, end(), chain("start", "work", "end"))


def guarded(condition: str) -> bytes:
    return diagram(
        start(),
        exclusive("gate", "gate-other"),
        end(),
        end("other"),
        flow("start", "gate"),
        flow("gate", "end", condition),
        flow("gate", "other"),
    )


def scripted(script: str) -> bytes:
    node = f'<scriptTask id="script"><script>{script}</script></scriptTask>'
    return diagram(start(), node, end(), chain("start", "script", "end"))


def problems_of(content: bytes, **others: bytes) -> list[Problem]:
    with pytest.raises(Invalid) as refused:
        files = {"drawing.bpmn": content, **{f"{name}.dmn": table for name, table in others.items()}}
        compile_bundle(files, KNOWN)
    return list(refused.value.problems)


# name: (content, code, element)
HOSTILE: dict[str, tuple[bytes, str, str | None]] = {
    "an entity bomb": (BOMB, "bpmn.doctype", None),
    "an entity from outside": (OUTSIDE, "bpmn.doctype", None),
    "not XML": ("督办".encode("gb18030"), "bpmn.not_xml", None),
    "nothing": (b"", "bpmn.file_empty", None),
    "blanks": (b" \n\t", "bpmn.file_empty", None),
    "bytes that are not in the encoding it names": (
        b'<?xml version="1.0" encoding="UTF-8"?>\n<a b="\xb6\xbd"/>',
        "bpmn.encoding_unreadable",
        None,
    ),
    "an encoding that nobody knows": (b'<?xml version="1.0" encoding="DUBAN-1"?>\n<a/>', "bpmn.encoding", None),
    "a thousand attributes": (MANY_ATTRIBUTES.encode(), "bpmn.too_big", None),
    "too many processes": (MANY_PROCESSES.encode(), "bpmn.too_many_processes", None),
    "too many nodes": (diagram(*(task(f"t{n}") for n in range(3001))), "bpmn.too_many_nodes", None),
    "cut off": (diagram(start())[:-20], "bpmn.not_xml", None),
    "another root": (b"<html><body /></html>", "bpmn.not_bpmn", None),
    "no process": (f"{HEAD}</definitions>".encode(), "bpmn.no_process", None),
    "a hundred levels": (b"<a>" * 101 + b"</a>" * 101, "bpmn.too_big", None),
    "the same id twice": (diagram(start(), start(), end(), flow("start", "end")), "bpmn.id_duplicate", "start"),
    "an id too long": (diagram(start("s" * 121), end(), flow("s" * 121, "end")), "bpmn.text_too_long", "s" * 121),
    "a flow to nowhere": (diagram(start(), end(), flow("start", "nowhere")), "bpmn.flow_loose", "start-nowhere"),
    "a boundary event on nothing": (
        diagram(start(), end(), chain("start", "end"), boundary("late", "nothing", URGED), declared=URGE),
        "bpmn.attached_loose",
        "late",
    ),
    "nothing that starts": (
        diagram(task("work"), task("more"), chain("work", "more", "work")),
        "bpmn.nothing_starts",
        "p",
    ),
    "a message that is not declared": (
        diagram(start(), catch("wait", '<messageEventDefinition messageRef="no" />'), chain("start", "wait")),
        "bpmn.reference_unknown",
        "wait",
    ),
    "a business rule task without a decision": (
        diagram(start(), '<businessRuleTask id="rule" />', chain("start", "rule")),
        "bpmn.decision_missing",
        "rule",
    ),
    "a process that calls itself": (
        diagram(start(), '<callActivity id="call" calledElement="p" />', end(), chain("start", "call", "end")),
        "bpmn.call_loop",
        "call",
    ),
    "a called process that is not there": (
        diagram(start(), '<callActivity id="call" calledElement="q" />', end(), chain("start", "call", "end")),
        "bpmn.call_unknown",
        "call",
    ),
    "200,000 instances": (
        diagram(
            start(),
            task(
                "work",
                "<multiInstanceLoopCharacteristics><loopCardinality>200000</loopCardinality>"
                "</multiInstanceLoopCharacteristics>",
            ),
            end(),
            chain("start", "work", "end"),
        ),
        "bpmn.too_many_instances",
        "work",
    ),
    "an unknown form": (extended('<duban:form key="no" />'), "bpmn.form_unknown", "work"),
    "an unknown action": (extended('<duban:action name="no" />'), "bpmn.action_unknown", "work"),
    "an unknown assignment": (extended('<duban:assignment rule="no" />'), "bpmn.assignment_unknown", "work"),
    "an unknown ladder": (extended('<duban:ladder decision="no" stage="办理" />'), "bpmn.ladder_unknown", "work"),
    "an unknown deadline": (extended('<duban:deadline rule="soon" />'), "bpmn.deadline_unknown", "work"),
    "a deadline without a number": (extended('<duban:deadline rule="working-days" />'), "bpmn.deadline_value", "work"),
    "Python in a condition": (guarded("__import__('os').system('true')"), "expressions.", "gate-end"),
    "Python's attributes in a condition": (guarded("().__class__.__bases__"), "expressions.", "gate-end"),
    "Python's lambda in a condition": (guarded("(lambda: 1)()"), "expressions.", "gate-end"),
    "a condition that is no expression": (guarded("x =="), "expressions.", "gate-end"),
    "Python in a script": (scripted("import os"), "expressions.", "script"),
    "Python's calls in a script": (scripted("x = open('/etc/passwd')"), "expressions.", "script"),
    "Python in a timer": (
        diagram(start(), catch("wait", timer("timeDuration", "exit()")), chain("start", "wait")),
        "bpmn.timer_misspelt",
        "wait",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_with_code_file_line_and_element(name: str) -> None:
    content, code, element = HOSTILE[name]
    found = [problem for problem in problems_of(content) if problem.code.startswith(code)]
    assert found
    assert found[0].file == "drawing.bpmn"
    assert found[0].line
    assert found[0].element == element


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_refusal_has_its_sentence_in_both_languages(name: str, language: str) -> None:
    for problem in problems_of(HOSTILE[name][0]):
        assert problem.message(language)


def test_a_step_of_the_ladder_that_nothing_catches_is_refused_at_its_activity() -> None:
    work = extended('<duban:ladder decision="ladder" stage="办理" />')
    found = [problem for problem in problems_of(work, ladder=LADDER) if problem.code == "bpmn.step_uncaught"]
    assert {problem.element for problem in found} == {"work"}
    assert {problem.parameters["step"] for problem in found} >= {"watch", "supervise"}


def test_all_problems_of_all_files_are_told_at_once() -> None:
    files = {
        "one.bpmn": extended('<duban:form key="no" /><duban:action name="no" />'),
        "two.bpmn": guarded("__import__('os')").replace(b'id="p"', b'id="q"'),
        "three.dmn": b"<nothing />",
        "four.txt": b"hello",
        "five.json": b"{",
    }
    with pytest.raises(Invalid) as refused:
        compile_bundle(files, KNOWN)
    assert {problem.file for problem in refused.value.problems} == set(files)


def test_the_line_is_the_one_the_element_stands_on() -> None:
    content = diagram(start(), flow("start", "nowhere"))
    (problem,) = problems_of(content)
    lines = content.decode().split("\n")
    assert problem.line is not None
    assert 'targetRef="nowhere"' in lines[problem.line - 1]


def test_a_process_id_stands_once_in_a_bundle() -> None:
    one = diagram(start(), end(), chain("start", "end"))
    with pytest.raises(Invalid) as refused:
        compile_bundle({"one.bpmn": one, "two.bpmn": one}, KNOWN)
    assert [(p.code, p.file, p.element) for p in refused.value.problems] == [
        ("bpmn.process_id_duplicate", "two.bpmn", "p")
    ]


def test_a_digest_depends_on_names_and_contents_and_not_on_their_order() -> None:
    files = {"a.bpmn": b"1", "b.dmn": b"2"}
    assert digest_of(files) == digest_of(dict(reversed(files.items())))
    assert digest_of(files) == "3482fc5b4513f488008682841daf58b7c99a9326987d1d56d36ff10fdda005a5"
    assert digest_of({"a.bpmn": b"1", "c.dmn": b"2"}) != digest_of(files)
    assert digest_of({"a.bpmn": b"2", "b.dmn": b"1"}) != digest_of(files)
    assert digest_of({"a.bpmn": b"12"}) != digest_of(files)
