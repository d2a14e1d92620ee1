"""What an official document says, as the body of a .docx: the same parts in the same order as on the page."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

from engine.typesetting.word_parts import CHARACTER, HEAD, HEI, KAI, LINE, PAGE, TITLE, WIDE, R, W, fonts, twips

RED = "E60012"
LABEL = 1568 + 280  # 5.6 characters of 14 points, and the margins of a cell
VALUE = (WIDE - 2 * LABEL) // 2
DIGITS = "零一二三四五六七八九"
Pages = Mapping[str, Any]


def body_of(pages: Pages) -> str:
    """word/document.xml."""
    inside = "".join((*_head(pages), *_text(pages), *_form(pages), *_closing(pages), *_imprint(pages)))
    return f'{HEAD}<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{inside}{PAGE}</w:body></w:document>'


def _run(text: str, *, face: str = "", size: float = 0, colour: str = "") -> str:
    """A run; without a face or a size as the paragraphs of the document are."""
    marks = [fonts(face)] if face else []
    marks += [f'<w:color w:val="{colour}"/>'] if colour else []
    marks += [f'<w:sz w:val="{round(size * 2)}"/>'] if size else []
    named = f"<w:rPr>{''.join(marks)}</w:rPr>" if marks else ""
    parts = (f'<w:t xml:space="preserve">{escape(one)}</w:t>' for one in text.split("\t"))
    return f"<w:r>{named}{'<w:tab/>'.join(parts)}</w:r>"


def _paragraph(*runs: str, **said: str) -> str:
    """`said` are properties in the order of the schema: keep, border, tabs, spacing, indent, side."""
    order = ("keep", "border", "tabs", "spacing", "indent", "side")
    properties = "".join(said.get(name, "") for name in order)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{''.join(runs)}</w:p>"


def _spacing(before: int = 0, after: int = 0, line: int = 0) -> str:
    exact = f' w:line="{line}" w:lineRule="exact"' if line else ""
    return f'<w:spacing w:before="{before}" w:after="{after}"{exact}/>'


KEEP = "<w:keepNext/><w:keepLines/>"
CENTRED, LEFT, RIGHT = ('<w:jc w:val="center"/>', '<w:jc w:val="left"/>', '<w:jc w:val="right"/>')
INDENTED = f'<w:ind w:firstLineChars="200" w:firstLine="{2 * CHARACTER}"/>'
RED_LINE = f'<w:pBdr><w:bottom w:val="single" w:sz="10" w:space="11" w:color="{RED}"/></w:pBdr>'
ENDS = f'<w:tabs><w:tab w:val="right" w:pos="{WIDE - CHARACTER}"/></w:tabs>'


def _head(pages: Pages) -> Iterator[str]:
    """Urgency, red head, number and red line; then the title."""
    urgency, head, issue = pages["urgency"], pages["head"], pages.get("issue", "")
    if urgency:
        yield _paragraph(_run(urgency, face=HEI), side=LEFT)
    if head:
        size = max(26.0, min(42.0, WIDE / 20 / max(1, len(head))))
        above = twips(35) - (LINE if urgency else 0)
        spacing = f'<w:spacing w:before="{above}" w:after="0" w:line="240" w:lineRule="auto"/>'
        yield _paragraph(_run(head, face=TITLE, size=size, colour=RED), spacing=spacing, side=CENTRED)
    if head and issue:
        yield _paragraph(_run(issue), spacing=_spacing(LINE), side=CENTRED)
        indent, ends = f'<w:ind w:left="{CHARACTER}"/>', _run(f"{pages['office']}\t{pages['date']}")
        yield _paragraph(ends, border=RED_LINE, tabs=ENDS, spacing=_spacing(LINE), indent=indent, side=LEFT)
    elif head:
        yield _paragraph(_run(pages["number"]), border=RED_LINE, spacing=_spacing(2 * LINE), side=CENTRED)
    title = _run(pages["title"], face=TITLE, size=22)
    yield _paragraph(title, spacing=_spacing(2 * LINE if head else LINE, 0, 660), side=CENTRED)
    if not head and pages["number"]:
        yield _paragraph(_run(pages["number"]), side=CENTRED)
    yield _paragraph()


def _text(pages: Pages) -> Iterator[str]:
    if pages["to"]:
        yield _paragraph(_run(f"{pages['to']}："))
    first = second = 0
    signed = not pages.get("issue", "") and not pages["seal"]
    for position, one in enumerate(pages["paragraphs"], 1):
        is_last = position == len(pages["paragraphs"])
        if "heads" in one:
            yield _grid(one)
        elif one["level"] == 1:
            first, second = first + 1, 0
            yield _paragraph(_run(f"{_numeral(first)}、{one['text']}", face=HEI), keep=KEEP, indent=INDENTED)
        elif one["level"] == 2:
            second += 1
            yield _paragraph(_run(f"（{_numeral(second)}）{one['text']}", face=KAI), keep=KEEP, indent=INDENTED)
        else:
            keep = KEEP if is_last and signed else ""
            yield _paragraph(_run(one["text"]), keep=keep, indent=INDENTED)


def _numeral(number: int) -> str:
    """一 to 九十九."""
    tens, ones = divmod(number, 10)
    return (DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + (DIGITS[ones] if ones or not tens else "")


def _closing(pages: Pages) -> Iterator[str]:
    """The list of attachments, room for the seal, office and date: all on one page with the last sentence."""
    names: Sequence[str] = pages["attachments"]
    for index, name in enumerate(names):
        number = f"{index + 1}." if len(names) > 1 else ""
        said = f"附件：{number}{name}" if index == 0 else f"{number}{name}"
        indent = f'<w:ind w:left="{(2 if index == 0 else 5) * CHARACTER}"/>'
        yield _paragraph(_run(said), keep=KEEP, spacing=_spacing(LINE if index == 0 else 0), indent=indent, side=LEFT)
    if pages["seal"] or pages.get("issue", ""):
        return
    yield _paragraph(keep=KEEP) * 3
    office, date = pages["office"], pages["date"]
    beside = max(0.0, 4 - (_wide(office) - _wide(date)) / 2)
    yield _paragraph(_run(office), keep=KEEP, indent=_from_the_right(beside), side=RIGHT)
    yield _paragraph(_run(date), indent=_from_the_right(4), side=RIGHT)


def _wide(text: str) -> float:
    """In characters; Latin letters and digits are half as wide."""
    return sum(1.0 if unicodedata.east_asian_width(one) in "WFA" else 0.5 for one in text)


def _from_the_right(characters: float) -> str:
    return f'<w:ind w:rightChars="{round(characters * 100)}" w:right="{round(characters * CHARACTER)}"/>'


def _table(widths: Sequence[int], rows: Iterable[str], extra: str = "", borders: str = "") -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    columns = "".join(f'<w:gridCol w:w="{one}"/>' for one in widths)
    ruled = borders or "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in sides)
    return (
        f'<w:tbl><w:tblPr>{extra}<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{ruled}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="140" w:type="dxa"/><w:right w:w="140" w:type="dxa"/>'
        f"</w:tblCellMar></w:tblPr><w:tblGrid>{columns}</w:tblGrid>"
        f"{''.join(rows)}</w:tbl>"
    )


def _row(*cells: str, whole: bool = False, again: bool = False) -> str:
    marks = ("<w:cantSplit/>" if whole else "") + ("<w:tblHeader/>" if again else "")
    return f"<w:tr>{f'<w:trPr>{marks}</w:trPr>' if marks else ''}{''.join(cells)}</w:tr>"


def _cell(width: int, *paragraphs: str, spans: int = 1) -> str:
    span = f'<w:gridSpan w:val="{spans}"/>' if spans > 1 else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}<w:vAlign w:val="center"/></w:tcPr>'
        f"{''.join(paragraphs)}</w:tc>"
    )


def _small(text: str, face: str = "", size: float = 14, **said: str) -> str:
    run = _run(text, face=face, size=size) if text else ""
    return _paragraph(run, spacing=_spacing(60, 60, round(size * 30)), **said)


def _form(pages: Pages) -> Iterator[str]:
    """The table of a form; its last row holds office and date, and stays with the row above."""
    if not pages["rows"]:
        return
    rows = [
        _form_row(row, keep=KEEP if pages["seal"] and position == len(pages["rows"]) else "")
        for position, row in enumerate(pages["rows"], 1)
    ]
    if pages["seal"]:
        room = [_small("") for _ in range(3)]
        inside = '<w:ind w:right="560"/>'
        signed = [_small(pages[name], indent=inside, side=RIGHT) for name in ("office", "date")]
        label = _cell(LABEL, _small(pages["seal"], face=HEI, side=CENTRED))
        rows.append(_row(label, _cell(WIDE - LABEL, *room, *signed, spans=3), whole=True))
    yield _table((LABEL, VALUE, LABEL, WIDE - 2 * LABEL - VALUE), rows)


def _form_row(row: Sequence[Mapping[str, Any]], keep: str) -> str:
    alone = len(row) == 1
    cells = []
    for field in row:
        said = ["、".join(field["says"])] if field.get("names") else field["says"]
        cells.append(_cell(LABEL, _small(field["label"], face=HEI, keep=keep, side=CENTRED)))
        lines = [_small(one, keep=keep, side="" if alone else LEFT) for one in said or [""]]
        cells.append(_cell(WIDE - LABEL if alone else VALUE, *lines, spans=3 if alone else 1))
    return _row(*cells)


def _grid(one: Mapping[str, Any]) -> str:
    share = WIDE / sum(one["widths"])
    widths = [round(width * share) for width in one["widths"]]

    def line(texts: Sequence[str], face: str = "", *, again: bool = False) -> str:
        sides = [LEFT if width > 3.5 and not again else CENTRED for width in one["widths"]]
        cells = (
            _cell(width, _small(text, face=face, size=12, side=side))
            for width, side, text in zip(widths, sides, texts, strict=True)
        )
        return _row(*cells, whole=True, again=again)

    return _table(widths, (line(one["heads"], HEI, again=True), *(line(row) for row in one["rows"])))


def _imprint(pages: Pages) -> Iterator[str]:
    """At the foot of the last page, between lines of 0.35 and 0.25 mm; then the paragraph it is anchored at."""
    if pages["head"]:
        end = f'<w:tabs><w:tab w:val="right" w:pos="{WIDE - 560}"/></w:tabs>'
        hanging = '<w:ind w:left="840" w:hanging="840"/>'
        copies = f"抄送：{pages['copies']}。" if pages["copies"] else ""
        rows = [_row(_cell(WIDE, _small(copies, indent=hanging)), whole=True)] if copies else []
        rows.append(
            _row(_cell(WIDE, _small(f"{pages['office']}\t{pages['date']}印发", tabs=end, side=LEFT)), whole=True)
        )
        foot = (
            '<w:tblpPr w:leftFromText="0" w:rightFromText="0" w:vertAnchor="margin" w:horzAnchor="margin"'
            ' w:tblpX="0" w:tblpYSpec="bottom"/>'
        )
        thick, thin = ('w:val="single" w:sz="8" w:space="0"', 'w:val="single" w:sz="6" w:space="0"')
        borders = f"<w:top {thick}/><w:bottom {thick}/><w:insideH {thin}/>"
        yield _table((WIDE,), rows, foot, borders)
    if pages["head"] or pages["rows"]:
        yield _paragraph(spacing=_spacing(0, 0, 20))
