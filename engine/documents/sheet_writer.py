"""Tables that leave as workbooks: every text stays a text, whatever it begins with (formula injection)."""

import io
from collections.abc import Iterable, Mapping, Sequence

from engine.documents.cells import Cell

LONGEST = 32_767  # characters of a cell
LAST_ROW = 1_048_575
WIDTH = 18  # characters
OFF = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_workbook(
    sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence[Cell | None]]]],
    offered: Mapping[str, Mapping[int, Sequence[str]]] | None = None,
) -> bytes:
    """An .xlsx of (name, headings, rows): names of at most 31 characters; dates without a zone.

    Texts are marked as such, so that opening a cell and closing it again does not turn `=…` into a formula either.
    `offered` has, by sheet and column from 0, the words that may be chosen there (255 characters together at most).
    """
    from xlsxwriter import Workbook  # noqa: PLC0415 - large, and only exports need it

    file = io.BytesIO()
    with Workbook(file, {"in_memory": True, "default_date_format": "yyyy-mm-dd", **OFF}) as workbook:
        text = workbook.add_format({"num_format": "@", "quote_prefix": True})
        heading = workbook.add_format({"bold": True, "quote_prefix": True})
        for name, headings, rows in sheets:
            sheet = workbook.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(headings) - 1, WIDTH)
            for column, words in (offered or {}).get(name, {}).items():
                sheet.data_validation(1, column, LAST_ROW, column, {"validate": "list", "source": list(words)})
            for column, title in enumerate(headings):
                sheet.write_string(0, column, kept_text(title), heading)
            for number, row in enumerate(rows, 1):
                for column, cell in enumerate(row):
                    if isinstance(cell, str):
                        sheet.write_string(number, column, kept_text(cell), text)
                    elif cell is not None:
                        sheet.write(number, column, cell)
    return file.getvalue()


def kept_text(given: str) -> str:
    """What a workbook can hold: no control characters but the end of a line."""
    kept = given if given.isprintable() else "".join(one for one in given if one.isprintable() or one in "\n\t\u3000")
    return kept if len(kept) <= LONGEST else f"{kept[: LONGEST - 1]}…"
