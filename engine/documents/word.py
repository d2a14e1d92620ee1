"""The text of a Word document, in reading order, with the numbers Word draws itself.

Read: paragraphs, tables (a row a line, cells parted by tabs) and inserted changes. Not read: the generated table of
contents, headers and footers, footnotes, text boxes and deleted changes.
"""

import io
from collections.abc import Iterator
from typing import Any

import docx
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn

from engine.documents.word_numbers import WordNumbers
from engine.domain.errors import Invalid, Problem

PARAGRAPH, TABLE, ROW, CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
BLOCK, BLOCK_CONTENT, GENERATED = qn("w:sdt"), qn("w:sdtContent"), qn("w:docPartObj")
ELSEWHERE = frozenset({qn("w:txbxContent"), qn("w:pPr"), qn("w:rPr"), qn("w:del")})
TEXT = qn("w:t")
DRAWN = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
Element = Any  # an lxml element: python-docx hands them out, lxml itself belongs to engine.bpmn


def read_word(content: bytes, file: str) -> str:
    """One paragraph a line. Invalid (documents.damaged) when it cannot be read."""
    try:
        document = docx.Document(io.BytesIO(content))
        numbers = WordNumbers(document)
        return "\n".join(_lines(document.element.body, numbers))
    except (OpcError, KeyError, ValueError, TypeError, AttributeError, SyntaxError) as broken:
        raise Invalid([Problem("documents.damaged", file=file)]) from broken


def _lines(container: Element, numbers: WordNumbers) -> Iterator[str]:
    for element in container.iterchildren():
        if element.tag == PARAGRAPH:
            yield _paragraph(element, numbers)
        elif element.tag == TABLE:
            yield from (_row(row, numbers) for row in element.iterchildren(ROW))
        elif element.tag == BLOCK and next(element.iter(GENERATED), None) is None:
            for content in element.iterchildren(BLOCK_CONTENT):
                yield from _lines(content, numbers)


def _row(row: Element, numbers: WordNumbers) -> str:
    return "\t".join(" ".join(_lines(cell, numbers)).replace("\n", " ") for cell in row.iter(CELL))


def _paragraph(paragraph: Element, numbers: WordNumbers) -> str:
    return numbers.next_label(paragraph) + "".join(_words(paragraph))


def _words(element: Element) -> Iterator[str]:
    for child in element.iterchildren():
        if child.tag == TEXT:
            yield child.text or ""
        elif child.tag in DRAWN:
            yield DRAWN[child.tag]
        elif child.tag not in ELSEWHERE:
            yield from _words(child)
