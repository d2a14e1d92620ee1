"""The State Council's notices are read as they are pasted, and every mistake in them is named at once."""

from datetime import date, timedelta

import chinese_calendar
import pytest

from engine.calendar.notice import Notice
from engine.documents.notice import read_notice
from engine.domain.errors import Invalid

OF_2026 = """国务院办公厅关于2026年
部分节假日安排的通知
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
经国务院批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作，确保人民群众祥和平安度过节日假期。
国务院办公厅
2025年11月4日
"""
OF_2025 = """国务院办公厅关于2025年部分节假日安排的通知
一、元旦：1月1日（周三）放假1天，不调休。
二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
三、清明节：4月4日（周五）至6日（周日）放假，共3天。
四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。
"""
OF_2024 = """国务院办公厅关于2024年部分节假日安排的通知
一、元旦：1月1日放假，与周末连休。
二、春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。鼓励各单位结合带薪年休假等制度落实，安排职工在除夕（2月9日）休息。
三、清明节：4月4日至6日放假调休，共3天。4月7日（星期日）上班。
四、劳动节：5月1日至5日放假调休，共5天。4月28日（星期日）、5月11日（星期六）上班。
五、端午节：6月10日放假，与周末连休。
六、中秋节：9月15日至17日放假调休，共3天。9月14日（星期六）上班。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。
"""


def works(notice: Notice, day: date) -> bool:
    if any(day in festival.off for festival in notice.festivals):
        return False
    return day.weekday() < 5 or any(day in festival.worked for festival in notice.festivals)


@pytest.mark.parametrize(("year", "text"), [(2025, OF_2025), (2026, OF_2026)])
def test_the_notice_gives_the_days_that_an_independent_calendar_has(year: int, text: str) -> None:
    notice = read_notice(text)
    days = [date(year, 1, 1) + timedelta(days=number) for number in range(365)]
    assert notice.year == year
    assert [day for day in days if works(notice, day) != chinese_calendar.is_workday(day)] == []


def test_what_is_only_encouraged_is_no_day_off() -> None:
    notice = read_notice(OF_2024)
    days = [date(2024, 1, 1) + timedelta(days=number) for number in range(366)]
    assert [day for day in days if works(notice, day) != chinese_calendar.is_workday(day)] == []
    assert date(2024, 2, 9) not in notice.festivals[1].off


def test_a_holiday_may_begin_in_the_year_before() -> None:
    text = OF_2024.replace("1月1日放假，与周末连休", "12月30日至2024年1月1日放假调休，共3天")
    assert read_notice(text).festivals[0].off == (date(2023, 12, 30), date(2023, 12, 31), date(2024, 1, 1))
    longer = OF_2024.replace("1月1日放假，与周末连休", "2023年12月30日至1月1日放假调休，共3天")
    assert read_notice(longer).festivals[0].off == read_notice(text).festivals[0].off


def test_other_ways_of_writing_are_read_too() -> None:
    text = OF_2026.replace("2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）", "2 月 15 日 — 23 日")
    text = (
        text.replace("、2月28日（周六）上班", "，28日(星期六)正常上班").replace("：", ":").replace("1月1日", "１月１日")
    )
    assert read_notice(text).festivals == read_notice(OF_2026).festivals
    without_title = text[text.index("一、元旦") :]
    assert read_notice(without_title, 2026).festivals == read_notice(OF_2026).festivals


def test_every_mistake_is_named_at_once() -> None:
    text = (
        OF_2026.replace("六、中秋节", "六、重阳节")
        .replace("共9天", "共8天")
        .replace("1月4日（周日）", "1月5日（周日）")
    )
    text = text.replace("5月1日（周五）至5日（周二）放假调休", "5月5日至1日放假调休").replace("6月19日", "6月39日")
    with pytest.raises(Invalid) as refused:
        read_notice(text)
    codes = [problem.code.removeprefix("calendar.") for problem in refused.value.problems]
    assert sorted(codes) == sorted(
        [
            "weekday_differs",
            "days_miscounted",
            "span_backwards",
            "no_such_day",
            "festivals_missing",
            "worked_weekday",
        ]
    )


def test_the_notice_of_another_year_is_found_out_by_its_weekdays() -> None:
    with pytest.raises(Invalid) as refused:
        read_notice(OF_2026.replace("2026年", "2027年"))
    assert {problem.code for problem in refused.value.problems} >= {"calendar.weekday_differs"}
    with pytest.raises(Invalid) as refused:
        read_notice(OF_2026, 2027)
    assert [problem.code for problem in refused.value.problems] == ["calendar.notice_other_year"]


def test_text_that_is_no_notice_is_refused() -> None:
    for text, year, code in [
        ("今天天气很好。", 2027, "notice_unread"),
        (OF_2026[OF_2026.index("一、元旦") :], None, "notice_year"),
    ]:
        with pytest.raises(Invalid) as refused:
            read_notice(text, year)
        assert [problem.code for problem in refused.value.problems] == [f"calendar.{code}"]
