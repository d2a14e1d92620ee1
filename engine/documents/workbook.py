"""The sheets of an Excel workbook, read by a process of its own (see `workbook_reader`)."""

import datetime as dt
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from engine.documents.cells import Cell
from engine.documents.limits import MOST_CELLS
from engine.documents.old_errors import errors_by_sheet
from engine.documents.sheet import Sheet
from engine.domain.errors import Invalid, Problem

READER = Path(__file__).with_name("workbook_reader.py")
LONGEST_READING = 60  # seconds


def read_sheets(content: bytes, file: str) -> list[Sheet]:
    """The visible sheets. Invalid: documents.damaged, .encrypted or .too_many_cells."""
    answer = _ask(content)
    if "sheets" not in answer:
        fault = answer.get("fault", "damaged")
        raise Invalid([Problem(f"documents.{fault}", {"limit": MOST_CELLS // 10_000}, file=file)])
    errors = errors_by_sheet(content)
    for about in answer["sheets"]:
        _put_errors(about["rows"], errors.get(about["place"], []))
    return [Sheet(about["name"], _rows(about["rows"]), _merged(about["merged"])) for about in answer["sheets"]]


def _put_errors(rows: list[list[Any]], errors: Sequence[tuple[int, int, str]]) -> None:
    for row, column, word in errors:
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = word


def _ask(content: bytes) -> dict[str, Any]:
    """What the reader answers; nothing where it did not live to answer."""
    command = [sys.executable, "-I", str(READER), str(MOST_CELLS)]
    try:
        # The command is ours alone; the file reaches it only as bytes on its standard input.
        done = subprocess.run(command, input=content, capture_output=True, timeout=LONGEST_READING, check=True)  # noqa: S603
    except subprocess.SubprocessError:
        return {}
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _rows(rows: Sequence[Sequence[Any]]) -> list[list[Cell]]:
    return [[_cell(cell) for cell in row] for row in rows]


def _cell(cell: Any) -> Cell:
    if isinstance(cell, list):
        moment = dt.datetime.fromisoformat(cell[1])
        return moment if moment.time() != dt.time() else moment.date()
    value: Cell = cell
    return value


def _merged(ranges: Sequence[Any]) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    return [((top, left), (bottom, right)) for (top, left), (bottom, right) in ranges]
