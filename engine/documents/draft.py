"""What an import proposes: rows to become items, and the passages around them. A person confirms it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Passage:
    """Text that is no item: headings, opening paragraphs, lines above a table. `text` is `Draft.text[start:end]`."""

    place: str
    heading: tuple[str, ...]
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One proposed item. `text` is `Draft.text[start:end]`; the fields after `end` come from ledgers only.

    `place` is unique in the document; `heading` are the headings above it, outermost first, `section` the first of
    them. `others` keeps the ledger's columns that have no meaning here, as (heading, value).
    """

    ordinal: int
    section: str
    place: str
    heading: tuple[str, ...]
    title: str
    text: str
    start: int
    end: int
    lead_unit_name: str | None = None
    co_unit_names: tuple[str, ...] = ()
    handler_name: str | None = None
    due_on: date | None = None
    due_working_days: int | None = None
    cadence: str | None = None
    others: tuple[tuple[str, str], ...] = ()


class SectionCount(NamedTuple):
    """How many rows a section gave."""

    section: str
    rows: int


@dataclass(frozen=True, slots=True)
class Draft:
    """`text` is the decoded document. Of a plan, context and rows together are all of it, each character once."""

    title: str | None
    text: str
    context: tuple[Passage, ...]
    rows: tuple[DraftRow, ...]
    sections: tuple[SectionCount, ...]

    def parts(self) -> list[Passage | DraftRow]:
        """Context and rows together, in the order of the document."""
        parts: list[Passage | DraftRow] = [*self.context, *self.rows]
        return sorted(parts, key=lambda part: part.start)


def count_sections(rows: Iterable[DraftRow]) -> tuple[SectionCount, ...]:
    """Sections in order of their first row."""
    return tuple(SectionCount(section, count) for section, count in Counter(row.section for row in rows).items())
