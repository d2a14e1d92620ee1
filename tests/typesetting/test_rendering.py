"""Official documents on the page, measured in the PDF against GB/T 9704-2012."""

from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest

from engine.typesetting import Field, Grid, NoChineseFont, Paper, Paragraph, names, pages_of, render, rendering, says
from tests.support.office import MONDAY
from tests.support.pdf import Character, Sheet, sheets

TEXT_LEFT, TEXT_RIGHT, TEXT_TOP, TEXT_BOTTOM = 28, 184, 37, 262  # of an odd page, in millimetres
POINT = 25.4 / 72
NEAR = 0.6
OFFICE = "示范市人民政府办公室"
NOTICE = Paper(
    office=OFFICE,
    title="关于开展专项检查的督办通知",
    date="2026年1月5日",
    head=OFFICE,
    urgency="特急",
    number="督办〔2026〕1号",
    to="综合处",
    paragraphs=(
        Paragraph("现予督办，有关事项通知如下。"),
        Paragraph("督办事由", 1),
        Paragraph("尚未落实。"),
        Paragraph("有关要求", 1),
        Paragraph("作出书面说明", 2),
        Paragraph("限期整改", 2),
        Paragraph("特此通知。"),
    ),
    attachments=("检查报告.pdf", "问题清单.xlsx"),
    copies="钱博同志，秘书一处",
)
FORM = Paper(
    office=OFFICE,
    title="督办事项交办单",
    date="2026年1月5日",
    rows=((says("任务编号", "督〔2026〕1号-1"), says("紧急程度", "平件")), (says("任务内容", "第一段。\n第二段。"),)),
    seal="交办单位",
)


def printed(paper: Paper, moment: datetime = MONDAY) -> list[Sheet]:
    return sheets(render(pages_of(paper), moment, None))


def letter(times: int) -> Paper:
    """A notice whose text is so many characters long."""
    return replace(NOTICE, paragraphs=(Paragraph("督" * times), Paragraph("特此通知。")))


def middle(line: list[Character]) -> float:
    return (line[0].left + line[-1].right) / 2


def test_the_page_is_a4_and_everything_keeps_within_its_margins() -> None:
    for number, sheet in enumerate(printed(letter(2000)), 1):
        assert (sheet.width, sheet.height) == pytest.approx((210, 297), abs=0.1)
        left = TEXT_LEFT if number % 2 else 26
        body = [one for one in sheet.characters if one.base < TEXT_BOTTOM]
        assert min(one.left for one in body) >= left - NEAR
        assert max(one.right for one in body) <= left + 156 + NEAR
        assert min(one.base for one in body) > TEXT_TOP


def test_a_page_has_22_lines_of_28_characters_in_3hao() -> None:
    sheet = printed(letter(2000))[1]
    lines = [line for line in sheet.lines if line[0].text == "督"]
    assert {len(line) for line in lines} == {28}
    assert len(lines) == 22
    assert {one.size for line in lines for one in line} == {16.0}
    distances = {round(below[0].base - above[0].base, 1) for above, below in pairwise(lines)}
    assert distances <= {10.2, 10.3}


def test_the_red_head_the_number_and_the_line_stand_where_the_standard_has_them() -> None:
    sheet = printed(NOTICE)[0]
    head = sheet.line(OFFICE)
    red = pytest.approx((0.902, 0, 0.071), abs=0.01)
    assert head[0].colour == red
    assert 71 < head[0].base - head[0].size * POINT * 0.88 < 73  # 35 mm below the upper edge of the text
    assert middle(head) == pytest.approx(106, abs=1)
    number = sheet.line("督办〔2026〕1号")
    assert middle(number) == pytest.approx(106, abs=1.5)
    assert number[0].size == 16.0
    line = next(rule for rule in sheet.rules if rule.colour == red)
    assert (line.left, line.right) == pytest.approx((TEXT_LEFT, TEXT_RIGHT), abs=NEAR)
    assert 3.5 < line.at - number[0].base < 5.5
    title = sheet.line("关于开展")
    assert title[0].base - line.at == pytest.approx(3 * 225 / 22, abs=2)  # two lines are left blank
    urgency = sheet.line("特急")
    assert urgency[0].left == pytest.approx(TEXT_LEFT, abs=NEAR)
    assert urgency[0].base < TEXT_TOP + 7


def test_the_title_is_centred_in_2hao_and_the_addressee_at_the_edge() -> None:
    sheet = printed(NOTICE)[0]
    title = sheet.line("关于开展专项检查的督办通知")
    assert {one.size for one in title} == {22.0}
    assert middle(title) == pytest.approx(106, abs=1)
    to = sheet.line("综合处：")
    assert to[0].left == pytest.approx(TEXT_LEFT, abs=NEAR)
    assert to[0].base - title[0].base == pytest.approx(2 * 225 / 22, abs=1.5)  # one line is left blank


