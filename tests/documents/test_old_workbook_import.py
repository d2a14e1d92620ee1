"""Old workbooks (.xls): nothing at hand writes one, so the smallest is put together here (BIFF8 in a compound file)."""

import datetime as dt
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import pytest

from engine.documents import import_file
from engine.documents.compound import read_stream
from engine.documents.old_errors import errors_by_sheet
from engine.domain.errors import Invalid

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SMALLEST_STREAM = 4096


@dataclass(frozen=True)
class Failed:
    """An error by its number, as a constant or as what a formula came to."""

    code: int
    by_formula: bool


Value = str | float | Failed


def old_workbook(sheet: str, rows: Sequence[Sequence[Value]], *, is_short: bool = False) -> bytes:
    """`is_short`: the stream lies in pieces of 64 bytes, as that of a small file may."""
    stream = _stream(sheet, rows)
    if is_short:
        return _short(stream)
    stream += bytes(max(SMALLEST_STREAM, -(-len(stream) // SECTOR) * SECTOR) - len(stream))
    sectors = len(stream) // SECTOR
    chain = [FAT, END, *range(3, sectors + 2), END]
    table = struct.pack("<128I", *chain, *[FREE] * (128 - len(chain)))
    entries = _entry("Root Entry", 5, END, 0, 1) + _entry("Workbook", 2, 2, len(stream), FREE)
    return _header() + table + entries.ljust(SECTOR, b"\x00") + stream


def _short(stream: bytes) -> bytes:
    pieces = -(-len(stream) // 64)
    pool = stream.ljust(-(-len(stream) // SECTOR) * SECTOR, b"\x00")
    chain = [FAT, END, END, *range(4, len(pool) // SECTOR + 3), END]
    table = struct.pack("<128I", *chain, *[FREE] * (128 - len(chain)))
    short = struct.pack("<128I", *range(1, pieces), END, *[FREE] * (128 - pieces))
    entries = _entry("Root Entry", 5, 3, len(pool), 1) + _entry("Workbook", 2, 0, len(stream), FREE)
    return _header(short_table=2) + table + entries.ljust(SECTOR, b"\x00") + short + pool


def _stream(sheet: str, rows: Sequence[Sequence[Value]]) -> bytes:
    name = sheet.encode("utf-16-le")
    page = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    for number, row in enumerate(rows):
        page += b"".join(_cell(number, column, value) for column, value in enumerate(row))
    page += _record(0x000A, b"")
    globals_begin = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    offset = len(globals_begin) + 4 + 8 + len(name) + 4
    bound = _record(0x0085, struct.pack("<IBBBB", offset, 0, 0, len(sheet), 1) + name)
    return globals_begin + bound + _record(0x000A, b"") + page


def _cell(row: int, column: int, value: Value) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, Failed) and value.by_formula:
        result = struct.pack("<BBBBHH", 2, 0, value.code, 0, 0, 0xFFFF)
        return _record(0x0006, place + result + struct.pack("<HIHB", 0, 0, 2, 0x1C) + bytes([value.code]))
    if isinstance(value, Failed):
        return _record(0x0205, place + bytes([value.code, 1]))
    if isinstance(value, str):
        return _record(0x0204, place + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
    return _record(0x0203, place + struct.pack("<d", value))


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _entry(name: str, kind: int, first: int, size: int, child: int) -> bytes:
    title = name.encode("utf-16-le").ljust(64, b"\x00")
    head = struct.pack("<HBBIII", len(name) * 2 + 2, kind, 1, FREE, FREE, child)
    return title + head + bytes(36) + struct.pack("<IQ", first, size)


def _header(short_table: int = END) -> bytes:
    begin = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    counts = struct.pack("<IIIIIIIII", 0, 1, 1, 0, SMALLEST_STREAM, short_table, short_table != END, END, 0)
    return begin + counts + struct.pack("<109I", 0, *[FREE] * 108)


ROWS: list[list[Value]] = [["任务名称", "牵头单位", "完成时限"], ["修订制度", "办公室", 46356.0]]


def test_an_old_workbook_is_read_like_a_new_one() -> None:
    (row,) = import_file("台账.xls", old_workbook("台账", ROWS)).rows
    assert (row.place, row.title, row.lead_unit_name, row.due_on) == (
        "台账!2",
        "修订制度",
        "办公室",
        dt.date(2026, 11, 30),
    )


def test_a_workbook_that_exhausts_its_reader_does_not_harm_us() -> None:
    content = old_workbook("台账", ROWS)
    far = content.replace(struct.pack("<HHH", 1, 2, 0), struct.pack("<HHH", 65535, 65535, 0))
    with pytest.raises(Invalid) as refused:
        import_file("台账.xls", far)
    assert [problem.code for problem in refused.value.problems] == ["documents.damaged"]


@pytest.mark.parametrize("is_short", [False, True])
def test_the_errors_of_an_old_workbook_are_named_at_their_places(is_short: bool) -> None:
    rows: list[list[Value]] = [
        ["任务名称", "牵头单位", "完成时限"],
        ["修订制度", Failed(0x2A, by_formula=True), Failed(0x17, by_formula=False)],
        ["清理台账", "办公室", 46356.0],
    ]
    with pytest.raises(Invalid) as refused:
        import_file("台账.xls", old_workbook("台账", rows, is_short=is_short))
    found = [(one.code, one.field, one.parameters["value"]) for one in refused.value.problems]
    assert found == [("documents.cell_error", "台账!B2", "#N/A"), ("documents.cell_error", "台账!C2", "#REF!")]


def test_a_stream_that_names_more_than_the_file_holds_is_damaged() -> None:
    content = old_workbook("台账", ROWS)
    size = struct.pack("<Q", SMALLEST_STREAM)
    with pytest.raises(ValueError):
        read_stream(BytesIO(content.replace(size, struct.pack("<Q", 1 << 30))), ["Workbook"])
    assert errors_by_sheet(content[:1024]) == {}
