"""A PDF as what is printed where: for every page its text and ruled lines, in millimetres from the top left."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import Any

from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams, LTChar, LTCurve, LTPage

MM = 72 / 25.4
ALONE = LAParams(boxes_flow=None)


@dataclass(frozen=True)
class Character:
    text: str
    left: float
    right: float
    base: float
    size: float
    font: str
    colour: Any


@dataclass(frozen=True)
class Rule:
    """A horizontal line; `thick` in millimetres."""

    left: float
    right: float
    at: float
    thick: float
    colour: Any


class Sheet:
    """One page."""

    def __init__(self, page: LTPage) -> None:
        self.width, self.height = page.width / MM, page.height / MM
        self._page = page

    @cached_property
    def characters(self) -> list[Character]:
        found = [one for one in _walk(self._page) if isinstance(one, LTChar)]
        return [
            Character(
                one.get_text(),
                one.x0 / MM,
                one.x1 / MM,
                (self._page.height - one.matrix[5]) / MM,
                round(one.matrix[0] if one.matrix[0] != 1 else one.size, 1),
                one.fontname,
                one.graphicstate.ncolor,
            )
            for one in found
            if one.get_text().strip()
        ]

    @cached_property
    def rules(self) -> list[Rule]:
        found = [one for one in _walk(self._page) if isinstance(one, LTCurve) and abs(one.y1 - one.y0) < 0.1]
        return [
            Rule(one.x0 / MM, one.x1 / MM, (self._page.height - one.y0) / MM, one.linewidth / MM, one.stroking_color)
            for one in found
        ]

    @cached_property
    def lines(self) -> list[list[Character]]:
        """Characters on one base line, from left to right; lines from above to below."""
        bases: dict[float, list[Character]] = {}
        for one in self.characters:
            bases.setdefault(round(one.base, 1), []).append(one)
        return [sorted(bases[base], key=lambda one: one.left) for base in sorted(bases)]

    @property
    def text(self) -> str:
        return "\n".join("".join(one.text for one in line) for line in self.lines)

    def line(self, text: str) -> list[Character]:
        """The first line that holds a text, spaces left out."""
        return next(line for line in self.lines if text in "".join(one.text for one in line))


def sheets(pdf: bytes) -> list[Sheet]:
    return [Sheet(page) for page in extract_pages(BytesIO(pdf), laparams=ALONE)]


def _walk(part: Any) -> Iterator[Any]:
    yield part
    if hasattr(part, "__iter__"):
        for one in part:
            yield from _walk(one)
