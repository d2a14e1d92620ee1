"""Reading a ledger: each row of a sheet with understood headings becomes a draft row.

All visible sheets are read; one without a heading row for tasks is context. Cells merged downwards count for each of
their rows. A row merged across, or with words in its first columns only, is a section heading; total and remark rows
are context. The decoded text is the sheets' cells, parted by tabs and line ends.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from engine.documents.cells import Cell, words
from engine.documents.columns import meaning_of
from engine.documents.draft import Draft, DraftRow, Passage, count_sections
from engine.documents.ledger_row import LedgerRow, read_row
from engine.documents.plan import MOST_ROWS
from engine.documents.sheet import Sheet
from engine.documents.workbook import read_sheets
from engine.domain.errors import Invalid, Problem

HEADING_ROWS_SEARCHED = 20
TASK = frozenset({"title", "text"})
BEFORE_TASK = frozenset({"number", "section", None})
NO_ITEM = re.compile(r"(合\s*计|小\s*计|总\s*计)$|(备注|注|说明|填[表报].{0,4}|制表.{0,2}|审核人?)[：:]")


@dataclass(slots=True)
class _Reading:
    """What has been read so far, with the text it stands in."""

    file: str
    title: str | None = None
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    context: list[Passage] = field(default_factory=list)
    rows: list[DraftRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def write(self, piece: str) -> int:
        """Adds to the text and says where the piece begins."""
        start = self.length
        self.pieces.append(piece)
        self.length += len(piece)
        return start


def read_ledger(content: bytes, file: str) -> Draft:
    """Invalid with every bad cell (`field` is sheet!cell), or when no sheet has headings that name tasks."""
    reading = _Reading(file)
    found = False
    for sheet in read_sheets(content, file):
        header = _header(sheet)
        found = found or header is not None
        _read_sheet(reading, sheet, header)
    if not found:
        reading.problems.append(Problem("documents.no_headings", file=file))
    elif not reading.rows and not reading.problems:
        reading.problems.append(Problem("documents.empty", file=file))
    if reading.problems:
        raise Invalid(reading.problems)
    rows = tuple(reading.rows)
    return Draft(reading.title, "".join(reading.pieces), tuple(reading.context), rows, count_sections(rows))


def _header(sheet: Sheet) -> int | None:
    """The first row with a heading for tasks; of one word alone only where its row holds nothing else."""
    for number, row in enumerate(sheet.rows[:HEADING_ROWS_SEARCHED]):
        headings = [words(cell) for cell in row if words(cell)]
        meanings = {meaning for heading in headings if (meaning := meaning_of(heading))}
        if meanings & TASK and (len(meanings) > 1 or len(headings) == 1):
            return number
    return None


def _read_sheet(reading: _Reading, sheet: Sheet, header: int | None) -> None:
    above = sheet.rows if header is None else sheet.rows[: header + 1]
    _add_context(reading, sheet, 0, above)
    if header is None:
        return
    reading.title = reading.title or _title(above[:-1])
    headings = [words(cell) for cell in sheet.rows[header]]
    section = sheet.name
    for number in range(header + 1, len(sheet.rows)):
        row = sheet.rows[number]
        filled = [words(cell) for cell in row if words(cell)]
        if not filled or (len(filled) == 1 and filled[0].isdigit()):
            reading.write(_line(row))
        elif NO_ITEM.match(filled[0]):
            _add_context(reading, sheet, number, [row])
        elif _is_section(sheet, number, headings):
            section = filled[0]
            _add_context(reading, sheet, number, [row])
        else:
            _add_row(reading, sheet, number, headings, section)


def _title(above: Sequence[Sequence[Cell]]) -> str | None:
    """The first row above the headings, when it is one cell."""
    rows = ([words(cell) for cell in row if words(cell)] for row in above)
    first = next((filled for filled in rows if filled), [])
    return first[0] if len(first) == 1 else None


def _is_section(sheet: Sheet, number: int, headings: Sequence[str]) -> bool:
    filled = [column for column, cell in enumerate(sheet.rows[number]) if words(cell)]
    if len(filled) != 1:
        return False
    return sheet.is_merged_across(number, filled[0]) or meaning_of(headings[filled[0]]) in BEFORE_TASK


def _add_context(reading: _Reading, sheet: Sheet, number: int, rows: Sequence[Sequence[Cell]]) -> None:
    text = "".join(_line(row) for row in rows)
    start = reading.write(text)
    if text.strip():
        reading.context.append(Passage(f"{sheet.name}!{number + 1}", (), text, start, reading.length))


def _add_row(reading: _Reading, sheet: Sheet, number: int, headings: Sequence[str], section: str) -> None:
    if len(reading.rows) >= MOST_ROWS:
        raise Invalid([Problem("documents.too_many_rows", {"limit": MOST_ROWS}, file=reading.file)])
    cells = sheet.filled_row(number)
    line_start = reading.write(_line(cells))
    row = LedgerRow(reading.file, sheet.name, number, headings, cells)
    before = len(reading.problems)
    draft_row = read_row(row, len(reading.rows) + 1, section, line_start, reading.problems)
    if draft_row is not None and len(reading.problems) == before:
        reading.rows.append(draft_row)


def _line(row: Sequence[Cell]) -> str:
    return "\t".join(words(cell) for cell in row) + "\n"
