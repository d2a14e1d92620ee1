"""Cutting a document by its own numbering: the innermost numbered units become rows, everything else is context."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from engine.documents.chains import chain_marks
from engine.documents.draft import Draft, DraftRow, Passage, count_sections
from engine.documents.marks import Mark, line_marks
from engine.documents.titles import document_title, short_title
from engine.domain import messages
from engine.domain.errors import Invalid, Problem

MOST_ROWS = 5000


@dataclass(frozen=True, slots=True)
class Unit:
    """A numbered stretch of text, from its mark to the next; `above` are the units it lies in, outermost first."""

    mark: Mark
    end: int
    above: tuple["Unit", ...]
    has_parts: bool


def cut(text: str, file: str | None = None) -> Draft:
    """The draft of a plan; Invalid when it has no numbering (documents.no_numbering) or far too much of it."""
    units = _units(text)
    if not units:
        raise Invalid([Problem("documents.no_numbering", file=file)])
    if len(units) > MOST_ROWS:
        raise Invalid([Problem("documents.too_many_rows", {"limit": MOST_ROWS}, file=file)])
    opening = text[: units[0].mark.start]
    context = [Passage(messages.text("documents.opening"), (), opening, 0, len(opening))] if opening else []
    rows: list[DraftRow] = []
    divided = any(unit.has_parts for unit in units if not unit.above)
    for unit, place in zip(units, _places(units), strict=True):
        if unit.has_parts or (divided and _is_prose_section(unit, text)):
            context.append(_passage(unit, place, text))
        else:
            rows.append(_row(unit, place, text, len(rows) + 1))
    return Draft(document_title(opening), text, tuple(context), tuple(rows), count_sections(rows))


def _units(text: str) -> list[Unit]:
    marks = _all_marks(text)
    units: list[Unit] = []
    above: list[Unit] = []
    for mark, following in pairwise([*marks, _end(text)]):
        while above and above[-1].mark.rank >= mark.rank:
            above.pop()
        units.append(Unit(mark, following.start, tuple(above), following.rank > mark.rank))
        above.append(units[-1])
    return units


def _all_marks(text: str) -> list[Mark]:
    """Chains count only in units that no numbered line divides: elsewhere they are part of the opening words."""
    lines = line_marks(text, MOST_ROWS + 1)
    if not lines:
        return chain_marks(text, 0, len(text))
    if len(lines) > MOST_ROWS:
        return lines
    marks: list[Mark] = []
    for mark, following in pairwise([*lines, _end(text)]):
        marks.append(mark)
        if following.rank <= mark.rank:
            marks += chain_marks(text, mark.end, following.start)
    return marks


def _end(text: str) -> Mark:
    """A mark of the outermost rank behind the last one."""
    return Mark(len(text), len(text), 0, "")


def _is_prose_section(unit: Unit, text: str) -> bool:
    """A section such as 一、总体要求, where others are divided: a heading on a line of its own and paragraphs below."""
    heading, _, body = text[unit.mark.end : unit.end].strip().partition("\n")
    return not unit.above and not any(end in heading for end in "。；！？") and (bool(body.strip()) or not heading)


def _places(units: Sequence[Unit]) -> list[str]:
    """The labels from the outermost unit in; a place that occurs again says the how-manieth it is."""
    seen: Counter[str] = Counter()
    places = []
    for unit in units:
        place = "".join(above.mark.label for above in unit.above) + unit.mark.label
        seen[place] += 1
        places.append(place if seen[place] == 1 else f"{place}〔{seen[place]}〕")
    return places


def _passage(unit: Unit, place: str, text: str) -> Passage:
    return Passage(place, _headings(unit.above, text), text[unit.mark.start : unit.end], unit.mark.start, unit.end)


def _row(unit: Unit, place: str, text: str, ordinal: int) -> DraftRow:
    heading = _headings(unit.above, text)
    return DraftRow(
        ordinal=ordinal,
        section=heading[0] if heading else "",
        place=place,
        heading=heading,
        title=short_title(text[unit.mark.end : unit.end]) or place,
        text=text[unit.mark.start : unit.end],
        start=unit.mark.start,
        end=unit.end,
    )


def _headings(above: Sequence[Unit], text: str) -> tuple[str, ...]:
    return tuple(unit.mark.label + short_title(text[unit.mark.end : unit.end]) for unit in above)
