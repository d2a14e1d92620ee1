"""Nothing of the standard is silently ignored: each element and part has its verdict, shown by a small diagram each."""

import pytest

from engine.bpmn.bundle import CompiledBundle, compile_bundle
from engine.bpmn.checks.check import Known
from engine.bpmn.checks.verdicts import ELEMENT, REFUSED, TOLD, VERDICTS, sentence_of, verdict_on, verdicts
from engine.bpmn.source.standard import definitions
from engine.domain import messages
from engine.domain.errors import Invalid, Problem
from tests.support.specimens import CONCRETE, DECISION, element_specimen, part_specimen

ELEMENTS = [(name, rows[ELEMENT]) for name, rows in verdicts().items() if ELEMENT in rows]
PARTS = [
    (name, part, verdict) for name, rows in verdicts().items() for part, verdict in rows.items() if part != ELEMENT
]


def found_in(content: bytes) -> tuple[CompiledBundle | None, list[Problem], list[Problem]]:
    """The bundle if it compiles, the problems, the warnings."""
    try:
        bundle = compile_bundle({"one.bpmn": content, "two.dmn": DECISION.encode()}, Known())
    except Invalid as invalid:
        return None, list(invalid.problems), []
    return bundle, [], list(bundle.warnings)


def test_every_element_and_part_of_the_standard_has_its_verdict_and_no_other() -> None:
    wanted, given = set(), set()
    for name, known in definitions().items():
        wanted |= {(name, one.name) for one in known.own_attributes}
        wanted |= {(name, one.name) for one in known.own_children if one.kind}
    for name, part, verdict in PARTS:
        assert verdict in VERDICTS
        given.add((name, part.partition("=")[0]))
    assert given == wanted
    without = {name for name, known in definitions().items() if ELEMENT not in verdicts().get(name, {})}
    assert {name for name in without if not definitions()[name].abstract} <= NEVER_DRAWN


# they only hand their parts on to others
NEVER_DRAWN = {"callableElement", "gateway", "dataAssociation", "baseElementWithMixedContent"}


@pytest.mark.parametrize(("name", "verdict"), ELEMENTS, ids=[name for name, _ in ELEMENTS])
def test_a_small_diagram_with_the_element(name: str, verdict: str) -> None:
    check(sentence_of(name), verdict, element_specimen(name))


@pytest.mark.parametrize(("name", "part", "verdict"), PARTS, ids=[f"{name}-{part}" for name, part, _ in PARTS])
def test_a_small_diagram_with_the_part(name: str, part: str, verdict: str) -> None:
    attribute, _, value = part.partition("=")
    drawn = CONCRETE.get(name, name)
    if verdict_on(drawn) == REFUSED:  # nothing is said about the parts of what is refused as a whole
        check(sentence_of(drawn), REFUSED, part_specimen(name, attribute, value or None))
        return
    check(sentence_of(name, part), verdict, part_specimen(name, attribute, value or None))


def check(code: str, verdict: str, content: bytes) -> None:
    bundle, problems, warnings = found_in(content)
    told = [(problem.code, problem.message()) for problem in problems]
    if verdict == REFUSED:
        assert code in [problem.code for problem in problems], told
    else:
        assert bundle is not None, told
        assert (code in [warning.code for warning in warnings]) == (verdict == TOLD)


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_what_is_refused_or_told_says_what_to_do_instead(language: str) -> None:
    spoken = messages.catalogue(language)
    for name, rows in verdicts().items():
        for part, verdict in rows.items():
            if verdict in (REFUSED, TOLD):
                assert sentence_of(name, part) in spoken
