"""What a certificate says, as the body of a .docx: one page, A4 across, framed, without page number."""

from collections.abc import Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape

from engine.typesetting.word_parts import HEAD, TITLE, R, W, fonts, twips

RED = "B8141B"
SIZES = (24, 21, 18, 16, 14, 12)  # of the text, in points
ROOM = 150  # characters of the text that keep within the page in the largest of them
INNER = twips(297 - 2 * 40)
CENTRED, LEFT, RIGHT = "center", "left", "right"
FRAME = "".join(
    f'<w:{side} w:val="thinThickSmallGap" w:sz="24" w:space="24" w:color="{RED}"/>'
    for side in ("top", "left", "bottom", "right")
)
ACROSS = (
    f'<w:sectPr><w:pgSz w:w="{twips(297)}" w:h="{twips(210)}" w:orient="landscape"/>'
    f'<w:pgMar w:top="{twips(34)}" w:right="{twips(40)}" w:bottom="{twips(26)}" w:left="{twips(40)}"'
    f' w:header="0" w:footer="0" w:gutter="0"/><w:pgBorders w:offsetFrom="page">{FRAME}</w:pgBorders></w:sectPr>'
)


def certificate_of(pages: Mapping[str, Any]) -> str:
    """word/document.xml."""
    inside = "".join(_lines(pages))
    return f'{HEAD}<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{inside}{ACROSS}</w:body></w:document>'


def _lines(pages: Mapping[str, Any]) -> Iterator[str]:
    yield _line(pages["title"], 44, CENTRED, face=TITLE, colour=RED, after=500)
    yield _line(f"{pages['to']}：", 26 if len(pages["to"]) <= 20 else 18, LEFT, face=TITLE, after=240)
    texts = [one["text"] for one in pages["paragraphs"]]
    size = _size(sum(map(len, texts)))
    for text in texts:
        yield _line(text, size, "both", indent=f'<w:ind w:firstLineChars="200" w:firstLine="{size * 40}"/>')
    over = len(pages["office"]) * 18 <= INNER / 40  # a long name is set smaller, so that it stays on its line
    yield _line(pages["office"], 18 if over else 12, RIGHT, before=900)
    yield _line(pages["date"], 18, RIGHT)
    yield _line(pages["number"], 14, LEFT, before=240)


def _size(characters: int) -> int:
    """The largest in which so many characters find room: half as large, four times as many."""
    fitting = (size for size in SIZES if characters <= ROOM * (SIZES[0] / size) ** 2)
    return next(fitting, SIZES[-1])


def _line(
    text: str,
    size: int,
    side: str,
    *,
    face: str = "",
    colour: str = "",
    before: int = 0,
    after: int = 0,
    indent: str = "",
) -> str:
    marks = (fonts(face) if face else "") + (f'<w:color w:val="{colour}"/>' if colour else "")
    spacing = f'<w:spacing w:before="{before}" w:after="{after}" w:line="{size * 32}" w:lineRule="exact"/>'
    return (
        f'<w:p><w:pPr>{spacing}{indent}<w:jc w:val="{side}"/></w:pPr><w:r><w:rPr>{marks}<w:sz w:val="{size * 2}"/>'
        f'</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
    )
