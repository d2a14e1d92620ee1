"""Directory and streams of a compound file (OLE, [MS-CFB]): what .doc, .xls, .ppt and older WPS files are made of."""

import struct
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from os import SEEK_END
from typing import IO

MAGIC = bytes.fromhex("D0CF11E0A1B11AE1")
HEADER = 512
LAST_SECTOR = 0xFFFFFFFA  # numbers from here on are marks, not sectors
MOST_DIRECTORY_SECTORS = 2048
ENTRY = 128
STREAM, ROOT = 2, 5  # kinds of entries
SHORT = 64  # bytes of a piece of a short stream
IN_HEADER = 109  # sectors of the allocation table that the header itself names


class _Sectors:
    def __init__(self, file: IO[bytes], size: int) -> None:
        self._file = file
        self.length = file.seek(0, SEEK_END)
        self.size = size
        self.numbers = struct.Struct(f"<{size // 4}I")

    def read(self, number: int) -> bytes:
        self._file.seek((number + 1) * self.size)
        content = self._file.read(self.size)
        if len(content) != self.size:
            raise ValueError("a sector outside of the file")
        return content


@dataclass(frozen=True)
class _Entry:
    """A stream or storage of the directory: where it begins, and its size in bytes."""

    name: str
    kind: int
    first: int
    size: int


class _Compound:
    def __init__(self, file: IO[bytes]) -> None:
        file.seek(0)
        self._header = file.read(HEADER)
        if len(self._header) < HEADER or not self._header.startswith(MAGIC):
            raise ValueError("no compound file")
        (shift,) = struct.unpack_from("<H", self._header, 30)
        if shift not in (9, 12):
            raise ValueError("an unknown size of sectors")
        self._sectors = _Sectors(file, 1 << shift)
        self._table = _table(self._sectors, self._header)

    def chain(self, number: int, most: int = MOST_DIRECTORY_SECTORS) -> Iterator[bytes]:
        return _chain(self._sectors, self._table, number, most)

    def entries(self) -> Iterator[_Entry]:
        (number,) = struct.unpack_from("<I", self._header, 48)
        for sector in self.chain(number):
            yield from _entries(sector)

    def content(self, entry: _Entry, root: _Entry) -> bytes:
        """Short streams lie in pieces of 64 bytes in that of the root, with a table of their own."""
        (cutoff,) = struct.unpack_from("<I", self._header, 56)
        if entry.size >= cutoff or entry is root:
            return self._whole(entry.first, entry.size)
        first, count = struct.unpack_from("<II", self._header, 60)
        table = struct.unpack(f"<{count * self._sectors.size // 4}I", self._whole(first, count * self._sectors.size))
        short, number, found = self.content(root, root), entry.first, bytearray()
        while number < LAST_SECTOR and len(found) < min(entry.size, len(short)):
            found += short[number * SHORT : (number + 1) * SHORT]
            number = table[number]
        return bytes(found[: entry.size])

    def _whole(self, first: int, size: int) -> bytes:
        if size > self._sectors.length:
            raise ValueError("a stream longer than the file")
        return b"".join(self.chain(first, -(-size // self._sectors.size) + 1))[:size]


def stream_names(file: IO[bytes]) -> frozenset[str]:
    """The names of all its streams and storages; ValueError where it is damaged."""
    return frozenset(entry.name for entry in _Compound(file).entries())


def read_stream(file: IO[bytes], names: Collection[str]) -> bytes:
    """The content of the first stream with one of the names; ValueError where there is none, or it is damaged."""
    compound = _Compound(file)
    entries = list(compound.entries())
    roots, wanted = ([one for one in entries if one.kind == kind] for kind in (ROOT, STREAM))
    found = [one for one in wanted if one.name in names]
    if not roots or not found:
        raise ValueError("no such stream")
    try:
        return compound.content(found[0], roots[0])
    except (IndexError, struct.error) as error:
        raise ValueError("a damaged stream") from error


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


def _chain(sectors: _Sectors, table: list[int], number: int, most: int) -> Iterator[bytes]:
    per_sector = sectors.size // 4
    at, links = -1, tuple[int, ...]()
    for _ in range(most):
        if number >= LAST_SECTOR:
            return
        yield sectors.read(number)
        if number // per_sector >= len(table):
            raise ValueError("a sector without an entry in the table")
        if at != number // per_sector:
            at = number // per_sector
            links = sectors.numbers.unpack(sectors.read(table[at]))
        number = links[number % per_sector]
    raise ValueError("a chain without an end")


def _entries(sector: bytes) -> Iterator[_Entry]:
    for start in range(0, len(sector), ENTRY):
        length, kind = struct.unpack_from("<HB", sector, start + 64)
        if kind and 2 <= length <= 64:
            name = sector[start : start + length - 2].decode("utf-16-le", "replace")
            yield _Entry(name, kind, *struct.unpack_from("<II", sector, start + 116))
