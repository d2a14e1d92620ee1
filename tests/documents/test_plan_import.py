"""Cutting plans by their numbering. The texts are our own; the real plan is tested where it lies at hand."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.documents import Draft, import_file
from engine.documents.plan import cut
from engine.domain.errors import Invalid

REAL_PLAN = Path(__file__).resolve().parents[3] / "shared" / "input" / "plan.txt"

PLAN = """数字档案室建设工作方案

为把档案管好用好，制定本方案。

一、总体目标

用一年时间建成数字档案室。

二、主要任务

（一）摸清底数

各处室先自查。一是全面清点，在不留死角上下功夫。逐卷登记。二是核对目录；三是补齐缺件。

　　（二）抓紧建设。分两步走：
1.选定场所。要通风、防潮。
2、购置设备
（1）扫描仪。
（2）服务器，按3.5万元控制。
三、有关要求
（一）加强领导。主要负责同志亲自抓。
（二）严守纪律。不得泄密。
"""


def whole(draft: Draft) -> str:
    return "".join(part.text for part in draft.parts())


def places(text: str) -> list[str]:
    return [row.place for row in cut(text).rows]


def test_a_plan_becomes_rows_with_place_heading_and_title() -> None:
    draft = import_file("方案.txt", PLAN.encode())
    assert draft.title == "数字档案室建设工作方案"
    assert [(row.place, row.title) for row in draft.rows] == [
        ("二、（一）一是", "全面清点"),
        ("二、（一）二是", "核对目录"),
        ("二、（一）三是", "补齐缺件"),
        ("二、（二）1.", "选定场所"),
        ("二、（二）2、（1）", "扫描仪"),
        ("二、（二）2、（2）", "服务器，按3.5万元控制"),
        ("三、（一）", "加强领导"),
        ("三、（二）", "严守纪律"),
    ]
    assert draft.rows[4].heading == ("二、主要任务", "（二）抓紧建设", "2、购置设备")
    assert draft.rows[0].section == "二、主要任务"
    assert draft.rows[0].text == "一是全面清点，在不留死角上下功夫。逐卷登记。"
    assert draft.sections == (("二、主要任务", 6), ("三、有关要求", 2))
    assert [row.ordinal for row in draft.rows] == list(range(1, 9))


def test_sections_of_prose_headings_and_openings_are_context() -> None:
    draft = cut(PLAN)
    assert [passage.place for passage in draft.context] == [
        "开头",
        "一、",
        "二、",
        "二、（一）",
        "二、（二）",
        "二、（二）2、",
        "三、",
    ]
    assert draft.context[3].text == "（一）摸清底数\n\n各处室先自查。"
    assert draft.context[3].heading == ("二、主要任务",)


def test_every_character_is_there_once() -> None:
    draft = cut(PLAN)
    assert whole(draft) == PLAN
    assert all(PLAN[part.start : part.end] == part.text for part in draft.parts())


def test_the_real_plan_gives_fifty_measures_and_five_requirements() -> None:
    if not REAL_PLAN.exists():
        pytest.skip("the real plan does not lie beside the repository (../shared/input/plan.txt)")
    content = REAL_PLAN.read_bytes()
    draft = import_file("plan.txt", content)
    themes, measures = "一二三四五", "一二三四五六七八九十"
    expected = [f"二、（{theme}）{measure}是" for theme in themes for measure in measures]
    assert [row.place for row in draft.rows] == [*expected, *(f"三、（{theme}）" for theme in themes)]
    assert [count.rows for count in draft.sections] == [50, 5]
    assert whole(draft) == draft.text == content.decode()
    assert draft.rows[0].title == "坚持和加强党的领导"
    assert draft.rows[50].title == "统一思想认识，迅速全面推开"
    assert all(row.text.startswith(row.place[-2:] if row.ordinal <= 50 else row.place[2:]) for row in draft.rows)
    assert all(len(row.title) <= 60 and len({r.place for r in draft.rows}) == 55 for row in draft.rows)


def test_flat_sections_are_rows_themselves() -> None:
    assert places("一、抓学习\n每周一次。\n二、抓作风\n每月一查。\n") == ["一、", "二、"]


def test_a_chain_is_enough_where_no_line_is_numbered() -> None:
    draft = cut("重点做好以下工作：一要抓紧；二要抓实。")
    assert [(row.place, row.text) for row in draft.rows] == [("一要", "一要抓紧；"), ("二要", "二要抓实。")]
    assert draft.context[0].text == "重点做好以下工作："


@pytest.mark.parametrize(
    "words",
    [
        "会上强调“一是要快。二是要准。”大家认真落实。",
        "一是要快，大家认真落实。",
        "这是统一是非标准。二是没有的事。",
        "存在短板，一是缺人，二是缺钱，要尽快补上。",
        "做法如下。二是改进。三是提高。",
        "做法（一是改进。二是提高。）要推广。",
        "一是改进。三是提高。",
        "一是改进。二要提高。",
        '他说"一是快。二是准。"大家照办。',
    ],
)
def test_what_is_no_chain_does_not_cut(words: str) -> None:
    assert places(f"（一）第一项。{words}\n（二）第二项。好。\n") == ["（一）", "（二）"]


def test_a_stray_first_within_a_chain_does_not_disturb_it() -> None:
    words = "一是抓学习。这样做，一是为了统一认识。二是抓落实，存在两难，一是缺人；二是缺钱。三是抓作风。"
    assert [row.text for row in cut(words).rows] == [
        "一是抓学习。这样做，一是为了统一认识。",
        "二是抓落实，存在两难，一是缺人；二是缺钱。",
        "三是抓作风。",
    ]


def test_marks_after_quotations_and_on_new_lines_belong_to_the_chain() -> None:
    assert places("要“放得开。”一是放权。\n　　二是“管得住。”三是服务。") == ["一是", "二是", "三是"]


def test_two_chains_in_one_unit_have_places_of_their_own() -> None:
    found = places("（一）总。一是甲。二是乙。\n另外：一是丙。二是丁。\n")
    assert found == ["（一）一是", "（一）二是", "（一）一是〔2〕", "（一）二是〔2〕"]


def test_numbers_that_are_no_numbering_do_not_cut() -> None:
    assert places("（一）甲。\n2026.11.23 开会。\n3.5亿元到位。\n12、13日检查。\n（2026）1号文。\n") == ["（一）"]


def test_half_and_full_width_marks_and_circles_are_understood() -> None:
    assert places("(一)甲\n１．乙\n1)丙\n①丁\n②戊\n") == ["(一)１．1)①", "(一)１．1)②"]


def test_numbering_that_repeats_still_has_unique_places() -> None:
    assert places("一、甲\n一、乙\n三、丙\n") == ["一、", "一、〔2〕", "三、"]


def test_titles_are_short_and_from_the_text() -> None:
    draft = cut(
        "1.按照“先试点。后推广。”的思路推进。然后总结。\n"
        "2." + "完善制度，" * 20 + "\n"
        "3." + "长" * 100 + "\n"
        "4.\n"
        "5.落实《办法（试行）》：明确分工\n"
    )
    titles = [row.title for row in draft.rows]
    assert titles[0] == "按照“先试点。后推广。”的思路推进"
    assert titles[1].startswith("完善制度，完善制度")
    assert titles[2] == "长" * 59 + "…"
    assert titles[3:] == ["4.", "落实《办法（试行）》：明确分工"]
    assert max(map(len, titles)) <= 60


def test_what_stands_above_the_title_is_no_title() -> None:
    assert cut("特急\n某府办〔2026〕12号\n关于抓好落实的通知\n一、甲\n二、乙\n").title == "关于抓好落实的通知"
    assert cut("为抓好落实，制定本方案。\n一、甲\n").title is None


def test_without_numbering_the_problem_names_what_is_understood() -> None:
    with pytest.raises(Invalid) as refused:
        import_file("方案.txt", "没有任何序数。".encode())
    (problem,) = refused.value.problems
    assert problem.code == "documents.no_numbering"
    assert "一是" in problem.message()


def test_too_many_rows_are_refused() -> None:
    with pytest.raises(Invalid) as refused:
        cut("1.\n" * 300_000)
    assert refused.value.problems[0].code == "documents.too_many_rows"


MARKS = ["一、", "二、", "（一）", "（二）", "1.", "2、", "（1）", "①", "一是", "二是", "三是", "一要", "二要"]
SIGNS = ["。", "；", "，", "：", "“", "”", "（", "）", '"', "\n", "\r\n", "\n　　", "\u2028", " "]
PIECES = st.sampled_from([*MARKS, *SIGNS, "抓", "落实", "上下功夫", "，在"])


@given(st.lists(PIECES, max_size=60).map("".join))
def test_no_generated_document_loses_a_character_or_repeats_a_place(text: str) -> None:
    try:
        draft = cut(text)
    except Invalid as refused:
        assert refused.problems[0].code == "documents.no_numbering"
        return
    assert whole(draft) == text
    parts = draft.parts()
    assert [part.start for part in parts] == [0, *(part.end for part in parts[:-1])]
    assert len({part.place for part in parts}) == len(parts)
    assert draft.rows
    assert sum(count.rows for count in draft.sections) == len(draft.rows)
    assert all(row.title and len(row.title) <= 60 for row in draft.rows)
