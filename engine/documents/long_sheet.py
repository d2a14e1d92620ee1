"""One long table as a workbook for print: written row by row, so that its length costs time and no memory."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import IO, Any

from engine.documents.cells import Cell
from engine.documents.sheet_writer import LAST_ROW, OFF, kept_text

A3 = 8  # as spreadsheets number papers
HEADING_ROW = 1


@dataclass(frozen=True)
class LongColumn:
    """`width` in characters; `colours` are backgrounds by what a cell says; `offered` the words to choose from."""

    heading: str
    width: int
    colours: Mapping[str, str] = field(default_factory=dict)
    offered: Sequence[str] = ()


def write_long_sheet(
    file: IO[bytes], name: str, title: str, columns: Sequence[LongColumn], rows: Iterable[Sequence[Cell | None]]
) -> None:
    """An .xlsx with its title in the first row and the headings in the second one, which repeat on every page.

    It prints in landscape, one page wide. Texts stay texts, whatever they begin with.
    """
    from xlsxwriter import Workbook  # noqa: PLC0415 - large, and only exports need it

    with Workbook(file, {"constant_memory": True, "default_date_format": "yyyy-mm-dd", **OFF}) as workbook:
        text = workbook.add_format({"num_format": "@", "quote_prefix": True, "text_wrap": True, "valign": "top"})
        heading = workbook.add_format({"bold": True, "quote_prefix": True, "text_wrap": True, "bg_color": "#F2F2F2"})
        sheet = workbook.add_worksheet(name)
        _set_up(workbook, sheet, columns)
        sheet.write_string(0, 0, kept_text(title), heading)
        for number, column in enumerate(columns):
            sheet.write_string(HEADING_ROW, number, column.heading, heading)
        # the writer need not ask each cell again what it is
        write_string, write_number, write_date = sheet.write_string, sheet.write_number, sheet.write_datetime
        last = HEADING_ROW
        for last, row in enumerate(rows, HEADING_ROW + 1):
            for number, cell in enumerate(row):
                if isinstance(cell, str):
                    if cell:
                        write_string(last, number, kept_text(cell), text)
                elif isinstance(cell, date):
                    write_date(last, number, cell)
                elif isinstance(cell, bool):
                    sheet.write_boolean(last, number, cell)
                elif cell is not None:
                    write_number(last, number, cell)
        sheet.autofilter(HEADING_ROW, 0, last, len(columns) - 1)


def _set_up(workbook: Any, sheet: Any, columns: Sequence[LongColumn]) -> None:
    sheet.freeze_panes(HEADING_ROW + 1, 1)
    sheet.set_landscape()
    sheet.set_paper(A3)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, HEADING_ROW)
    sheet.set_footer("&C&P / &N")
    for number, column in enumerate(columns):
        sheet.set_column(number, number, column.width)
        if column.offered:
            choice = {"validate": "list", "source": list(column.offered), "ignore_blank": True}
            sheet.data_validation(HEADING_ROW + 1, number, LAST_ROW, number, choice)
        for said, colour in column.colours.items():
            shown = {"type": "cell", "criteria": "==", "value": f'"{said}"'}
            background = workbook.add_format({"bg_color": colour})
            sheet.conditional_format(HEADING_ROW + 1, number, LAST_ROW, number, {**shown, "format": background})