def test_a_long_title_is_set_on_lines_of_like_length() -> None:
    sheet = printed(replace(NOTICE, title="关于" + "开展全市安全生产专项检查并建立长效机制" * 2 + "的督办通知"))[0]
    lines = [line for line in sheet.lines if line[0].size == 22.0]
    assert len(lines) == 3
    lengths = [len(line) for line in lines]
    assert max(lengths) - min(lengths) <= 2


def test_headings_are_numbered_in_their_faces_and_text_begins_two_characters_in() -> None:
    text = "\n".join(sheet.text for sheet in printed(NOTICE))
    assert ["一、督办事由" in text, "二、有关要求" in text, "（一）作出书面说明" in text] == [True] * 3
    assert "（二）限期整改" in text
    sheet = next(sheet for sheet in printed(NOTICE) if "一、督办事由" in sheet.text)
    heading, body = sheet.line("一、督办事由"), sheet.line("现予督办，有关事项通知如下。")
    assert heading[0].font != body[0].font
    assert [line[0].left for line in (heading, body)] == pytest.approx([TEXT_LEFT + 2 * 156 / 28] * 2, abs=1)


def test_attachments_office_date_and_imprint_end_the_document_on_one_page() -> None:
    *_, last = printed(letter(700))
    text = last.text
    ends = [
        "特此通知。",
        "附件：1.检查报告.pdf",
        "2.问题清单.xlsx",
        OFFICE,
        "2026年1月5日",
        "抄送：钱博同志，秘书一处。",
    ]
    assert [one for one in ends if one not in text] == []
    attached, office, date = last.line("附件："), last.line(OFFICE), last.line("2026年1月5日")
    assert office[0].base - last.line("2.问题清单")[0].base > 3 * 10  # room for the seal
    assert middle(office) == pytest.approx(middle(date), abs=1)
    right = max(rule.right for rule in last.rules)
    assert right - date[-1].right == pytest.approx(4 * 16 * POINT, abs=1)
    assert attached[0].left == pytest.approx(right - 156 + 2 * 156 / 28, abs=1)
    assert [round(rule.thick, 2) for rule in last.rules] == [0.35, 0.25, 0.35]
    assert last.rules[-1].at == pytest.approx(TEXT_BOTTOM, abs=1)
    assert "2026年1月5日印发" in text


def test_page_numbers_stand_outside_and_seven_millimetres_below_the_text() -> None:
    first, second = printed(letter(1200))[:2]
    odd, even = first.lines[-1], second.lines[-1]
    assert ["".join(one.text for one in line) for line in (odd, even)] == ["—1—", "—2—"]
    assert odd[-1].right == pytest.approx(TEXT_RIGHT - 14 * POINT, abs=1)
    assert even[0].left == pytest.approx(26 + 14 * POINT, abs=1)
    assert {one.size for one in (*odd, *even)} == {14.0}
    assert TEXT_BOTTOM + 7 < odd[0].base < TEXT_BOTTOM + 13


def test_a_form_has_its_fields_in_a_table_and_office_and_date_in_its_last_row() -> None:
    (sheet,) = printed(FORM)
    assert [
        one for one in ("任务编号", "紧急程度", "第一段。", "第二段。", "交办单位", OFFICE) if one not in sheet.text
    ] == []
    assert "抄送" not in sheet.text
    assert "印发" not in sheet.text


def test_a_long_form_goes_on_over_pages_and_no_name_of_a_unit_is_broken() -> None:
    units = [f"第{number}协办处" for number in range(100)]
    rows = ((names("协办单位", units),), (says("任务内容", "要抓紧办理。" * 600),))
    found = printed(replace(FORM, rows=rows))
    assert len(found) > 2
    lines = "\n".join(sheet.text for sheet in found)
    assert [unit for unit in units if unit not in lines] == []


HOSTILE = '#eval("1+1") $x^2$ *粗* _斜_ <b> `码` [块] #import "/etc/passwd": * // 注 \\u{41} @ref = 标题'


def test_what_people_wrote_comes_out_as_text_wherever_it_stands() -> None:
    paper = Paper(
        office=HOSTILE,
        title=HOSTILE,
        date=HOSTILE,
        head=HOSTILE,
        urgency="#急",
        number=HOSTILE,
        to=HOSTILE,
        rows=((Field(HOSTILE, (HOSTILE,)),), (names("单位", [HOSTILE]),)),
        paragraphs=(Paragraph(HOSTILE), Paragraph(HOSTILE, 1), Paragraph(HOSTILE, 2), Paragraph("完。")),
        attachments=(HOSTILE,),
        copies=HOSTILE,
    )
    text = "".join("".join(sheet.text for sheet in printed(paper)).split())
    for part in (
        '#eval("1+1")',
        "$x^2$",
        "*粗*",
        "_斜_",
        "<b>",
        "`码`",
        "[块]",
        '#import"/etc/passwd":*',
        "//注",
        "@ref=标题",
    ):
        assert text.count(part) >= 8, part
    assert "root:" not in text


