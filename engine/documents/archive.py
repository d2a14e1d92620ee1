"""A zip file that somebody hands in, opened within bounds: nothing that it says of itself is believed."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import PurePosixPath
from tempfile import SpooledTemporaryFile
from typing import IO

from engine.domain.errors import Invalid, Problem
from engine.domain.file_names import clean_name

MEGABYTE = 1024 * 1024
MOST_ENTRIES = 2000
LARGEST_UNPACKED = 200 * MEGABYTE
LARGEST_DIRECTORY = 4 * MEGABYTE
LARGEST_RATIO = 200
SUSPICIOUS_FROM = 10 * MEGABYTE  # below this much unpacked, the ratio says nothing
IN_MEMORY = MEGABYTE
BLOCK = 256 * 1024
END, END_64 = b"PK\x05\x06", b"PK\x06\x07"
END_SIZE, END_64_SIZE, LONGEST_COMMENT = 22, 20, 0xFFFF
ENCRYPTED, IN_UTF_8 = 0x1, 0x800  # flags of an entry
LINK = 0o120000
FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError)


@dataclass
class Budget:
    """What a file and all files within it may still unpack to, together."""

    entries: int = MOST_ENTRIES
    unpacked: int = LARGEST_UNPACKED

    def take_entries(self, count: int) -> None:
        self.entries -= count
        if self.entries < 0:
            raise Invalid([Problem("attachments.archive_entries", {"limit": MOST_ENTRIES}, field="name")])

    def take(self, size: int) -> None:
        self.unpacked -= size
        if self.unpacked < 0:
            limit = LARGEST_UNPACKED // MEGABYTE
            raise Invalid([Problem("attachments.archive_unpacked", {"limit": limit}, field="name")])


@contextmanager
def opened(file: IO[bytes], name: str, budget: Budget) -> Iterator[zipfile.ZipFile]:
    """The archive with its entries counted and their names looked at; Invalid where it is damaged, now or later on."""
    try:
        if not has_short_directory(file):
            raise Invalid([Problem("attachments.archive_entries", {"limit": MOST_ENTRIES}, field="name")])
        with zipfile.ZipFile(file) as archive:
            budget.take_entries(len(archive.infolist()))
            for entry in archive.infolist():
                _require_plain(entry)
            yield archive
    except FAULTS as broken:
        raise Invalid([Problem("attachments.damaged", {"name": name}, field="name")]) from broken


def has_short_directory(file: IO[bytes]) -> bool:
    """Asked before the library reads all of the directory into memory; ValueError where there is none.

    A file that is small enough to be taken needs no 64-bit directory, which would say other numbers.
    """
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - END_SIZE - END_64_SIZE - LONGEST_COMMENT))
    tail = file.read()
    at = tail.rfind(END)
    if at < 0 or len(tail) < at + END_SIZE:
        raise ValueError("no directory")
    (directory,) = struct.unpack_from("<I", tail, at + 12)
    return directory <= LARGEST_DIRECTORY and END_64 not in tail[max(0, at - END_64_SIZE) : at]


def _require_plain(entry: zipfile.ZipInfo) -> None:
    """No password, no link, no name that leads out of the folder it is unpacked into."""
    if entry.flag_bits & ENCRYPTED:
        raise Invalid([Problem("attachments.encrypted", field="name")])
    path = PurePosixPath(entry.orig_filename.replace("\\", "/"))
    leads_out = path.is_absolute() or ".." in path.parts or ":" in entry.orig_filename or "\0" in entry.orig_filename
    if leads_out or (entry.external_attr >> 16) & 0o170000 == LINK:
        raise Invalid([Problem("attachments.archive_name", {"name": name_of(entry)}, field="name")])


def name_of(entry: zipfile.ZipInfo) -> str:
    """Its name without folders, cleaned; programs of Chinese Windows write names in GB 18030 and do not say so."""
    name = entry.filename
    if not entry.flag_bits & IN_UTF_8:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("gb18030")
    return clean_name(name)


@contextmanager
def unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: Budget) -> Iterator[IO[bytes]]:
    """The content of an entry, counted while it is unpacked."""
    with SpooledTemporaryFile(max_size=IN_MEMORY) as file, archive.open(entry) as stream:
        size = 0
        while block := stream.read(BLOCK):
            size += len(block)
            budget.take(len(block))
            if size > SUSPICIOUS_FROM and size > LARGEST_RATIO * max(entry.compress_size, 1):
                raise Invalid([Problem("attachments.archive_ratio", {"limit": LARGEST_RATIO}, field="name")])
            file.write(block)
        file.seek(0)
        yield file
