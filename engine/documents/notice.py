"""Reads the State Council's notice of a year's holidays: festivals, days off, and weekends worked in exchange.

Since 2008 the notices are of one form: “二、春节：2月15日（农历腊月二十八、周日）至23日（周一）放假调休，共9天。2月14日
（周六）、2月28日（周六）上班。” What is written twice is compared: the weekday beside a date, the number of days.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from engine.calendar.notice import Festival, Notice, problems_of_notice
from engine.domain.errors import Invalid, Problem

LONGEST = 20_000
LONGEST_HOLIDAY = 31
PLACE = "/text"
NAMES = {
    "元旦": "元旦",
    "新年": "元旦",
    "春节": "春节",
    "清明": "清明节",
    "劳动节": "劳动节",
    "五一": "劳动节",
    "端午": "端午节",
    "中秋": "中秋节",
    "国庆": "国庆节",
}
ONE_NAME = r"(?:元旦|新年|春节|清明节?|(?:五一)?国际劳动节|(?:五一)?劳动节|五一|端午节?|中秋节?|国庆节?)"
HEAD = re.compile(rf"(?P<names>{ONE_NAME}(?:\s*[、,和与及暨]\s*{ONE_NAME})*)\s*(?:假期)?\s*:")
YEAR_IN_TITLE = re.compile(r"(20\d\d)年(?:部分)?(?:节假日|放假)")
DAY = r"(?:(?:(?P<{0}y>20\d\d)年)?(?P<{0}m>\d{{1,2}})月)?(?P<{0}d>\d{{1,2}})[日号](?:\((?P<{0}w>[^)]*)\))?"
SPAN = re.compile(rf"{DAY.format('a')}(?:\s*(?:至|到|-|—|–|~)+\s*{DAY.format('b')})?")
WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日天])")
TOTAL = re.compile(r"共(\d{1,2})天")
WORKED = re.compile(r"上班")
OFF = re.compile(r"放假|调休|休息|补休")
ENCOURAGED = "鼓励"  # a wish, no arrangement: in 2024 for the day before Spring Festival
JOINT = re.compile(r"[\s、,和及]*")


@dataclass
class _Reading:
    year: int
    problems: list[Problem] = field(default_factory=list)

    def note(self, code: str, **parameters: object) -> None:
        self.problems.append(Problem(code, parameters, field=PLACE))


def read_notice(text: str, year: int | None = None) -> Notice:
    """The notice as understood. `year`: where the text does not say it. Invalid with all that is wrong, at once."""
    plain = _plain(text)
    said = YEAR_IN_TITLE.search(plain.replace("\n", ""))
    known = int(said[1]) if said else year
    problems: list[Problem] = []
    if len(text) > LONGEST:
        raise Invalid([Problem("calendar.notice_long", {"limit": LONGEST}, field=PLACE)])
    if known is None:
        raise Invalid([Problem("calendar.notice_year", field="/year")])
    if year is not None and known != year:
        problems.append(Problem("calendar.notice_other_year", {"said": known, "year": year}, field="/year"))
    reading = _Reading(known, problems)
    heads = list(HEAD.finditer(plain))
    ends = [*(head.start() for head in heads[1:]), len(plain)][: len(heads)]
    festivals = [
        _festival(reading, head["names"], plain[head.end() : end]) for head, end in zip(heads, ends, strict=True)
    ]
    notice = Notice(known, tuple(festivals), text.strip())
    problems += problems_of_notice(notice) if heads else [Problem("calendar.notice_unread", field=PLACE)]
    if problems:
        raise Invalid(problems)
    return notice


def _plain(text: str) -> str:
    """Full-width digits, brackets and colons as ASCII, without the blanks that copying puts into a line."""
    folded = unicodedata.normalize("NFKC", text)
    return re.sub(r"[^\S\n]+", "", folded)


def _festival(reading: _Reading, names: str, text: str) -> Festival:
    name = "、".join(dict.fromkeys(_name(one) for one in re.findall(ONE_NAME, names)))
    off: list[date] = []
    worked: list[date] = []
    for sentence in _sentences(text):
        days, rest = _clauses(reading, name, sentence)
        off += days["off"]
        worked += days["worked"]
        total = TOTAL.search(rest)
        if total and days["off"] and int(total[1]) != len(set(days["off"])):
            found = len(set(days["off"]))
            reading.note("calendar.days_miscounted", name=name, said=int(total[1]), found=found)
    return Festival(name, tuple(sorted(set(off))), tuple(sorted(set(worked))))


def _name(word: str) -> str:
    return next(name for known, name in NAMES.items() if known in word)


def _sentences(text: str) -> Iterator[str]:
    """A sentence may be broken by the end of a line, where text was copied; a line that is a sentence stays one."""
    joined = re.sub(r"\n(?=[、,至到(]|\d{1,2}[日月])", "", text)
    yield from (part for part in re.split(r"[。;\n]", joined) if part and ENCOURAGED not in part)


def _clauses(reading: _Reading, name: str, sentence: str) -> tuple[dict[str, list[date]], str]:
    """The days of a sentence by what is said of them: lists of days, each with its verb after it."""
    found: dict[str, list[date]] = {"off": [], "worked": []}
    waiting: list[date] = []
    spans = list(SPAN.finditer(sentence))
    before: date | None = None
    for number, span in enumerate(spans):
        days = _days(reading, name, span, before)
        waiting += days
        before = days[-1] if days else before
        end = spans[number + 1].start() if number + 1 < len(spans) else len(sentence)
        following = sentence[span.end() : end]
        if JOINT.fullmatch(following) and number + 1 < len(spans):
            continue
        if WORKED.search(following):
            found["worked"] += waiting
        elif OFF.search(following):
            found["off"] += waiting
        elif sentence[: spans[0].start()].strip(",、") == "" and following.strip():
            reading.note("calendar.sentence_unread", text=sentence[:80])
        waiting = []
    return found, sentence


def _days(reading: _Reading, name: str, span: re.Match[str], before: date | None) -> list[date]:
    """Every day of `2月15日至23日`, or the one day; a month or year left out is that of the day before it."""
    first = _day(reading, name, span, "a", before)
    if first is None or span["bd"] is None:
        return [first] if first else []
    last = _day(reading, name, span, "b", first)
    if last is None:
        return []
    if not first <= last < first + timedelta(days=LONGEST_HOLIDAY):
        reading.note("calendar.span_backwards", name=name, text=span[0])
        return []
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _day(reading: _Reading, name: str, span: re.Match[str], side: str, before: date | None) -> date | None:
    month_text, day_text, weekday = span[f"{side}m"], span[f"{side}d"], WEEKDAY.search(span[f"{side}w"] or "")
    if month_text is None and before is None:
        reading.note("calendar.month_missing", name=name, text=span[0])
        return None
    month = int(month_text) if month_text else before.month  # type: ignore[union-attr]
    try:
        day = date(_year(reading.year, name, span[f"{side}y"], month, before), month, int(day_text))
    except ValueError:
        reading.note("calendar.no_such_day", name=name, text=span[0])
        return None
    if weekday and "一二三四五六日".index(weekday[1].replace("天", "日")) != day.weekday():
        reading.note("calendar.weekday_differs", day=day.isoformat(), said=weekday[0])
    return day


def _year(year: int, name: str, said: str | None, month: int, before: date | None) -> int:
    """New Year's holiday may begin in the December before; after a day, the year is that day's or the next."""
    if said:
        return int(said)
    if before is not None:
        return before.year + (before.month == 12 and month == 1)
    return year - 1 if name.startswith("元旦") and month == 12 else year
