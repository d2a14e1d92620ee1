"""What may be attached is said by its content; every file in an archive is looked at, within bounds."""

import io
import stat
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.documents import archive, kinds
from engine.documents.kinds import require_kind
from engine.domain import messages
from engine.domain.errors import Invalid
from tests.support.files import COMPOUND, JPEG, PDF, PNG, PROGRAM, TEXT, compound, open_xml, zipped


def kind_of(content: bytes, name: str) -> str:
    return require_kind(io.BytesIO(content), name).code


def refusal(content: bytes, name: str) -> str:
    with pytest.raises(Invalid) as raised:
        kind_of(content, name)
    (problem,) = raised.value.problems
    assert problem.message("zh")
    return problem.code.removeprefix("attachments.")


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.pdf", PDF, "pdf"),
        ("a.PDF", PDF, "pdf"),
        ("a.ofd", zipped({"OFD.xml": b"<ofd/>"}), "ofd"),
        ("a.docx", open_xml("word/document.xml"), "word"),
        ("a.wps", open_xml("word/document.xml"), "word"),
        ("a.xlsx", open_xml("xl/workbook.xml"), "sheet"),
        ("a.pptx", open_xml("ppt/presentation.xml"), "slides"),
        ("a.doc", compound("WordDocument"), "old_word"),
        ("a.wps", compound("WordDocument"), "old_word"),
        ("a.xls", compound("Workbook"), "old_sheet"),
        ("a.et", compound("Book"), "old_sheet"),
        ("a.ppt", compound("PowerPoint Document"), "old_slides"),
        ("a.png", PNG, "png"),
        ("a.jpeg", JPEG, "jpeg"),
        ("a.txt", TEXT, "text"),
        ("a.txt", "办结".encode("gb18030"), "text"),
        ("a.txt", "办结".encode("utf-16"), "text"),
        ("a.zip", zipped({"材料/报告.pdf": PDF, "材料/说明.txt": TEXT, "材料/Thumbs.db": PROGRAM}), "zip"),
        ("a.zip", zipped({"b.zip": zipped({"c.pdf": PDF})}), "zip"),
        ("a.zip", zipped({"b.docx": open_xml("word/document.xml")}), "zip"),
    ],
)
def test_what_offices_send_each_other_is_known_by_its_content(name: str, content: bytes, kind: str) -> None:
    assert kind_of(content, name) == kind


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.pdf", b"", "empty"),
        ("a.pdf", PROGRAM, "unknown"),
        ("a.txt", b"text\x00", "unknown"),
        ("a.txt", b"\x1b[31mred", "unknown"),
        ("a.pdf", TEXT, "wrong_name"),
        ("a.html", b"<script>alert(1)</script>", "wrong_name"),
        ("a.svg", b"<svg onload='alert(1)'/>", "wrong_name"),
        ("a.exe", PDF, "wrong_name"),
        ("pdf", PDF, "wrong_name"),
        ("a.docx", open_xml("xl/workbook.xml"), "wrong_name"),
        ("a.docx", zipped({"a.txt": TEXT}), "wrong_name"),
        ("a.docx", open_xml("word/document.xml", **{"word/vbaProject.bin": b"x"}), "macros"),
        ("a.doc", compound("WordDocument", "Macros"), "macros"),
        ("a.docx", compound("EncryptedPackage"), "encrypted"),
        ("a.msi", compound("SummaryInformation"), "unknown"),
        ("a.doc", COMPOUND + bytes(100), "damaged"),
        ("a.zip", b"PK\x03\x04" + bytes(60), "damaged"),
        ("a.zip", zipped({"报告.pdf": PDF})[:-10], "damaged"),
        ("a.zip", zipped({"run.exe": PROGRAM}), "unknown"),
        ("a.zip", zipped({"报告.pdf": PROGRAM}), "unknown"),
        ("a.zip", zipped({"b.zip": zipped({"run.exe": PROGRAM})}), "unknown"),
        ("a.zip", zipped({"b.zip": zipped({"c.zip": zipped({"d.pdf": PDF})})}), "archive_nested"),
        ("a.zip", zipped({"../run.pdf": PDF}), "archive_name"),
        ("a.zip", zipped({"/etc/x.pdf": PDF}), "archive_name"),
        ("a.zip", zipped({"..\\x.pdf": PDF}), "archive_name"),
        ("a.zip", zipped({"C:x.pdf": PDF}), "archive_name"),
    ],
)
def test_everything_else_is_refused_with_its_reason(name: str, content: bytes, code: str) -> None:
    assert refusal(content, name) == code