def test_what_is_not_seen_or_turns_the_reading_direction_is_left_out() -> None:
    pages = pages_of(replace(NOTICE, title="关于\u202e检查\u200b的\x00\n通知\u2028书"))
    assert pages["title"] == "关于检查的 通知 书"


def test_a_word_longer_than_a_line_is_broken_and_stays_on_the_page() -> None:
    paper = replace(NOTICE, paragraphs=(Paragraph("https://example.cn/" + "a" * 200), Paragraph("完。")))
    sheet = printed(paper)[0]
    assert max(one.right for one in sheet.characters) < TEXT_RIGHT + NEAR


@pytest.mark.parametrize("office", ["某办", OFFICE * 4])
def test_short_and_long_names_of_an_office_fit(office: str) -> None:
    for sheet in printed(replace(NOTICE, office=office, head=office)):
        assert all(one.left > 25 and one.right < 185 for one in sheet.characters)


def test_the_same_gives_the_same_bytes() -> None:
    assert render(pages_of(NOTICE), MONDAY, None) == render(pages_of(NOTICE), MONDAY, None)
    assert render(pages_of(NOTICE), MONDAY, None) != render(pages_of(FORM), MONDAY, None)


def test_without_a_chinese_font_nothing_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "FACES", dict.fromkeys(rendering.FACES, ("No Such Font",)))
    rendering._faces.cache_clear()
    try:
        with pytest.raises(NoChineseFont):
            render(pages_of(NOTICE), MONDAY, None)
    finally:
        rendering._faces.cache_clear()


def test_fonts_of_the_named_folder_are_looked_in_as_well(tmp_path: Path) -> None:
    assert render(pages_of(FORM), MONDAY, tmp_path) == render(pages_of(FORM), MONDAY, None)


@pytest.mark.parametrize("rows", range(8, 24))
def test_the_row_of_the_seal_is_never_alone_on_a_page(rows: int) -> None:
    form = replace(FORM, rows=tuple((says(f"第{number}栏", "内容"),) for number in range(rows)))
    *_, last = printed(form)
    assert [f"第{rows - 1}栏" in last.text, OFFICE in last.text] == [True, True]


def test_a_value_beside_another_is_not_stretched_over_its_column() -> None:
    rows = ((says("原定时限", "2026年1月19日 17:30"), says("拟延至", "2026年1月30日 17:30")),)
    (sheet,) = printed(replace(FORM, rows=rows))
    date = [one for one in sheet.line("2026年1月19日") if one.left < 106 and one.text in "2026年1月19日"]
    assert max(right.left - left.right for left, right in pairwise(date)) < 1


@pytest.mark.parametrize("units", [1, 30, 60, 90])
@pytest.mark.parametrize("text", [10, 300, 610])
def test_a_long_imprint_is_never_printed_over_the_text(units: int, text: int) -> None:
    copies = "，".join(f"第{number}协办处室" for number in range(units))
    found = printed(replace(letter(text), copies=copies, attachments=()))
    for sheet in found:
        bases = sorted({round(one.base, 1) for one in sheet.characters})
        assert min((below - above for above, below in pairwise(bases)), default=10) > 4
    assert f"第{units - 1}协办处室。" in "".join(found[-1].text.split())
    assert found[-1].rules[-1].at == pytest.approx(TEXT_BOTTOM, abs=1)


def test_a_table_among_the_text_goes_on_over_pages_with_its_head() -> None:
    rows = tuple((f"第{number}处", "开展专项检查并建立问题清单") for number in range(60))
    found = printed(replace(NOTICE, paragraphs=(Grid(("单位", "任务"), rows, (2, 5)), Paragraph("特此通知。"))))
    assert len(found) > 2
    assert all("单位" in sheet.text for sheet in found if "第" in sheet.text and "专项检查并" in sheet.text)
    assert [row[0] for row in rows if row[0] not in "\n".join(sheet.text for sheet in found)] == []


def test_a_bulletin_has_its_issue_office_and_date_over_the_red_line_and_no_signature() -> None:
    (sheet,) = printed(replace(NOTICE, issue="2026年第1期", attachments=(), to="", paragraphs=(Paragraph("请阅知。"),)))
    line = next(rule for rule in sheet.rules if rule.colour == pytest.approx((0.902, 0, 0.071), abs=0.01))
    ends = [one for one in sheet.lines if 3 < line.at - one[0].base < 6]
    assert "".join(one.text for one in ends[0]) == f"{OFFICE}2026年1月5日"
    assert sheet.line("2026年第1期")[0].base < line.at
    assert sheet.text.count(OFFICE) == 3  # head, line, imprint
