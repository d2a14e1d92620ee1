"""Reads a workbook in a process of its own: bytes on standard input, JSON on standard output.

A crafted workbook makes the reading library ask for tens of gigabytes, which ends the whole process (measured with
mutated .xls files). Here that process is one that may end: it has limits of its own and does nothing else. It is run
as a file, so that it starts without the rest of the product.
"""

import datetime as dt
import io
import json
import resource
import sys
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

MEMORY = 1536 * 1024 * 1024
SECONDS = 30


def main() -> None:
    """Writes {"sheets": [{name, rows, merged}]}, or {"fault": "encrypted" or "damaged" or "too_many_cells"}."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    most_cells = int(sys.argv[1])
    json.dump(_answer(sys.stdin.buffer.read(), most_cells), sys.stdout)


def _answer(content: bytes, most_cells: int) -> dict[str, Any]:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            return _sheets(workbook, most_cells)
    except PasswordError:
        return {"fault": "encrypted"}
    except (CalamineError, OSError, ValueError):
        return {"fault": "damaged"}


def _sheets(workbook: CalamineWorkbook, most_cells: int) -> dict[str, Any]:
    """The visible sheets, each from cell A1."""
    sheets = []
    for about in workbook.sheets_metadata:
        if about.visible != SheetVisibleEnum.Visible:
            continue
        sheet = workbook.get_sheet_by_name(about.name)
        most_cells -= sheet.total_height * sheet.total_width
        if most_cells < 0:
            return {"fault": "too_many_cells"}
        rows = [[_plain(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
        sheets.append({"name": about.name, "rows": rows, "merged": sheet.merged_cell_ranges or []})
    return {"sheets": sheets}


def _plain(cell: object) -> object:
    """Dates become ["date", their ISO form]; times of day and durations their words."""
    if isinstance(cell, dt.datetime | dt.date):
        return ["date", cell.isoformat()]
    return cell if isinstance(cell, str | int | float) else str(cell)


if __name__ == "__main__":
    main()
