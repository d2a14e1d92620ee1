"""Inline chains of measures within a paragraph: 一是 … 二是 … 三是 …, or with 要."""

import re
from dataclasses import dataclass

from engine.documents.marks import CHAIN_RANK, CHINESE_NUMERAL, SPACE, Mark
from engine.documents.numerals import chinese
from engine.documents.quotation import inside_quotation

CHAIN_MARK = re.compile(rf"(?<![一二三四五六七八九十])({CHINESE_NUMERAL})([是要])")
ENDS_CLAUSE = frozenset("。；！？;!?\n")
BEGINS_CLAUSE = ENDS_CLAUSE | frozenset("：:，,、—…")
LOOK_BACK = 10
CLOSING = frozenset('”’」』）)》"')


@dataclass(frozen=True, slots=True)
class Candidate:
    """A numeral with 是 or 要 at the beginning of a clause; `before` is the punctuation in front of it."""

    mark: Mark
    numeral: str
    verb: str
    before: str


Chain = list[Candidate]


def chain_marks(text: str, start: int, end: int) -> list[Mark]:
    """The marks of inline chains in a part of the text.

    A chain keeps its verb, begins with 一 at the beginning of a clause and counts up without a gap, each further mark
    after the end of a sentence, a semicolon or a line. One 一是 alone is none, nor is what stands in quotation marks
    or brackets; a chain within a member of another chain stays part of that member.
    """
    chains: list[Chain] = []
    for candidate in _candidates(text[start:end], start):
        if candidate.numeral == "一":
            chains.append([candidate])
        elif (chain := _continued(chains, candidate)) is not None:
            del chains[chain + 1 :]
            chains[chain].append(candidate)
    return [member.mark for chain in _side_by_side(chains, text) for member in chain]


def _candidates(part: str, offset: int) -> list[Candidate]:
    quoted = inside_quotation(part)
    return [
        Candidate(Mark(offset + found.start(), offset + found.end(), CHAIN_RANK, found[0]), found[1], found[2], before)
        for found in CHAIN_MARK.finditer(part)
        if not quoted[found.start()] and (before := _before(part, found.start()))
    ]


def _before(part: str, position: int) -> str:
    """The punctuation before a mark, seen through spaces and closing quotation marks; empty where words run on."""
    while position and part[position - 1] in SPACE + "\r":
        position -= 1
    while position and part[position - 1] in CLOSING:
        position -= 1
    before = part[position - 1] if position else "\n"
    return before if before in BEGINS_CLAUSE else ""


def _continued(chains: list[Chain], candidate: Candidate) -> int | None:
    """Which chain the candidate carries on: the latest, but one begun after a mere comma only where no other fits."""
    if candidate.before not in ENDS_CLAUSE:
        return None
    latest = range(max(0, len(chains) - LOOK_BACK), len(chains))
    fitting = [number for number in latest if _fits(chains[number], candidate)]
    firm = [number for number in fitting if chains[number][0].before not in "，,、"]
    return max(firm or fitting, default=None)


def _fits(chain: Chain, candidate: Candidate) -> bool:
    return candidate.verb == chain[0].verb and candidate.numeral == chinese(len(chain) + 1)


def _side_by_side(chains: list[Chain], text: str) -> list[Chain]:
    """Chains of two or more; a further one only on a new line or after a clause that has ended, else it is a detail."""
    kept: list[Chain] = []
    for chain in chains:
        if len(chain) < 2:
            continue
        first = chain[0]
        if not kept or first.before in ENDS_CLAUSE or "\n" in text[kept[-1][-1].mark.end : first.mark.start]:
            kept.append(chain)
    return kept
