"""Expressions of other engines, `${amount > 100 && approved}` and `= amount > 100`, in the words of our language."""

import re
from collections.abc import Iterator

from engine.domain.errors import DubanError
from engine.expressions import compile_condition

_WRAPPED = re.compile(r"\s*[$#]\{(?P<inside>[^{}]*)\}\s*$", re.DOTALL)
_FEEL = re.compile(r"\s*=(?!=)(?P<inside>.+)$", re.DOTALL)
_TOKEN = re.compile(r"\s+|\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|\w+|&&|\|\||[=!<>]=|.", re.DOTALL)
_WORDS = {
    "&&": "and",
    "||": "or",
    "eq": "==",
    "ne": "!=",
    "lt": "<",
    "gt": ">",
    "le": "<=",
    "ge": ">=",
    "div": "/",
    "mod": "%",
}


def is_foreign(text: str) -> bool:
    """Whether a text is marked as another engine's expression."""
    return text.lstrip().startswith(("${", "#{")) or bool(_FEEL.match(text))


def translate_expression(text: str) -> str | None:
    """The same in our language; None where it says what our language does not."""
    wrapped, feel = _WRAPPED.match(text), _FEEL.match(text)
    found = wrapped or feel
    if found is None:
        return None
    words = _WORDS | ({"=": "=="} if feel else {})
    translated = "".join(_translated(_TOKEN.findall(found["inside"].strip()), words, is_feel=bool(feel)))
    try:
        compile_condition(translated)
    except DubanError:
        return None
    return translated


def _translated(tokens: list[str], words: dict[str, str], *, is_feel: bool) -> Iterator[str]:
    position = 0
    while position < len(tokens):
        word = tokens[position]
        position += 1
        if not is_feel and word in ("!", "not", "empty"):
            end = _operand(tokens, position)
            operand = "".join(_translated(tokens[position:end], words, is_feel=False)).strip()
            yield f"({operand} == None or len({operand}) == 0)" if word == "empty" else f"(not {operand})"
            position = end
        else:
            yield f" {words[word]} " if word in words and not _is_key(tokens, position) else word


def _operand(tokens: list[str], start: int) -> int:
    """Where the operand of a prefix operator ends: a group in brackets, a path, or another prefix with its own."""
    position = start
    while position < len(tokens) and tokens[position].isspace():
        position += 1
    if position < len(tokens) and tokens[position] in ("!", "not", "empty"):
        return _operand(tokens, position + 1)
    depth = 0
    while position < len(tokens):
        word = tokens[position]
        if depth == 0 and not (word in "([." or word.isidentifier() or word[0] in "\"'" or word.isdecimal()):
            break
        if depth == 0 and position > start and word.isidentifier() and tokens[position - 1] not in (".", " "):
            break
        depth += (word in "([") - (word in ")]")
        position += 1
    return position


def _is_key(tokens: list[str], position: int) -> bool:
    """A word after a dot is a name in the data, whatever it means elsewhere."""
    return position >= 2 and tokens[position - 2] == "."
