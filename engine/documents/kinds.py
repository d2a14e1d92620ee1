"""What a file that somebody attaches is: said by its content, never by its name or by what the sender claims."""

import codecs
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO

from engine.documents.archive import BLOCK, Budget, name_of, opened, unpacked
from engine.documents.compound import MAGIC as COMPOUND
from engine.documents.compound import stream_names
from engine.domain.errors import Invalid, Problem
from engine.domain.file_names import extension_of

DEEPEST = 2  # an archive within an archive, and no further
TEXT_ENCODINGS = ("utf-8-sig", "gb18030")
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
TEXT_CONTROLS = frozenset("\t\n\r\f")
LEFT_BY_SYSTEMS = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
MACROS = frozenset({"_VBA_PROJECT", "VBA", "Macros", "_VBA_PROJECT_CUR"})


@dataclass(frozen=True, slots=True)
class Kind:
    """`code` names it in the catalogue `attachments`; `extensions` are those its name may end with."""

    code: str
    media_type: str
    extensions: tuple[str, ...]


OPEN_XML = "application/vnd.openxmlformats-officedocument"
PDF = Kind("pdf", "application/pdf", (".pdf",))
OFD = Kind("ofd", "application/ofd", (".ofd",))
WORD = Kind("word", f"{OPEN_XML}.wordprocessingml.document", (".docx", ".wps"))
SHEET = Kind("sheet", f"{OPEN_XML}.spreadsheetml.sheet", (".xlsx", ".et"))
SLIDES = Kind("slides", f"{OPEN_XML}.presentationml.presentation", (".pptx", ".dps"))
OLD_WORD = Kind("old_word", "application/msword", (".doc", ".wps"))
OLD_SHEET = Kind("old_sheet", "application/vnd.ms-excel", (".xls", ".et"))
OLD_SLIDES = Kind("old_slides", "application/vnd.ms-powerpoint", (".ppt", ".dps"))
PNG = Kind("png", "image/png", (".png",))
JPEG = Kind("jpeg", "image/jpeg", (".jpg", ".jpeg"))
TEXT = Kind("text", "text/plain", (".txt",))
ZIP = Kind("zip", "application/zip", (".zip",))
KINDS = {
    kind.code: kind for kind in (PDF, OFD, WORD, SHEET, SLIDES, OLD_WORD, OLD_SHEET, OLD_SLIDES, PNG, JPEG, TEXT, ZIP)
}
ACCEPTED = tuple(dict.fromkeys(extension for kind in KINDS.values() for extension in kind.extensions))
BEGINNINGS = ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG))
MAIN_PARTS = {"word/document.xml": WORD, "xl/workbook.xml": SHEET, "ppt/presentation.xml": SLIDES}
STREAMS = {"WordDocument": OLD_WORD, "Workbook": OLD_SHEET, "Book": OLD_SHEET, "PowerPoint Document": OLD_SLIDES}


def require_kind(file: IO[bytes], name: str) -> Kind:
    """The kind of an open file under its cleaned name.

    Invalid where it is none that may be attached, is damaged, locked by a password, has macros, does not fit its name,
    or is an archive that unpacks beyond the bounds or has something in it that might not be attached by itself.
    """
    return _fitting(file, name, Budget(), 0)


def _fitting(file: IO[bytes], name: str, budget: Budget, depth: int) -> Kind:
    kind = _kind(file, name, budget, depth)
    if extension_of(name) not in kind.extensions:
        facts = {"name": name, "kind": kind.code, "extensions": "、".join(kind.extensions)}
        raise Invalid([Problem("attachments.wrong_name", facts, field="name")])
    return kind


def _kind(file: IO[bytes], name: str, budget: Budget, depth: int) -> Kind:
    file.seek(0)
    beginning = file.read(len(COMPOUND))
    for magic, kind in BEGINNINGS:
        if beginning.startswith(magic):
            return kind
    if beginning.startswith(b"PK\x03\x04"):
        return _zipped(file, name, budget, depth)
    if beginning.startswith(COMPOUND):
        return _compound(file, name)
    if beginning and _is_text(file):
        return TEXT
    raise Invalid([Problem("attachments.unknown" if beginning else "attachments.empty", {"name": name}, field="name")])


def _zipped(file: IO[bytes], name: str, budget: Budget, depth: int) -> Kind:
    with opened(file, name, budget) as archive:
        names = {entry.filename for entry in archive.infolist()}
        found = [kind for part, kind in MAIN_PARTS.items() if part in names and "[Content_Types].xml" in names]
        kind = OFD if "OFD.xml" in names else found[0] if found else ZIP
        if kind is ZIP and depth == DEEPEST:
            raise Invalid([Problem("attachments.archive_nested", {"limit": DEEPEST}, field="name")])
        if any(PurePosixPath(one).name.lower() == "vbaproject.bin" for one in names):
            raise Invalid([Problem("attachments.macros", {"name": name}, field="name")])
        for entry in archive.infolist():
            _look_into(archive, entry, budget, depth, each=kind is ZIP)
    return kind


def _look_into(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: Budget, depth: int, *, each: bool) -> None:
    """Unpacked once, whatever it is; in an ordinary archive, each file is one that might be attached by itself."""
    name = name_of(entry)
    with unpacked(archive, entry, budget) as content:
        if each and not entry.is_dir() and name not in LEFT_BY_SYSTEMS:
            _fitting(content, name, budget, depth + 1)


def _compound(file: IO[bytes], name: str) -> Kind:
    try:
        streams = stream_names(file)
    except ValueError as broken:
        raise Invalid([Problem("attachments.damaged", {"name": name}, field="name")]) from broken
    if "EncryptedPackage" in streams:
        raise Invalid([Problem("attachments.encrypted", field="name")])
    if streams & MACROS:
        raise Invalid([Problem("attachments.macros", {"name": name}, field="name")])
    for stream, kind in STREAMS.items():
        if stream in streams:
            return kind
    raise Invalid([Problem("attachments.unknown", {"name": name}, field="name")])


def _is_text(file: IO[bytes]) -> bool:
    file.seek(0)
    encodings = ("utf-16",) if file.read(2) in UTF_16 else TEXT_ENCODINGS
    return any(_decodes(file, encoding) for encoding in encodings)


def _decodes(file: IO[bytes], encoding: str) -> bool:
    """In this encoding to its end, and without control characters, which no text has."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while block := file.read(BLOCK):
            if not all(map(_is_written, set(decoder.decode(block)))):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _is_written(character: str) -> bool:
    return character in TEXT_CONTROLS or unicodedata.category(character) not in ("Cc", "Cn", "Cs")
