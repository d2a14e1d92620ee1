"""A workbook that leaves holds texts as texts; nothing else in the product writes one."""

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from engine.documents.sheet_writer import LONGEST, write_workbook

ROOT = Path(__file__).resolve().parents[2]
FORMULAS = [
    "=1+1",
    '=HYPERLINK("http://evil.example","看")',
    "+1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    "{=1+1}",
    '=DDE("cmd";"/C calc";"x")',
    "http://evil.example",
    "0123456789012345678",
]


def _cells(content: bytes) -> list[Any]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    return [row[0] for row in sheet.iter_rows()]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_is_never_a_formula_a_link_or_a_number(text: str) -> None:
    content = write_workbook([("导出", [text], [[text]])])
    for cell in _cells(content):
        assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", text.replace("\r", ""), True)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        written = b"".join(parts.read(name) for name in parts.namelist() if "worksheets" in name)
    assert b"<f>" not in written
    assert b"hyperlink" not in written


def test_numbers_and_dates_are_what_they_are() -> None:
    cells = _cells(write_workbook([("导出", ["甲"], [[3], [dt.date(2026, 1, 5)], [None], [1.5]])]))
    day = cells[2].value
    assert isinstance(day, dt.datetime)
    assert day.date() == dt.date(2026, 1, 5)
    assert [cells[number].value for number in (0, 1, 3, 4)] == ["甲", 3, None, 1.5]


def test_what_no_workbook_can_hold_is_left_out() -> None:
    cells = _cells(write_workbook([("导出", ["甲"], [["一\x00\x1b\u202e二\n三"], ["长" * (LONGEST + 5)]])]))
    assert cells[1].value == "一二\n三"
    assert (len(str(cells[2].value)), str(cells[2].value)[-1]) == (LONGEST, "…")


SHEETS = (("long", "sheet"), ("marked", "sheet"))


def test_nothing_else_writes_workbooks_or_comma_separated_values() -> None:
    """Whatever is exported passes through these, where texts stay texts."""
    writers = ("import xlsxwriter", "from xlsxwriter", "openpyxl", "import csv", "from csv")
    found = {
        str(path.relative_to(ROOT))
        for folder in ("engine", "api", "cli")
        for path in (ROOT / folder).rglob("*.py")
        if any(writer in path.read_text(encoding="utf-8") for writer in writers)
    }
    workbooks = {f"engine/documents/{name}_{kind}.py" for name, kind in (("sheet", "writer"), *SHEETS)}
    assert found == {*workbooks, "engine/queries/record/ballot_package.py"}
    assert all("kept_text(" in (ROOT / name).read_text(encoding="utf-8") for name in workbooks)
