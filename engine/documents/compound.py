"""The directory of a compound file (OLE, [MS-CFB]): what .doc, .xls, .ppt and the older WPS files are made of."""

import struct
from collections.abc import Iterator
from typing import IO

MAGIC = bytes.fromhex("D0CF11E0A1B11AE1")
HEADER = 512
LAST_SECTOR = 0xFFFFFFFA  # numbers from here on are marks, not sectors
MOST_DIRECTORY_SECTORS = 2048
ENTRY = 128
IN_HEADER = 109  # sectors of the allocation table that the header itself names


class _Sectors:
    def __init__(self, file: IO[bytes], size: int) -> None:
        self._file = file
        self.size = size
        self.numbers = struct.Struct(f"<{size // 4}I")

    def read(self, number: int) -> bytes:
        self._file.seek((number + 1) * self.size)
        content = self._file.read(self.size)
        if len(content) != self.size:
            raise ValueError("a sector outside of the file")
        return content


def stream_names(file: IO[bytes]) -> frozenset[str]:
    """The names of all its streams and storages; ValueError where it is damaged."""
    file.seek(0)
    header = file.read(HEADER)
    if len(header) < HEADER or not header.startswith(MAGIC):
        raise ValueError("no compound file")
    (shift,) = struct.unpack_from("<H", header, 30)
    if shift not in (9, 12):
        raise ValueError("an unknown size of sectors")
    sectors = _Sectors(file, 1 << shift)
    table = _table(sectors, header)
    (number,) = struct.unpack_from("<I", header, 48)
    names: set[str] = set()
    for sector in _chain(sectors, table, number):
        names.update(_names(sector))
    return frozenset(names)


def _table(sectors: _Sectors, header: bytes) -> list[int]:
    """The sectors that hold the allocation table, in order."""
    first, count = struct.unpack_from("<II", header, 68)
    found = [one for one in struct.unpack_from(f"<{IN_HEADER}I", header, 76) if one < LAST_SECTOR]
    for _ in range(min(count, MOST_DIRECTORY_SECTORS)):
        if first >= LAST_SECTOR:
            break
        *more, first = sectors.numbers.unpack(sectors.read(first))
        found += [one for one in more if one < LAST_SECTOR]
    return found


def _chain(sectors: _Sectors, table: list[int], number: int) -> Iterator[bytes]:
    per_sector = sectors.size // 4
    for _ in range(MOST_DIRECTORY_SECTORS):
        if number >= LAST_SECTOR:
            return
        yield sectors.read(number)
        if number // per_sector >= len(table):
            raise ValueError("a sector without an entry in the table")
        number = sectors.numbers.unpack(sectors.read(table[number // per_sector]))[number % per_sector]
    raise ValueError("a directory without an end")


def _names(sector: bytes) -> Iterator[str]:
    for start in range(0, len(sector), ENTRY):
        length, kind = struct.unpack_from("<HB", sector, start + 64)
        if kind and 2 <= length <= 64:
            yield sector[start : start + length - 2].decode("utf-16-le", "replace")
