"""What a ledger's cells say: dates and time limits, report cadences, names of units."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass

Cell = int | float | str | bool | dt.date | dt.datetime

ERRORS = frozenset(
    {"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"}
    | {"#GETTING_DATA", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#BUSY!", "#UNKNOWN!"}
)
"""What a cell says whose formula failed."""

FULL_DATE = re.compile(r"(20\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?(?:之?前|以前)?")
COMPACT_DATE = re.compile(r"(20\d\d)(\d\d)(\d\d)")
MONTH = re.compile(r"(20\d\d)[-/.年](\d{1,2})月?(?:份)?[底末]?(?:之?前|以前)?")
YEAR = re.compile(r"(20\d\d)年?(?:年?[底末]|内|全年)(?:之?前|以前)?")
QUARTER = re.compile(r"(20\d\d)年?第?([一二三四1-4])季度[底末]?(?:之?前|以前)?")
WORKING_DAYS = re.compile(r"(\d{1,3})个?工作日(?:内|以内|之内)?")
WITHOUT_DATE = frozenset(
    {"", "-", "—", "/", "无", "长期", "长期坚持", "持续推进", "常态化", "常年", "长期推进", "持续"}
)
FIRST_SERIAL, LAST_SERIAL = 36526, 73050  # 2000-01-01 and 2099-12-31 as spreadsheets count days
SERIAL_ORIGIN = dt.date(1899, 12, 30)
QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}
CADENCES = {
    "none": ("", "-", "—", "/", "无", "不反馈", "不定期"),
    "daily": ("每日", "每天", "日报", "按日", "一日一报", "每日一次"),
    "weekly": ("每周", "周报", "按周", "一周一报", "每周一次", "一周一次"),
    "half_monthly": ("半月", "每半月", "半月报", "每半月一次", "半月一次", "每两周"),
    "monthly": ("每月", "月报", "按月", "一月一报", "每月一次", "一月一次"),
    "milestone": ("按节点", "按阶段", "阶段性", "分阶段", "重要节点", "按进度节点"),
}
CADENCE_OF = {word: cadence for cadence, words in CADENCES.items() for word in words}
UNIT_BREAKS = re.compile(r"[、，,；;/\n]+")


@dataclass(frozen=True, slots=True)
class Limit:
    """When something is due: on a date, within working days, or neither."""

    due_on: dt.date | None = None
    due_working_days: int | None = None


def words(cell: Cell) -> str:
    """The cell as a person reads it: whole numbers without a decimal point, dates in ISO form."""
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).replace("\r\n", "\n").strip()


def read_limit(cell: Cell) -> Limit:
    """ValueError when the cell names no possible date between 2000 and 2099."""
    if isinstance(cell, dt.datetime):
        return Limit(_in_range(cell.date()))
    if isinstance(cell, dt.date):
        return Limit(_in_range(cell))
    if isinstance(cell, int | float) and FIRST_SERIAL <= cell <= LAST_SERIAL:
        return Limit(SERIAL_ORIGIN + dt.timedelta(days=int(cell)))
    if isinstance(cell, float) and not cell.is_integer():
        raise ValueError(str(cell))  # 2026.10 typed as a number has become 2026.1: October or January is not known
    return _limit_in_words("".join(words(cell).split()))


def _limit_in_words(text: str) -> Limit:
    if text in WITHOUT_DATE:
        return Limit()
    if found := WORKING_DAYS.fullmatch(text):
        return Limit(due_working_days=_positive(int(found[1])))
    if found := FULL_DATE.fullmatch(text) or COMPACT_DATE.fullmatch(text):
        return Limit(dt.date(int(found[1]), int(found[2]), int(found[3])))
    if found := QUARTER.fullmatch(text):
        quarter = QUARTERS.get(found[2]) or int(found[2])
        return Limit(_last_of_month(int(found[1]), quarter * 3))
    if found := YEAR.fullmatch(text):
        return Limit(dt.date(int(found[1]), 12, 31))
    if found := MONTH.fullmatch(text):
        return Limit(_last_of_month(int(found[1]), int(found[2])))
    raise ValueError(text)


def read_cadence(cell: Cell) -> str:
    """One of none, daily, weekly, half_monthly, monthly, milestone; ValueError for other words."""
    word = words(cell)
    if word not in CADENCE_OF:
        raise ValueError(word)
    return CADENCE_OF[word]


def read_names(cell: Cell) -> tuple[str, ...]:
    """The names in a cell, in order and each once; what stands in brackets belongs to its name."""
    names: list[str] = []
    depth = 0
    current = ""
    for character in words(cell):
        depth += (character in "（(") - (character in "）)" and depth > 0)
        if depth == 0 and UNIT_BREAKS.match(character):
            names.append(current.strip())
            current = ""
        else:
            current += character
    return tuple(dict.fromkeys(name for name in [*names, current.strip()] if name))


def _in_range(day: dt.date) -> dt.date:
    if not 2000 <= day.year <= 2099:
        raise ValueError(day.isoformat())
    return day


def _positive(count: int) -> int:
    if count == 0:
        raise ValueError(str(count))
    return count


def _last_of_month(year: int, month: int) -> dt.date:
    if not 1 <= month <= 12:
        raise ValueError(str(month))
    return dt.date(year, month, calendar.monthrange(year, month)[1])
