"""Typical mistakes of designers are told in Chinese, with their place, without a word from the libraries below."""

import re

import pytest

from engine.bpmn.bundle import compile_bundle
from engine.domain.errors import Invalid, Problem
from engine.site import KNOWN
from tests.support.mistakes import MISTAKES, Mistake
from tests.support.pages import DESIGNER_PAGE, ELEMENTS_PAGE, designer_page, elements_page


def problems_of(mistake: Mistake) -> list[Problem]:
    with pytest.raises(Invalid) as refused:
        compile_bundle({"流程.bpmn": mistake.content}, KNOWN)
    return list(refused.value.problems)


def test_there_are_at_least_twenty() -> None:
    assert len({one.title for one in MISTAKES}) >= 20


@pytest.mark.parametrize("mistake", MISTAKES, ids=[one.code for one in MISTAKES])
def test_it_is_told_with_its_line_and_how_to_mend_it(mistake: Mistake) -> None:
    found = problems_of(mistake)
    (told,) = [problem for problem in found if problem.code == mistake.code]
    assert told.file == "流程.bpmn"
    assert told.line
    assert re.search("请|是否应为", told.message())
    assert "bpmn.refused" not in [problem.code for problem in found]


def test_the_page_for_designers_shows_each_message_as_it_is() -> None:
    text = DESIGNER_PAGE.read_text(encoding="utf-8")
    assert text == designer_page(text), "run: python -m tests.support.pages"


def test_the_page_of_elements_is_the_one_made_from_the_table() -> None:
    assert ELEMENTS_PAGE.read_text(encoding="utf-8") == elements_page(), "run: python -m tests.support.pages"