def test_an_archive_locked_by_a_password_is_refused() -> None:
    content = bytearray(zipped({"a.pdf": PDF}))
    directory = content.rindex(b"PK\x01\x02")
    struct.pack_into("<H", content, directory + 8, 1)
    assert refusal(bytes(content), "a.zip") == "encrypted"


def test_a_link_in_an_archive_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        link = zipfile.ZipInfo("a.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        made.writestr(link, "/etc/passwd")
    assert refusal(file.getvalue(), "a.zip") == "archive_name"


def test_a_name_in_the_encoding_of_chinese_windows_is_read() -> None:
    content = zipped({"xxxx.exe": PROGRAM}).replace(b"xxxx", "报告".encode("gbk"))
    with pytest.raises(Invalid) as raised:
        kind_of(content, "a.zip")
    assert raised.value.problems[0].parameters["name"] == "报告.exe"


def test_an_archive_with_too_many_files_is_refused_before_it_is_unpacked() -> None:
    content = zipped({f"{number}.txt": b"x" for number in range(archive.MOST_ENTRIES + 1)}, zipfile.ZIP_STORED)
    assert refusal(content, "a.zip") == "archive_entries"


def test_files_of_nested_archives_count_together() -> None:
    inner = zipped({f"{number}.txt": b"x" for number in range(archive.MOST_ENTRIES - 5)}, zipfile.ZIP_STORED)
    assert refusal(zipped({"a.zip": inner, "b.zip": inner}), "c.zip") == "archive_entries"


def test_a_directory_that_would_fill_the_memory_is_not_read() -> None:
    content = bytearray(zipped({"a.pdf": PDF}))
    end = content.rindex(b"PK\x05\x06")
    struct.pack_into("<I", content, end + 12, archive.LARGEST_DIRECTORY + 1)
    assert refusal(bytes(content), "a.zip") == "archive_entries"
    content = bytearray(zipped({"a.pdf": PDF}))
    end = content.rindex(b"PK\x05\x06")
    assert refusal(bytes(content[:end] + b"PK\x06\x07" + bytes(16) + content[end:]), "a.zip") == "archive_entries"


def test_a_bomb_is_refused_by_its_ratio() -> None:
    bomb = zipped({"a.txt": b"0" * (archive.SUSPICIOUS_FROM + 1)})
    assert len(bomb) < 64 * 1024
    assert refusal(bomb, "a.zip") == "archive_ratio"
    assert refusal(open_xml("word/document.xml", **{"word/x.xml": b"0" * (archive.SUSPICIOUS_FROM + 1)}), "a.docx") == (
        "archive_ratio"
    )


def test_a_bomb_that_lies_about_its_size_is_counted_while_it_unpacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "LARGEST_UNPACKED", 100_000)
    monkeypatch.setattr(archive.Budget.__init__, "__defaults__", (archive.MOST_ENTRIES, 100_000))
    parts = {f"{number}.txt": b"0" * 30_000 for number in range(4)}
    assert refusal(zipped(parts), "a.zip") == "archive_unpacked"
    assert refusal(zipped({"b.zip": zipped(parts)}), "a.zip") == "archive_unpacked"
    assert kind_of(zipped({"0.txt": b"0" * 30_000}), "a.zip") == "zip"


def test_a_directory_of_a_compound_file_that_runs_in_a_circle_ends() -> None:
    content = bytearray(compound("WordDocument"))
    struct.pack_into("<I", content, 512 + 4, 1)  # the sector after the directory's only one is itself
    assert refusal(bytes(content), "a.doc") == "damaged"


@given(st.binary(max_size=400))
def test_no_content_is_answered_with_a_fault_of_ours(content: bytes) -> None:
    for beginning in (b"", b"PK\x03\x04", compound("WordDocument")[:600], zipped({"a.pdf": PDF})[:40]):
        try:
            require_kind(io.BytesIO(beginning + content), "a.txt")
        except Invalid as refused:
            assert refused.problems[0].message("zh")


@given(st.integers(0, 1535), st.integers(0, 255))
def test_a_compound_file_with_a_wrong_byte_is_known_or_refused(position: int, value: int) -> None:
    content = bytearray(compound("WordDocument"))
    content[position] = value
    try:
        require_kind(io.BytesIO(bytes(content)), "a.doc")
    except Invalid as refused:
        assert refused.problems


def test_every_kind_has_a_name_and_extensions() -> None:
    for language in messages.LANGUAGES:
        for code in kinds.KINDS:
            assert messages.text(f"words.attachment_{code}", language)
