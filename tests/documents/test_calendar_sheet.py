"""Days of the calendar are read from a workbook, with every bad cell named at once."""

from collections.abc import Sequence
from datetime import date, datetime, time
from io import BytesIO

import pytest
from openpyxl import Workbook

from engine.calendar.own_day import OwnDay
from engine.documents.calendar_sheet import read_calendar_sheet
from engine.documents.notice import read_notice
from engine.domain.errors import Invalid
from tests.support.notices import OF_2027

HEAD = ["日期", "类型", "原因", "时间"]


def workbook(*rows: Sequence[object]) -> bytes:
    book, file = Workbook(), BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.title = "日历"
    for row in rows:
        sheet.append(list(row))
    book.save(file)
    return file.getvalue()


def test_the_offices_own_days_are_read() -> None:
    entered = read_calendar_sheet(
        "days.xlsx",
        workbook(
            ["某某办公室工作日历"],
            HEAD,
            [datetime(2026, 1, 8), "休息", "建设日", None],  # noqa: DTZ001 - as a sheet has it
            ["2026年1月10日", "上班", "补班", None],
            [None, None, None, None],
            ["2026-01-09", "办公时间", "年终会", "9:00-12:00、14：00—16：30"],
            [20260112, "恢复", None, None],
        ),
    )
    assert entered.notice is None
    assert entered.days == (
        OwnDay(date(2026, 1, 8), "off", "建设日"),
        OwnDay(date(2026, 1, 10), "open", "补班"),
        OwnDay(date(2026, 1, 9), "hours", "年终会", ((time(9), time(12)), (time(14), time(16, 30)))),
        OwnDay(date(2026, 1, 12), "usual"),
    )


def test_a_notice_entered_as_rows_is_the_same_as_its_text() -> None:
    notice = read_notice(OF_2027)
    rows: list[Sequence[object]] = [HEAD]
    for festival in notice.festivals:
        rows += [[day.isoformat(), "节假日", festival.name] for day in festival.off]
        rows += [[day.isoformat(), "调休上班", festival.name] for day in festival.worked]
    entered = read_calendar_sheet("2027.xlsx", workbook(*rows)).notice
    assert entered is not None
    assert (entered.year, entered.festivals) == (2027, notice.festivals)
    with pytest.raises(Invalid) as refused:
        read_calendar_sheet("2027.xlsx", workbook(*(row for row in rows if row[2] != "国庆节")))
    assert [problem.code for problem in refused.value.problems] == ["calendar.festivals_missing"]


def test_every_bad_cell_is_named_at_once() -> None:
    content = workbook(
        HEAD,
        ["明天", "休息", "", ""],
        ["2026-01-08", "停电", "", "9点"],
        ["2026-01-09", "办公时间", "长" * 121, ""],
        ["2026-01-10", "节假日", "重阳节", "25:00-26:00"],
    )
    with pytest.raises(Invalid) as refused:
        read_calendar_sheet("days.xlsx", content)
    assert [(problem.code.removeprefix("calendar."), problem.field) for problem in refused.value.problems] == [
        ("day_unread", "日历!A2"),
        ("kind_unread", "日历!B3"),
        ("hours_unread", "日历!D3"),
        ("hours_unread", "日历!D4"),
        ("reason_long", "日历!C4"),
        ("hours_unread", "日历!D5"),
        ("festival_unread", "日历!C5"),
    ]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("days.xlsx", workbook(["时间", "地点"]), "calendar.headings_missing"),
        ("days.xlsx", workbook(HEAD), "calendar.nothing_entered"),
        ("days.csv", b"", "documents.unknown_type"),
        ("days.xls", b"no workbook", "documents.unknown_content"),
    ],
)
def test_what_holds_no_days_is_refused(name: str, content: bytes, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_calendar_sheet(name, content)
    assert [problem.code for problem in refused.value.problems] == [code]
