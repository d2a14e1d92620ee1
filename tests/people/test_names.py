"""How sheets call units and people, and what they mean by it."""

import pytest

from engine.people.names import Ambiguous, Names, Unknown

NAMES = Names({"zhc": "综合处", "a1": "张伟", "a2": "张伟", "b": "zhc"}, {"办公室": "zhc", "张伟": "a1"})


@pytest.mark.parametrize(
    ("word", "code"), [("综合处", "zhc"), ("zhc", "zhc"), ("a2", "a2"), ("办公室", "zhc"), ("b", "b")]
)
def test_a_word_is_a_code_a_name_or_a_former_name(word: str, code: str) -> None:
    assert NAMES.code(word) == code


def test_a_name_that_two_have_must_be_told_apart_even_where_one_had_it_before() -> None:
    with pytest.raises(Ambiguous):
        NAMES.code("张伟")
    with pytest.raises(Unknown):
        NAMES.code("李强")


@pytest.mark.parametrize(("code", "word"), [("zhc", "综合处"), ("a1", "a1"), ("b", "b"), ("gone", "gone"), (None, "")])
def test_what_is_told_is_understood(code: str | None, word: str) -> None:
    """A name that two have, and one that is another's code, are told by the code."""
    assert NAMES.word(code) == word
    if code in ("zhc", "a1", "b"):
        assert NAMES.code(word) == code
