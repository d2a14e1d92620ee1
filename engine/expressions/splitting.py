"""Cuts a text at a separator that stands outside quotes and brackets."""

import re

_PIECE = re.compile(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|\.\.|.", re.DOTALL)
_OPENING = "([{"
_CLOSING = ")]}"


def split_outside(text: str, separator: str) -> list[str]:
    """The parts between separators; a bracket that does not fit its partner counts all the same, `(1..5]`."""
    parts: list[str] = []
    current: list[str] = []
    depth = 0
    for piece in _PIECE.findall(text):
        if piece == separator and depth == 0:
            parts.append("".join(current))
            current = []
            continue
        depth += (piece in _OPENING) - (piece in _CLOSING)
        current.append(piece)
    return [*parts, "".join(current)]
