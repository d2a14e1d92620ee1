"""Reading a plan or a ledger into a draft, by what the file is called and what it really is."""

from collections.abc import Callable
from pathlib import PurePath

from engine.documents.decoding import decode
from engine.documents.draft import Draft
from engine.documents.ledger import read_ledger
from engine.documents.limits import require_harmless_archive, require_short, require_small
from engine.documents.plan import cut
from engine.domain.errors import Invalid, Problem

OLE = bytes.fromhex("D0CF11E0A1B11AE1")
ZIP = b"PK"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
FORMATS = {
    b"%PDF": "PDF",
    b"{\\rtf": "RTF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"PK": "docx/xlsx/zip",
    OLE: "Office 97–2003",
}


def import_file(filename: str, content: bytes) -> Draft:
    """The draft of a .txt, .docx, .xlsx or .xls file.

    Raises Invalid with every problem found; `file` is the file's name, `field` the cell of a ledger as sheet!cell.
    """
    file = PurePath(filename.replace("\\", "/")).name
    extension = PurePath(file).suffix.lower()
    read = READERS.get(extension)
    if read is None:
        code = "documents.legacy_word" if extension in {".doc", ".wps"} else "documents.unknown_type"
        raise Invalid([Problem(code, {"extension": extension or file}, file=file)])
    require_small(content, file)
    return read(content, file)


def _text(content: bytes, file: str) -> Draft:
    if _format(content):
        raise _is_other(content, file, ".txt")
    return _cut(decode(content, file), file)


def _word(content: bytes, file: str) -> Draft:
    from engine.documents.word import read_word  # noqa: PLC0415 - python-docx is large, and only Word files need it

    _require_archive(content, file, ".docx", "word/document.xml")
    return _cut(read_word(content, file), file)


def _workbook(content: bytes, file: str) -> Draft:
    _require_archive(content, file, ".xlsx", "xl/workbook.xml")
    return read_ledger(content, file)


def _old_workbook(content: bytes, file: str) -> Draft:
    if not content.startswith(OLE):
        raise _is_other(content, file, ".xls")
    _require_open(content, file)
    return read_ledger(content, file)


def _cut(text: str, file: str) -> Draft:
    if not text.strip():
        raise Invalid([Problem("documents.empty", file=file)])
    require_short(text, file)
    return cut(text, file)


def _require_archive(content: bytes, file: str, extension: str, main_part: str) -> None:
    _require_open(content, file)
    if content.startswith(OLE) and extension == ".docx":
        raise Invalid([Problem("documents.legacy_word", {"extension": ".doc"}, file=file)])
    if not content.startswith(ZIP) or main_part not in require_harmless_archive(content, file):
        raise _is_other(content, file, extension)


def _require_open(content: bytes, file: str) -> None:
    if content.startswith(OLE) and ENCRYPTED in content:
        raise Invalid([Problem("documents.encrypted", file=file)])


def _format(content: bytes) -> str | None:
    return next((name for beginning, name in FORMATS.items() if content.startswith(beginning)), None)


def _is_other(content: bytes, file: str, extension: str) -> Invalid:
    found = _format(content)
    code = "documents.wrong_content" if found else "documents.unknown_content"
    return Invalid([Problem(code, {"extension": extension, "found": found}, file=file)])


READERS: dict[str, Callable[[bytes, str], Draft]] = {
    ".txt": _text,
    ".docx": _word,
    ".xlsx": _workbook,
    ".xls": _old_workbook,
}
