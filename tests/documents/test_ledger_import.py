"""Ledgers, made here with openpyxl."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Sequence

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from engine.calendar import Cadence
from engine.documents import Draft, import_file, ledger_columns
from engine.documents.cells import CADENCES, Limit, read_limit, read_names
from engine.domain.errors import Invalid, Problem

HEADINGS = ("序号", "任务名称", "工作内容", "牵头单位", "协办单位", "完成时限", "反馈频次", "责任人", "备注")
Row = Sequence[object]


def workbook(rows: Sequence[Row], merged: Sequence[str] = (), sheet: str = "台账") -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(list(row))
    for cells in merged:
        page.merge_cells(cells)
    hidden = book.create_sheet("选项")
    hidden.sheet_state = "hidden"
    hidden.append(["任务名称", "牵头单位"])
    hidden.append(["不该导入", ""])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def imported(*rows: Row, merged: Sequence[str] = ()) -> Draft:
    return import_file("台账.xlsx", workbook([HEADINGS, *rows], merged))


def problems_of(*rows: Row) -> tuple[Problem, ...]:
    with pytest.raises(Invalid) as refused:
        import_file("台账.xlsx", workbook(rows))
    return refused.value.problems


def test_a_row_becomes_an_item_with_all_its_columns() -> None:
    due = dt.datetime(2026, 12, 31)  # noqa: DTZ001
    draft = imported(
        (1, "修订制度", "梳理并修订", "办公室、法规处（合规科、备案科）", "人事处，财务处", due, "每月", "张三", "急")
    )
    (row,) = draft.rows
    assert (row.ordinal, row.place, row.section, row.title, row.text) == (1, "台账!2", "台账", "修订制度", "梳理并修订")
    assert (row.lead_unit_name, row.co_unit_names) == ("办公室", ("法规处（合规科、备案科）", "人事处", "财务处"))
    assert (row.due_on, row.due_working_days, row.cadence) == (dt.date(2026, 12, 31), None, "monthly")
    assert (row.handler_name, row.others) == ("张三", (("备注", "急"),))
    assert draft.text[row.start : row.end] == row.text


def test_titles_sections_totals_and_blank_rows_are_told_apart() -> None:
    rows: list[Row] = [
        ("2026年督办台账",),
        ("填报单位：办公室",),
        HEADINGS,
        ("一、重点工作",),
        (1, "甲", "", "办公室"),
        (),
        (2,),
        (3, "审核预算", "", "财务处"),
        ("二、其他工作",),
        (4, "乙", "", "办公室"),
        ("合计", "", "3项"),
        ("备注：以上按季调整",),
    ]
    draft = import_file("台账.xlsx", workbook(rows, ["A1:I1", "A4:I4"]))
    assert draft.title == "2026年督办台账"
    assert [(row.title, row.section) for row in draft.rows] == [
        ("甲", "一、重点工作"),
        ("审核预算", "一、重点工作"),
        ("乙", "二、其他工作"),
    ]
    assert draft.sections == (("一、重点工作", 2), ("二、其他工作", 1))
    assert [passage.place for passage in draft.context] == ["台账!1", "台账!4", "台账!9", "台账!11", "台账!12"]


def test_cells_merged_downwards_count_for_each_row() -> None:
    draft = imported((1, "甲", "", "办公室"), (2, "乙"), (3, "丙", "", "财务处"), merged=["D2:D3"])
    assert [row.lead_unit_name for row in draft.rows] == ["办公室", "办公室", "财务处"]


def test_headings_may_be_worded_otherwise_and_one_column_is_enough() -> None:
    draft = import_file(
        "台账.xlsx", workbook([("重点任务（必填）*", "责任\n单位"), ("完善值班制度。分两步走。", "值班室")])
    )
    assert (draft.rows[0].title, draft.rows[0].text) == ("完善值班制度", "完善值班制度。分两步走。")
    assert draft.rows[0].lead_unit_name == "值班室"
    assert import_file("台账.xlsx", workbook([("事项",), ("甲",)])).rows[0].title == "甲"


def test_all_bad_cells_are_named_at_once() -> None:
    problems = problems_of(
        HEADINGS,
        (1, "", "有内容", "办公室", "", "2026-02-30", "每旬"),
        (2, "乙", "", "办公室", "", "尽快"),
        (3, "丙", "", "办公室", "", 2026.1),
        (4, "", "", "办公室"),
    )
    assert [(problem.code, problem.field, problem.line) for problem in problems] == [
        ("documents.missing_title", "台账!B2", 2),
        ("documents.bad_date", "台账!F2", 2),
        ("documents.bad_cadence", "台账!G2", 2),
        ("documents.bad_date", "台账!F3", 3),
        ("documents.bad_date", "台账!F4", 4),
        ("documents.missing_title", "台账!B5", 5),
    ]
    assert "2026-02-30" in problems[1].message()
    assert all(problem.message("en") and problem.file == "台账.xlsx" for problem in problems)


def test_a_workbook_without_headings_or_rows_says_so() -> None:
    assert problems_of(("甲", "乙"), ("丙", "丁"))[0].code == "documents.no_headings"
    assert problems_of(HEADINGS)[0].code == "documents.empty"


@pytest.mark.parametrize(
    ("cell", "due_on", "working_days"),
    [
        ("2026-11-30", "2026-11-30", None),
        ("2026/11/3", "2026-11-03", None),
        ("2026年 11月 30日前", "2026-11-30", None),
        ("20261130", "2026-11-30", None),
        (20261130.0, "2026-11-30", None),
        (46356.0, "2026-11-30", None),
        (dt.date(2026, 11, 30), "2026-11-30", None),
        ("2026年2月底前", "2026-02-28", None),
        ("2026.11", "2026-11-30", None),
        ("2026年底前", "2026-12-31", None),
        ("2026年第三季度", "2026-09-30", None),
        ("15个工作日内", None, 15),
        ("长期坚持", None, None),
        ("", None, None),
    ],
)
def test_time_limits_are_read_as_offices_write_them(
    cell: str | float | dt.date, due_on: str | None, working_days: int | None
) -> None:
    assert read_limit(cell) == Limit(dt.date.fromisoformat(due_on) if due_on else None, working_days)


@pytest.mark.parametrize(
    "cell", ["2026-13-01", "2026年13月", "0个工作日", "下周", "11月30日", 15.0, 2026.11, True, dt.date(1900, 1, 1)]
)
def test_impossible_and_incomplete_limits_are_refused(cell: str | float | dt.date) -> None:
    with pytest.raises(ValueError):
        read_limit(cell)


@given(st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)))
def test_a_date_is_read_back_from_each_form(day: dt.date) -> None:
    forms = (
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y-%m-%d}",
        f"{day:%Y%m%d}",
        (day - dt.date(1899, 12, 30)).days,
    )
    assert all(read_limit(form) == Limit(day) for form in forms)


def test_names_are_parted_outside_brackets_only() -> None:
    assert read_names("甲处、乙处（丙、丁）；甲处\n戊处") == ("甲处", "乙处（丙、丁）", "戊处")


def test_cadences_are_those_of_the_calendar() -> None:
    assert set(CADENCES) == set(Cadence)


def test_every_column_is_described_in_both_languages() -> None:
    meanings = [column.meaning for column in ledger_columns()]
    headings = [heading for column in ledger_columns() for heading in column.headings]
    assert len(set(meanings)) == len(meanings)
    assert len(set(headings)) == len(headings)
    assert all(column.description("zh") and column.description("en") for column in ledger_columns())


def test_one_far_cell_is_refused_before_it_is_laid_out() -> None:
    content = workbook([HEADINGS, (1, "甲")])
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, re.sub(rb'r="B2"', b'r="XFD1048576"', source.read(name)))
    with pytest.raises(Invalid) as refused:
        import_file("台账.xlsx", stream.getvalue())
    assert refused.value.problems[0].code == "documents.too_many_cells"


def test_cells_whose_formula_failed_are_bad_cells_and_not_empty_ones() -> None:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    page = book.add_worksheet("台账")
    page.write_row(0, 0, ["任务名称", "牵头单位", "完成时限"])
    page.write_row(1, 0, ["建立台账", "综合处", "15个工作日"])
    page.write(2, 0, "修订办法")
    page.write_formula(2, 1, "=VLOOKUP(1,A1,9)", None, "#N/A")
    page.write_formula(2, 2, "=Z1+#REF!", None, "#REF!")
    book.close()
    with pytest.raises(Invalid) as refused:
        import_file("台账.xlsx", stream.getvalue())
    found = [(one.code, one.field, one.parameters["value"]) for one in refused.value.problems]
    assert found == [
        ("documents.cell_error", "台账!B3", "#N/A"),
        ("documents.cell_error", "台账!C3", "#REF!"),
    ]
