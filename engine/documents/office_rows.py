"""Reading the organisation's workbook: rows with their columns, each cell knowing its place."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from engine.documents.cells import ERRORS, Cell, words
from engine.documents.formats import OLE, require_archive, require_open
from engine.documents.limits import require_small
from engine.documents.office_columns import Kind, OfficeColumn, OfficeSheet
from engine.documents.sheet import Sheet, cell_name
from engine.documents.workbook import read_sheets
from engine.domain.errors import Invalid, Problem

HEADING_ROWS_SEARCHED = 20
MOST_ROWS = 5_000
LONGEST_HEADING = 60
UNKEPT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")  # what no database keeps


@dataclass(frozen=True)
class OfficeRow:
    """One row; a column that the sheet does not have says nothing, an empty cell says nothing is there."""

    file: str
    sheet: OfficeSheet
    tab: str
    number: int
    columns: Mapping[str, int]
    cells: Sequence[Cell]

    @property
    def line(self) -> int:
        return self.number + 1

    def has(self, name: str) -> bool:
        """Does the sheet have this column?"""
        return name in self.columns

    def cell(self, name: str) -> Cell:
        column = self.columns.get(name)
        return "" if column is None or column >= len(self.cells) else self.cells[column]

    def words(self, name: str) -> str:
        return " ".join(UNKEPT.sub("", words(self.cell(name))).split())

    def problem(self, code: str, name: str | None = None, **parameters: object) -> Problem:
        """At the cell, or where there is no such column at the row's first; `field` is 人员!C3."""
        column = self.columns.get(name or "", min(self.columns.values()))
        place = f"{self.tab}!{cell_name(self.number, column)}"
        return Problem(code, parameters, file=self.file, line=self.line, field=place)


def read_office(filename: str, content: bytes, wanted: Sequence[OfficeSheet]) -> dict[Kind, list[OfficeRow]]:
    """The filled rows of the sheets that are wanted, by kind; of one alone whatever its sheet is called.

    Invalid with every problem of the file: what is no workbook, no known sheet, columns that are missing or unknown,
    too many rows, too long cells.
    """
    found, problems = look_into(filename, content, wanted)
    if problems:
        raise Invalid(problems)
    return found


def look_into(
    filename: str, content: bytes, wanted: Sequence[OfficeSheet]
) -> tuple[dict[Kind, list[OfficeRow]], list[Problem]]:
    """The same, with the problems of columns and cells beside the rows that could be read.

    Invalid only for what is no workbook.
    """
    file = PurePath(filename.replace("\\", "/")).name
    reading = _Reading(file, wanted)
    for sheet in _sheets(file, content):
        reading.read(sheet)
    if not reading.found:
        titles = "、".join(one.title for one in wanted)
        reading.problems.append(Problem("sheet.no_sheet", {"titles": titles}, file=file))
    return reading.found, reading.problems


def _sheets(file: str, content: bytes) -> list[Sheet]:
    extension = PurePath(file).suffix.lower()
    if extension not in {".xlsx", ".xls"}:
        raise Invalid([Problem("sheet.unknown_type", {"extension": extension or file}, file=file)])
    require_small(content, file)
    if extension == ".xls" and content.startswith(OLE):
        require_open(content, file)
    else:
        require_archive(content, file, ".xlsx", "xl/workbook.xml")
    return read_sheets(content, file)


class _Reading:
    def __init__(self, file: str, wanted: Sequence[OfficeSheet]) -> None:
        self._file = file
        self._wanted = wanted
        self.found: dict[Kind, list[OfficeRow]] = {}
        self.problems: list[Problem] = []

    def read(self, sheet: Sheet) -> None:
        about = next((one for one in self._wanted if one.title == sheet.name.strip()), None)
        if about is None and len(self._wanted) == 1:
            about = self._wanted[0] if self._header(sheet, self._wanted[0]) is not None else None
        if about is None or about.kind in self.found:
            return
        rows = self.found[about.kind] = []
        header = self._header(sheet, about)
        if header is None:
            names = "、".join(column.heading for column in about.columns if column.needed)
            self.problems.append(
                Problem("sheet.no_headings", {"sheet": sheet.name, "names": names}, file=self._file, field=sheet.name)
            )
            return
        columns = self._columns(sheet, about, header)
        for number in range(header + 1, len(sheet.rows)):
            row = OfficeRow(self._file, about, sheet.name, number, columns, sheet.filled_row(number))
            if any(row.words(name) for name in columns):
                rows.append(row)
                self.problems += [*_failed(row), *_too_long(row)]
        if len(rows) > MOST_ROWS:
            self.problems.append(
                Problem("sheet.too_many_rows", {"limit": MOST_ROWS}, file=self._file, field=sheet.name)
            )

    def _header(self, sheet: Sheet, about: OfficeSheet) -> int | None:
        """The first row in which every column that is needed has its heading."""
        needed = {column.name for column in about.columns if column.needed}
        for number, row in enumerate(sheet.rows[:HEADING_ROWS_SEARCHED]):
            if needed <= {column.name for cell in row if (column := about.find(words(cell)))}:
                return number
        return None

    def _columns(self, sheet: Sheet, about: OfficeSheet, header: int) -> dict[str, int]:
        columns: dict[str, int] = {}
        for number, cell in enumerate(sheet.rows[header]):
            heading, column = words(cell), about.find(words(cell))
            place = f"{sheet.name}!{cell_name(header, number)}"
            if column is not None and column.name not in columns:
                columns[column.name] = number
            elif heading:
                self.problems.append(self._unread(about, column, heading, header, place))
        return columns

    def _unread(
        self, about: OfficeSheet, column: OfficeColumn | None, heading: str, header: int, place: str
    ) -> Problem:
        names = "、".join(one.heading for one in about.columns)
        code = "sheet.column_twice" if column else "sheet.column_unknown"
        parameters = {"heading": heading[:LONGEST_HEADING], "names": names}
        return Problem(code, parameters, file=self._file, line=header + 1, field=place)


def _failed(row: OfficeRow) -> list[Problem]:
    """Cells that hold the error of a formula."""
    failed = [name for name in row.columns if row.words(name) in ERRORS]
    return [row.problem("documents.cell_error", name, value=row.words(name)) for name in failed]


def _too_long(row: OfficeRow) -> list[Problem]:
    return [
        row.problem("sheet.too_long", one.name, length=one.longest)
        for one in row.sheet.columns
        if len(row.words(one.name)) > one.longest
    ]
