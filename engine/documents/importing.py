"""Reading a plan or a ledger into a draft, by what the file is called and what it really is."""

from collections.abc import Callable
from pathlib import PurePath

from engine.documents.decoding import decode
from engine.documents.draft import Draft
from engine.documents.formats import OLE, format_of, is_other, require_archive, require_open
from engine.documents.ledger import read_ledger
from engine.documents.limits import require_short, require_small
from engine.documents.plan import cut
from engine.documents.sheet import Sheet
from engine.documents.workbook import read_sheets
from engine.domain.errors import Invalid, Problem


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


def read_tables(filename: str, content: bytes) -> list[Sheet]:
    """The sheets of an .xlsx or .xls file; Invalid for anything else."""
    file = PurePath(filename.replace("\\", "/")).name
    extension = PurePath(file).suffix.lower()
    if extension not in {".xlsx", ".xls"}:
        raise Invalid([Problem("documents.unknown_type", {"extension": extension or file}, file=file)])
    require_small(content, file)
    if extension == ".xlsx":
        require_archive(content, file, ".xlsx", "xl/workbook.xml")
    elif not content.startswith(OLE):
        raise is_other(content, file, ".xls")
    require_open(content, file)
    return read_sheets(content, file)


def _text(content: bytes, file: str) -> Draft:
    if format_of(content):
        raise is_other(content, file, ".txt")
    return _cut(decode(content, file), file)


def _word(content: bytes, file: str) -> Draft:
    from engine.documents.word import read_word  # noqa: PLC0415 - python-docx is large, and only Word files need it

    require_archive(content, file, ".docx", "word/document.xml")
    return _cut(read_word(content, file), file)


def _workbook(content: bytes, file: str) -> Draft:
    require_archive(content, file, ".xlsx", "xl/workbook.xml")
    return read_ledger(content, file)


def _old_workbook(content: bytes, file: str) -> Draft:
    if not content.startswith(OLE):
        raise is_other(content, file, ".xls")
    require_open(content, file)
    return read_ledger(content, file)


def _cut(text: str, file: str) -> Draft:
    if not text.strip():
        raise Invalid([Problem("documents.empty", file=file)])
    require_short(text, file)
    return cut(text, file)


READERS: dict[str, Callable[[bytes, str], Draft]] = {
    ".txt": _text,
    ".docx": _word,
    ".xlsx": _workbook,
    ".xls": _old_workbook,
}
