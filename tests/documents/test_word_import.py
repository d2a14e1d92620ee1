"""Word documents, made here with python-docx."""

import io
import zipfile
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from engine.documents import Draft, import_file
from engine.documents.word import read_word
from engine.domain.errors import Invalid

LEVELS = """<w:abstractNum {ns} w:abstractNumId="90">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="3"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
<w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="·"/></w:lvl>
<w:lvl w:ilvl="4"><w:start w:val="1"/><w:numFmt w:val="decimalEnclosedCircleChinese"/><w:lvlText w:val="%5"/></w:lvl>
</w:abstractNum>"""
LIST = '<w:num {ns} w:numId="{number}"><w:abstractNumId w:val="90"/>{more}</w:num>'
RESTART = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'


def saved(document: Any) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def with_lists() -> Any:
    """A document that knows list 91, and list 92 which starts it anew."""
    document = docx.Document()
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(LEVELS.format(ns=nsdecls("w"))))
    numbering.append(parse_xml(LIST.format(ns=nsdecls("w"), number=91, more="")))
    numbering.append(parse_xml(LIST.format(ns=nsdecls("w"), number=92, more=RESTART)))
    return document


def number(paragraph: Any, depth: int, list_id: int = 91) -> None:
    properties = paragraph._p.get_or_add_pPr()
    mark = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>'
    properties.append(parse_xml(mark))


def test_typed_numbers_are_cut_like_text() -> None:
    document = docx.Document()
    for line in ("工作方案", "一、主要任务", "（一）抓学习。一是学。二是用。", "（二）抓作风。"):
        document.add_paragraph(line)
    draft = import_file("方案.docx", saved(document))
    assert draft.title == "工作方案"
    assert [row.place for row in draft.rows] == ["一、（一）一是", "一、（一）二是", "一、（二）"]
    assert "".join(part.text for part in draft.parts()) == draft.text


def test_numbers_that_word_draws_are_counted_like_word() -> None:
    document = with_lists()
    for words, depth in [
        ("总则", 0),
        ("甲", 1),
        ("乙", 1),
        ("丙", 2),
        ("3.5亿", 2),
        ("点", 3),
        ("圈", 4),
        ("任务", 0),
        ("丁", 1),
    ]:
        number(document.add_paragraph(words), depth)
    number(document.add_paragraph("另起"), 0, 92)
    number(document.add_paragraph("不编号"), 0, 0)
    document.add_paragraph("正文")
    assert read_word(saved(document), "方案.docx").split("\n") == [
        "一、总则",
        "（一）甲",
        "（二）乙",
        "3. 丙",
        "4. 3.5亿",
        "点",
        "①圈",
        "二、任务",
        "（一）丁",
        "一、另起",
        "不编号",
        "正文",
    ]


def test_a_number_may_come_from_the_style() -> None:
    document = with_lists()
    style = document.styles["Heading 1"]
    style.element.get_or_add_pPr().append(parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="91"/></w:numPr>'))
    document.add_paragraph("总则", style="Heading 1")
    assert read_word(saved(document), "方案.docx") == "一、总则"


def test_tables_breaks_and_inserted_changes_are_read_and_deleted_ones_are_not() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("一、看")
    paragraph.add_run().add_break()
    run = "<w:r><w:t>{}</w:t></w:r>"
    paragraph._p.append(parse_xml(f"<w:ins {nsdecls('w')}>{run.format('新增')}</w:ins>"))
    paragraph._p.append(parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>删去</w:delText></w:r></w:del>"))
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "单位"
    table.cell(0, 1).text = "一处\n二处"
    assert read_word(saved(document), "方案.docx") == "一、看\n新增\n单位\t一处 二处"


def broken(entries: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return stream.getvalue()


def code_of(filename: str, content: bytes) -> str:
    with pytest.raises(Invalid) as refused:
        import_file(filename, content)
    (problem,) = refused.value.problems
    assert problem.file == filename
    assert problem.message("zh")
    assert problem.message("en")
    return problem.code


MAIN = "word/document.xml"
OLE = bytes.fromhex("D0CF11E0A1B11AE1")


@pytest.mark.parametrize(
    ("filename", "content", "code"),
    [
        ("空.txt", b"", "documents.empty"),
        ("空.txt", " \n　".encode(), "documents.empty"),
        ("大.txt", b"x" * (10 * 1024 * 1024 + 1), "documents.too_large"),
        ("长.txt", b"x" * 1_000_001, "documents.too_long"),
        ("图.txt", b"\x89PNG\r\n\x1a\n", "documents.wrong_content"),
        ("码.txt", b"\xff\x00\x01\x02", "documents.undecodable"),
        ("码.txt", "一、甲\x00".encode(), "documents.undecodable"),
        ("旧.doc", OLE, "documents.legacy_word"),
        ("旧.docx", OLE + b"old", "documents.legacy_word"),
        ("密.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "documents.encrypted"),
        ("密.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "documents.encrypted"),
        ("册.pdf", b"%PDF-1.7", "documents.unknown_type"),
        ("无后缀", b"x", "documents.unknown_type"),
        ("册.docx", b"%PDF-1.7", "documents.wrong_content"),
        ("字.docx", "一、甲".encode(), "documents.unknown_content"),
        ("表.docx", broken({"xl/workbook.xml": b""}), "documents.wrong_content"),
        ("坏.docx", b"PK\x03\x04 cut off", "documents.damaged"),
        ("坏.docx", broken({MAIN: b"<not xml"}), "documents.damaged"),
        ("弹.docx", broken({MAIN: bytes(61 * 1024 * 1024)}), "documents.unpacks_too_large"),
        ("弹.docx", broken({f"{number}": b"" for number in range(2001)}), "documents.unpacks_too_large"),
        ("表.xls", "任务".encode(), "documents.unknown_content"),
        ("表.xls", OLE + b"damaged", "documents.damaged"),
        ("表.xlsx", broken({"xl/workbook.xml": b"<x/>"}), "documents.damaged"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(filename: str, content: bytes, code: str) -> None:
    assert code_of(filename, content) == code


def test_an_archive_that_lies_about_its_size_is_damaged() -> None:
    honest = broken({MAIN: bytes(1024 * 1024)})
    lying = honest.replace((1024 * 1024).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert code_of("弹.docx", lying) == "documents.damaged"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_texts_in_the_usual_encodings_are_read(encoding: str) -> None:
    draft = import_file("C:\\文件\\方案.TXT", "一、抓学习\n".encode(encoding))
    assert isinstance(draft, Draft)
    assert draft.text == "一、抓学习\n"
