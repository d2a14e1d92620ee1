"""How large a file may be, before and after unpacking: a small archive can hide gigabytes."""

import io
import re
import zipfile
from collections.abc import Iterator

from engine.documents.archive import FAULTS, has_short_directory
from engine.domain.errors import Invalid, Problem

MEGABYTE = 1024 * 1024
LARGEST_FILE = 10 * MEGABYTE
LARGEST_UNPACKED = 60 * MEGABYTE
MOST_ENTRIES = 2000
MOST_CELLS = 2_000_000
LONGEST_TEXT = 1_000_000
BLOCK = 256 * 1024
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml$", re.IGNORECASE)
POSITION = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{0,3})([0-9]{1,7})["']""")


def require_small(content: bytes, file: str) -> None:
    """Invalid for an empty file and for one above the limit (documents.empty, documents.too_large)."""
    if not content:
        raise Invalid([Problem("documents.empty", file=file)])
    if len(content) > LARGEST_FILE:
        raise Invalid([Problem("documents.too_large", {"limit": LARGEST_FILE // MEGABYTE}, file=file)])


def require_short(text: str, file: str) -> None:
    if len(text) > LONGEST_TEXT:
        raise Invalid([Problem("documents.too_long", {"limit": LONGEST_TEXT // 10_000}, file=file)])


def require_harmless_archive(content: bytes, file: str) -> frozenset[str]:
    """The archive's entries; Invalid when it is damaged or unpacks too large (documents.damaged, .unpacks_too_large).

    Everything is unpacked once, block by block, so that no declared size is believed.
    """
    try:
        if not has_short_directory(io.BytesIO(content)):
            raise _unpacks_too_large(file)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _require_bounded(entries, file)
            for entry in entries:
                _check_entry(archive, entry, file)
            return frozenset(entry.filename for entry in entries)
    except FAULTS as broken:
        raise Invalid([Problem("documents.damaged", file=file)]) from broken


def _require_bounded(entries: list[zipfile.ZipInfo], file: str) -> None:
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
        raise _unpacks_too_large(file)


def _unpacks_too_large(file: str) -> Invalid:
    return Invalid([Problem("documents.unpacks_too_large", {"limit": LARGEST_UNPACKED // MEGABYTE}, file=file)])


def _check_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, file: str) -> None:
    area = _Area(file) if SHEET.search(entry.filename) else None
    for block in _blocks(archive, entry):
        if area:
            area.see(block)


def _blocks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(entry) as stream:
        while block := stream.read(BLOCK):
            yield block


class _Area:
    """The rectangle a sheet's cells span: one far cell would make the reader lay out billions."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._tail = b""
        self._rows = self._columns = 0

    def see(self, block: bytes) -> None:
        text = self._tail + block
        if b"\x00" in text:
            raise Invalid([Problem("documents.damaged", file=self._file)])
        for column, row in POSITION.findall(text):
            self._rows = max(self._rows, int(row))
            self._columns = max(self._columns, _column_number(column))
        if self._rows * max(self._columns, 1) > MOST_CELLS:
            raise Invalid([Problem("documents.too_many_cells", {"limit": MOST_CELLS // 10_000}, file=self._file)])
        self._tail = text[-64:]


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number
