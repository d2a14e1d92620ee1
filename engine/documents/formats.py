"""What a file really is, whatever its name says."""

from engine.documents.limits import require_harmless_archive
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


def require_archive(content: bytes, file: str, extension: str, main_part: str) -> None:
    require_open(content, file)
    if content.startswith(OLE) and extension == ".docx":
        raise Invalid([Problem("documents.legacy_word", {"extension": ".doc"}, file=file)])
    if not content.startswith(ZIP) or main_part not in require_harmless_archive(content, file):
        raise is_other(content, file, extension)


def require_open(content: bytes, file: str) -> None:
    if content.startswith(OLE) and ENCRYPTED in content:
        raise Invalid([Problem("documents.encrypted", file=file)])


def format_of(content: bytes) -> str | None:
    return next((name for beginning, name in FORMATS.items() if content.startswith(beginning)), None)


def is_other(content: bytes, file: str, extension: str) -> Invalid:
    found = format_of(content)
    code = "documents.wrong_content" if found else "documents.unknown_content"
    return Invalid([Problem(code, {"extension": extension, "found": found}, file=file)])
