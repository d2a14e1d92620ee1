"""Cells of an .xls that hold the error of a formula, #N/A and the like ([MS-XLS]): the library gives them as empty."""

import struct
from collections.abc import Iterator
from io import BytesIO

from engine.documents.compound import MAGIC, read_stream

BEGIN, END, SHEET, FORMULA, CONSTANT = 0x0809, 0x000A, 0x0085, 0x0006, 0x0205
WORDS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
UNKNOWN = "#VALUE!"
WHOLE, FAILED = 0xFFFF, 2  # a result that is no number, and one that is an error
Errors = list[tuple[int, int, str]]


def errors_by_sheet(content: bytes) -> dict[int, Errors]:
    """Row and column, from 0, and the word of each, by the ordinal of the sheet; nothing where it is no .xls."""
    if not content.startswith(MAGIC):
        return {}
    try:
        book = read_stream(BytesIO(content), ("Workbook", "Book"))
        begins = [struct.unpack_from("<I", one)[0] for kind, one in _records(book, 0) if kind == SHEET]
        return {place: list(_errors(book, begin)) for place, begin in enumerate(begins)}
    except (ValueError, struct.error):
        return {}  # damaged: whoever reads the values says so


def _records(book: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """The records of one sheet, or of the book as a whole; what lies in it (charts) is passed over."""
    depth = 0
    while place + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, place)
        depth += (kind == BEGIN) - (kind == END)
        if depth <= 0:
            return
        if depth == 1:
            yield kind, book[place + 4 : place + 4 + length]
        place += 4 + length


def _errors(book: bytes, begin: int) -> Iterator[tuple[int, int, str]]:
    for kind, content in _records(book, begin):
        if kind == FORMULA and len(content) >= 14:
            row, column, _, what, _, code, *_, whole = struct.unpack_from("<HHHBBBBHH", content)
            is_error = whole == WHOLE and what == FAILED
        elif kind == CONSTANT and len(content) >= 8:
            row, column, _, code, is_error = struct.unpack_from("<HHHBB", content)
        else:
            continue
        if is_error:
            yield row, column, WORDS.get(code, UNKNOWN)
