"""Admits only patterns whose search on a bounded text is cheap: a form must not stop the server."""

import re

MAX_PATTERN = 200
MAX_TEXT = 200  # the longest text a pattern is tried on; the form must bound the field accordingly
_MAX_ANCHORED_WAYS = 10_000_000
_MAX_WAYS = 100_000
_PIECE = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?.|\{\d*,?\d*\}|.", re.DOTALL)
_REPEATS = ("*", "+", "?", "}")
_COUNTED = re.compile(r"\{(\d*)(,?)(\d*)\}")


def is_readable(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError):
        return False
    return True


def is_cheap(pattern: str) -> bool:
    """Whether the number of ways a search can go is bounded: few repetitions, none around a group, no back-references.

    Each open repetition counts as many ways as the text has characters; the ways multiply.
    """
    if len(pattern) > MAX_PATTERN:
        return False
    ways, previous = 1, ""
    for piece in _PIECE.findall(pattern):
        repeats = piece in ("*", "+") or bool(_COUNTED.fullmatch(piece))
        if _goes_back(piece) or (previous == ")" and repeats):
            return False
        if not (previous in _REPEATS and piece in ("?", "+")):  # a lazy or possessive sign chooses nothing by itself
            ways *= _choices(piece)
        previous = "}" if _COUNTED.fullmatch(piece) else piece
    return ways <= (_MAX_ANCHORED_WAYS if pattern.startswith("^") and "|" not in pattern else _MAX_WAYS)


def _goes_back(piece: str) -> bool:
    """A back-reference, a look-around or an inline flag: beyond what a form field needs."""
    return (piece.startswith("(?") and piece != "(?:") or bool(re.fullmatch(r"\\[1-9]", piece))


def _choices(piece: str) -> int:
    if piece in ("*", "+"):
        return MAX_TEXT
    if piece in ("?", "|"):
        return 2
    counted = _COUNTED.fullmatch(piece)
    if not counted or counted.group() in ("{}", "{,}"):
        return 1
    least, comma, most = counted.groups()
    if not comma:
        return 1
    return (min(int(most), MAX_TEXT) if most else MAX_TEXT) - int(least or 0) + 1
