"""A workbook handed back with its bad cells marked: coloured, with what is wrong beside them, and all on a list."""

import io
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from engine.documents.cells import Cell, words
from engine.documents.sheet import Sheet, cell_name
from engine.documents.sheet_writer import OFF, kept_text
from engine.domain import messages
from engine.domain.errors import Problem

HEADINGS = ("place", "value", "problem")
RED = "#F8CBCB"


def mark_cells(sheets: Sequence[Sheet], problems: Sequence[Problem]) -> bytes:
    """The sheets' cells as an .xlsx; formats, formulas and hidden sheets of the original are not kept."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - large, and only exports need it

    wrong: dict[str, list[str]] = defaultdict(list)
    for problem in problems:
        wrong[problem.field or ""].append(problem.message())
    file = io.BytesIO()
    with Workbook(file, {"in_memory": True, "default_date_format": "yyyy-mm-dd", **OFF}) as workbook:
        plain = {"quote_prefix": True, "num_format": "@"}
        kinds = {False: ({}, plain), True: ({"bg_color": RED}, {"bg_color": RED, **plain})}
        formats = {
            is_wrong: (
                workbook.add_format({"num_format": "yyyy-mm-dd", **other}),
                workbook.add_format(text),
            )
            for is_wrong, (other, text) in kinds.items()
        }
        for sheet in sheets:
            _copy(workbook.add_worksheet(sheet.name), sheet, wrong, formats)
        _list(workbook.add_worksheet(_free_name(sheets)), sheets, problems)
    return file.getvalue()


def _copy(page: Any, sheet: Sheet, wrong: dict[str, list[str]], formats: dict[bool, tuple[Any, Any]]) -> None:
    for number, row in enumerate(sheet.rows):
        for column, cell in enumerate(row):
            said = wrong.get(f"{sheet.name}!{cell_name(number, column)}")
            _write(page, number, column, cell, formats[said is not None])
            if said:
                page.write_comment(number, column, "\n".join(said), {"x_scale": 2})


def _write(page: Any, number: int, column: int, cell: Cell, formats: tuple[Any, Any]) -> None:
    other, text = formats
    if isinstance(cell, str):
        if cell or other.bg_color:
            page.write_string(number, column, kept_text(cell), text)
    elif isinstance(cell, bool | int | float):
        page.write(number, column, cell, text)
    else:
        page.write_datetime(number, column, cell, other)


def _list(page: Any, sheets: Sequence[Sheet], problems: Sequence[Problem]) -> None:
    cells = {
        f"{sheet.name}!{cell_name(number, column)}": words(cell)
        for sheet in sheets
        for number, row in enumerate(sheet.rows)
        for column, cell in enumerate(row)
    }
    page.set_column(0, 1, 20)
    page.set_column(2, 2, 90)
    for column, name in enumerate(HEADINGS):
        page.write_string(0, column, messages.text(f"ledger_sheet.marked_{name}"))
    for number, problem in enumerate(problems, 1):
        place = problem.field or ""
        for column, text in enumerate((place, cells.get(place, ""), problem.message())):
            page.write_string(number, column, kept_text(text))


def _free_name(sheets: Sequence[Sheet]) -> str:
    name, taken = messages.text("ledger_sheet.marked_sheet"), {sheet.name for sheet in sheets}
    while name in taken:
        name += "1"
    return name
