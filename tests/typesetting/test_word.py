"""Official documents in Word: whole packages that say what the PDF says, on the page of GB/T 9704-2012."""

import zipfile
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.shared import Mm

from engine.documents.word import read_word
from engine.typesetting import Grid, Paper, Paragraph, pages_of, render, render_word
from tests.support.office import MONDAY
from tests.support.pdf import sheets
from tests.typesetting.test_rendering import FORM, HOSTILE, NOTICE, OFFICE

TABLE = Grid(("单位", "任务"), (("综合处", "3"), ("秘书一处", "2")), (2, 1))
BULLETIN = Paper(
    office=OFFICE,
    title="2026年1月督办情况",
    date="2026年2月2日",
    head="督办月报",
    issue="第1期",
    paragraphs=(Paragraph("总体情况", 1), TABLE, Paragraph("以上情况，请阅知。")),
    copies="各单位",
)
KINDS = {"notice": NOTICE, "form": FORM, "bulletin": BULLETIN}
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def written(paper: Paper) -> bytes:
    return render_word(pages_of(paper), MONDAY)


def opened(paper: Paper) -> Any:
    return docx.Document(BytesIO(written(paper)))


def characters(text: str) -> list[str]:
    return sorted("".join(text.split()))


@pytest.mark.parametrize("kind", KINDS)
def test_word_says_what_the_pdf_says_to_the_character(kind: str) -> None:
    pdf = "".join(
        "".join(line.text for line in part)
        for sheet in sheets(render(pages_of(KINDS[kind]), MONDAY, None))
        for part in sheet.lines
        if "—" not in {one.text for one in part}
    )
    assert characters(read_word(written(KINDS[kind]), "a.docx")) == characters(pdf)


@pytest.mark.parametrize("kind", KINDS)
def test_every_part_of_the_package_is_well_formed_named_and_found(kind: str) -> None:
    with zipfile.ZipFile(BytesIO(written(KINDS[kind]))) as package:
        names = set(package.namelist())
        trees = {name: parse_xml(package.read(name)) for name in names}
    types = {one.get("PartName", "")[1:] for one in trees["[Content_Types].xml"] if one.get("PartName")}
    assert types == {name for name in names if not name.endswith(".rels")} - {"[Content_Types].xml"}
    targets = {f"word/{one.get('Target')}" for one in trees["word/_rels/document.xml.rels"]}
    assert targets <= names
    assert {one.get("Target") for one in trees["_rels/.rels"]} <= names


@pytest.mark.parametrize("kind", KINDS)
def test_page_and_margins_are_those_of_the_standard(kind: str) -> None:
    section = opened(KINDS[kind]).sections[0]
    measures = (section.page_width, section.page_height, section.top_margin, section.bottom_margin)
    sides = (section.left_margin, section.right_margin)
    for found, wanted in zip((*measures, *sides), (210, 297, 37, 35, 28, 26), strict=True):
        assert found == pytest.approx(Mm(wanted), abs=Mm(1) / 20)
    assert section.footer.paragraphs[0].text.startswith("— ")
    assert section.even_page_footer.paragraphs[0].text.startswith("— ")
    assert opened(KINDS[kind]).settings.odd_and_even_pages_header_footer


def face(run: Any) -> tuple[str, float | None]:
    fonts = run._element.rPr.find(f"{W}rFonts") if run._element.rPr is not None else None
    return fonts.get(f"{W}eastAsia") if fonts is not None else "", run.font.size.pt if run.font.size else None


def test_the_faces_are_named_and_the_head_is_red() -> None:
    runs = {run.text: run for paragraph in opened(NOTICE).paragraphs for run in paragraph.runs}
    assert face(runs[OFFICE]) in {("方正小标宋简体", 42.0), ("", None)}  # the head; then the signature
    head = opened(NOTICE).paragraphs[1].runs[0]
    assert (head.text, face(head), str(head.font.color.rgb)) == (OFFICE, ("方正小标宋简体", 42.0), "E60012")
    assert face(runs["关于开展专项检查的督办通知"]) == ("方正小标宋简体", 22.0)
    assert face(runs["一、督办事由"]) == ("黑体", None)
    assert face(runs["（二）限期整改"]) == ("楷体_GB2312", None)
    styles = parse_xml(zipfile.ZipFile(BytesIO(written(NOTICE))).read("word/styles.xml"))
    assert next(styles.iter(f"{W}rFonts")).get(f"{W}eastAsia") == "仿宋_GB2312"


def test_room_for_the_seal_stays_with_the_last_sentence() -> None:
    *_, sentence, one, two, three, office, date, _ = opened(replace(NOTICE, attachments=())).paragraphs
    assert (sentence.text, office.text, date.text) == ("特此通知。", OFFICE, "2026年1月5日")
    assert [one.text, two.text, three.text] == ["", "", ""]
    assert all(line.paragraph_format.keep_with_next for line in (sentence, one, two, three, office))


def test_the_imprint_is_at_the_foot_of_the_last_page() -> None:
    table = opened(NOTICE).tables[-1]
    assert [cell.text for row in table.rows for cell in row.cells] == [
        "抄送：钱博同志，秘书一处。",
        f"{OFFICE}\t2026年1月5日印发",
    ]
    place = table._tbl.tblPr.find(f"{W}tblpPr")
    assert (place.get(f"{W}vertAnchor"), place.get(f"{W}tblpYSpec")) == ("margin", "bottom")


def test_what_people_wrote_comes_out_as_text() -> None:
    hostile = f"{HOSTILE} ]]> <w:t>&amp;</w:t>"
    paper = replace(NOTICE, title=hostile, to=hostile, paragraphs=(Paragraph(hostile), Paragraph(hostile, 1)))
    assert read_word(written(paper), "a.docx").count(hostile) == 4


def test_the_same_gives_the_same_bytes() -> None:
    assert written(NOTICE) == written(NOTICE)
    assert written(NOTICE) != render_word(pages_of(NOTICE), MONDAY + timedelta(minutes=1))
