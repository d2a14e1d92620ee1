"""Numbering marks that begin a line: 一、 （一） 1. （1） ①"""

import re
from dataclasses import dataclass
from itertools import islice

from engine.documents.numerals import CIRCLED

SPACE = " \t\u00a0\u3000"
CHINESE_NUMERAL = "[一二三四五六七八九十]{1,3}"
# From the outermost to the innermost rank. Figures followed by a figure are decimals or dates, not numbering.
LINE_MARKS = (
    rf"{CHINESE_NUMERAL}、",
    rf"[（(]{CHINESE_NUMERAL}[）)]",
    r"[0-9０-９]{1,3}[.．、](?![0-9０-９])",
    r"[（(][0-9０-９]{1,3}[）)]|[0-9０-９]{1,3}[）)]",
    rf"[{CIRCLED}]",
)
LINE_MARK = re.compile(rf"^[{SPACE}]*(?:{'|'.join(f'({mark})' for mark in LINE_MARKS)})", re.MULTILINE)
CHAIN_RANK = len(LINE_MARKS) + 1


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a numbered unit begins; `label` is the numbering as written, `end` where its words begin."""

    start: int
    end: int
    rank: int
    label: str


def line_marks(text: str, limit: int) -> list[Mark]:
    """The first `limit` marks that begin a line, in order; spaces before a mark are left to the unit before it."""
    return [_mark(found, found.lastindex or 0) for found in islice(LINE_MARK.finditer(text), limit)]


def _mark(found: re.Match[str], rank: int) -> Mark:
    return Mark(found.start(rank), found.end(rank), rank, found[rank])
