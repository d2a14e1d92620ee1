"""荣誉证书: one page across, whatever is written on it, as a PDF and in Word."""

import zipfile
from dataclasses import replace
from io import BytesIO

import pytest
from docx.oxml import parse_xml

from engine.documents.word import read_word
from engine.typesetting import CERTIFICATE, Paper, Paragraph, pages_of, render, render_word, texts_of
from tests.support.office import MONDAY
from tests.support.pdf import Sheet, sheets

SHORT = Paper(
    office="示范市人民政府办公室",
    title="荣誉证书",
    date="2026年1月23日",
    number="表彰证书〔2026〕1号",
    to="黄静同志",
    paragraphs=(Paragraph("在年度表彰中，授予你“先进个人”称号。"), Paragraph("特发此证，以资鼓励。")),
    layout=CERTIFICATE,
)
LONG = replace(
    SHORT,
    office="示范市人民政府办公室机关党委党的建设工作领导小组办公室",
    to="综合协调处" * 24,
    paragraphs=(
        Paragraph("在" + "专项行动" * 50 + "中，授予你单位“" + "先进集体" * 30 + "”称号。"),
        SHORT.paragraphs[1],
    ),
)
PAPERS = {"short": SHORT, "long": LONG}


def printed(paper: Paper) -> Sheet:
    (sheet,) = sheets(render(pages_of(paper), MONDAY, None))
    return sheet


@pytest.mark.parametrize("name", PAPERS)
def test_a_certificate_is_one_page_across_and_nothing_leaves_its_frame(name: str) -> None:
    sheet = printed(PAPERS[name])
    assert (sheet.width, sheet.height) == pytest.approx((297, 210), abs=0.1)
    assert min(one.left for one in sheet.characters) > 16
    assert max(one.right for one in sheet.characters) < 297 - 16
    assert max(one.base for one in sheet.characters) < 210 - 16
    foot = min(line[0].base for line in sheet.lines if "2026年1月23日" in "".join(one.text for one in line))
    end = max(one.base for one in sheet.line("特发此证"))
    assert end < foot - 8  # the text ends above office and date


def test_it_has_no_head_and_no_page_number_and_room_for_the_seal() -> None:
    sheet = printed(SHORT)
    assert "—" not in sheet.text
    number, date = sheet.line("表彰证书"), sheet.line("2026年1月23日")
    assert number[0].left < 60
    assert date[-1].right > 200
    assert date[0].base - sheet.line("特发此证")[0].base > 42  # of the seal


@pytest.mark.parametrize("name", PAPERS)
def test_word_says_the_same_on_a_page_across(name: str) -> None:
    written = render_word(pages_of(PAPERS[name]), MONDAY)
    with zipfile.ZipFile(BytesIO(written)) as package:
        body = parse_xml(package.read("word/document.xml"))
    size = body.find(".//{*}pgSz")
    assert [value for key, value in size.attrib.items() if key.endswith("orient")] == ["landscape"]
    said = "".join(read_word(written, "a.docx").split())
    assert sorted(said) == sorted("".join(printed(PAPERS[name]).text.split()))


def test_its_words_can_be_put_right_and_its_number_not() -> None:
    texts = texts_of(pages_of(SHORT))
    assert "黄静同志" in texts
    assert SHORT.number not in texts
