"""Reads a workbook in a process of its own: bytes on standard input, JSON on standard output.

A crafted workbook makes the reading library ask for tens of gigabytes, which ends the whole process (measured with
mutated .xls files). Here that process is one that may end: it has limits of its own and does nothing else. It is run
as a file, so that it starts without the rest of the product.
"""

import datetime as dt
import io
import json
import posixpath
import re
import resource
import sys
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

MEMORY = 1536 * 1024 * 1024
SECONDS = 30


def main() -> None:
    """Writes {"sheets": [{name, place, rows, merged}]}, or {"fault": "encrypted" or "damaged" or "too_many_cells"}."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    most_cells = int(sys.argv[1])
    json.dump(_answer(sys.stdin.buffer.read(), most_cells), sys.stdout)


def _answer(content: bytes, most_cells: int) -> dict[str, Any]:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            answer = _sheets(workbook, most_cells)
    except PasswordError:
        return {"fault": "encrypted"}
    except (CalamineError, OSError, ValueError):
        return {"fault": "damaged"}
    _add_errors(content, answer.get("sheets", []))
    return answer


def _sheets(workbook: CalamineWorkbook, most_cells: int) -> dict[str, Any]:
    """The visible sheets, each from cell A1."""
    sheets = []
    for place, about in enumerate(workbook.sheets_metadata):
        if about.visible != SheetVisibleEnum.Visible:
            continue
        sheet = workbook.get_sheet_by_name(about.name)
        most_cells -= sheet.total_height * sheet.total_width
        if most_cells < 0:
            return {"fault": "too_many_cells"}
        rows = [[_plain(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
        merged = sheet.merged_cell_ranges or []
        sheets.append({"name": about.name, "place": place, "rows": rows, "merged": merged})
    return {"sheets": sheets}


def _plain(cell: object) -> object:
    """Dates become ["date", their ISO form]; times of day and durations their words."""
    if isinstance(cell, dt.datetime | dt.date):
        return ["date", cell.isoformat()]
    return cell if isinstance(cell, str | int | float) else str(cell)


MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
HAS_ERRORS = re.compile(rb"""\bt=["']e["']""")
PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def _add_errors(content: bytes, sheets: list[dict[str, Any]]) -> None:
    """Cells that hold the error of a formula, #REF! and the like: the library gives them as empty ones."""
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            parts = _parts(archive)
            for sheet in sheets:
                for row, column, word in _errors(archive.read(parts[sheet["name"]])):
                    cells = sheet["rows"][row] if row < len(sheet["rows"]) else []
                    if column < len(cells):
                        cells[column] = word
    except (BadZipFile, KeyError, ElementTree.ParseError):
        return  # not an .xlsx


def _parts(archive: ZipFile) -> dict[str, str]:
    """Which part of the archive holds the sheet of a name."""
    targets = {one.get("Id"): one.get("Target", "") for one in _read(archive, "xl/_rels/workbook.xml.rels")}
    sheets = _read(archive, "xl/workbook.xml").iter(f"{MAIN}sheet")
    named = {sheet.get("name", ""): targets[sheet.get(RELATION)] for sheet in sheets}
    return {name: posixpath.normpath(posixpath.join("/xl", target))[1:] for name, target in named.items()}


def _read(archive: ZipFile, name: str) -> ElementTree.Element:
    return ElementTree.fromstring(archive.read(name))  # noqa: S314 - see the head of this file


def _errors(part: bytes) -> Iterator[tuple[int, int, str]]:
    """Row and column, from 0, and the word of each."""
    if not HAS_ERRORS.search(part):
        return
    for _, cell in ElementTree.iterparse(io.BytesIO(part)):  # noqa: S314 - see the head of this file
        if cell.tag != f"{MAIN}c":
            continue
        place = PLACE.fullmatch(cell.get("r", ""))
        if cell.get("t") == "e" and place:
            column = 0
            for letter in place[1]:
                column = column * 26 + ord(letter) - ord("A") + 1
            yield int(place[2]) - 1, column - 1, cell.findtext(f"{MAIN}v") or "#VALUE!"
        cell.clear()


if __name__ == "__main__":
    main()
