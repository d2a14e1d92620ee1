"""Days of the calendar from a workbook: rows of date, kind, reason, and hours where they are other ones.

The kinds 节假日 and 调休上班 are a year's official notice, its festivals named as reasons; the others are the
office's own.
"""

import datetime as dt
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.calendar import Festival, Notice
from engine.calendar.notice import FESTIVALS, problems_of_notice
from engine.calendar.own_day import HOURS, OFF, OPEN, USUAL, OwnDay
from engine.documents.cells import Cell, read_limit, words
from engine.documents.importing import read_tables
from engine.documents.sheet import Sheet, cell_name
from engine.domain.errors import Invalid, Problem

HOLIDAY, ADJUSTED = "holiday", "adjusted"
KINDS = {
    "节假日": HOLIDAY,
    "法定节假日": HOLIDAY,
    "放假": HOLIDAY,
    "调休上班": ADJUSTED,
    "休息": OFF,
    "本单位休息": OFF,
    "上班": OPEN,
    "本单位上班": OPEN,
    "办公时间": HOURS,
    "恢复": USUAL,
}
HEADINGS = {"日期": "day", "类型": "kind", "原因": "reason", "说明": "reason", "时间": "hours", "办公时间": "hours"}
NEEDED = {"day": "日期", "kind": "类型"}
PERIOD = re.compile(r"(\d{1,2}):(\d{2})(?:-|—|–|~|至|到)(\d{1,2}):(\d{2})")
MOST_ROWS = 2000
LONGEST_REASON = 120


@dataclass(frozen=True)
class Entered:
    """What a sheet asks for."""

    days: tuple[OwnDay, ...]
    notice: Notice | None


def read_calendar_sheet(filename: str, content: bytes) -> Entered:
    """The first visible sheet. Invalid with every bad cell, `field` as sheet!cell."""
    sheets = read_tables(filename, content)
    problems: list[Problem] = []
    days: list[OwnDay] = []
    for sheet in sheets[:1]:
        head, columns = _columns(sheet, problems)
        for number in range(head + 1, min(len(sheet.rows), head + 1 + MOST_ROWS) if columns else 0):
            if any(words(cell) for cell in sheet.rows[number]):
                days += _row(sheet, number, columns, problems)
    if not problems and not days:
        problems.append(Problem("calendar.nothing_entered", file=filename))
    notice = _notice(filename, [one for one in days if one.kind in (HOLIDAY, ADJUSTED)])
    if notice:
        problems += problems_of_notice(notice)
    if problems:
        raise Invalid(problems)
    return Entered(tuple(one for one in days if one.kind not in (HOLIDAY, ADJUSTED)), notice)


def _columns(sheet: Sheet, problems: list[Problem]) -> tuple[int, Mapping[str, int]]:
    for number, row in enumerate(sheet.rows[:20]):
        found = {HEADINGS[word]: column for column, cell in enumerate(row) if (word := words(cell)) in HEADINGS}
        if set(NEEDED) <= set(found):
            return number, found
    problems.append(Problem("calendar.headings_missing", {"names": "、".join(NEEDED.values())}, field=sheet.name))
    return 0, {}


def _row(sheet: Sheet, number: int, columns: Mapping[str, int], problems: list[Problem]) -> list[OwnDay]:
    before = len(problems)

    def cell(name: str) -> Cell:
        row, column = sheet.rows[number], columns.get(name)
        return row[column] if column is not None and column < len(row) else ""

    def note(name: str, code: str, **parameters: object) -> None:
        place = f"{sheet.name}!{cell_name(number, columns.get(name, 0))}"
        problems.append(Problem(code, parameters, field=place))

    day, kind = _day(cell("day")), KINDS.get(words(cell("kind")))
    reason, hours = words(cell("reason")), _hours(words(cell("hours")))
    if day is None:
        note("day", "calendar.day_unread", text=words(cell("day"))[:40])
    if kind is None:
        note("kind", "calendar.kind_unread", text=words(cell("kind"))[:40], kinds="、".join(KINDS))
    if hours is None or (kind == HOURS and not hours):
        note("hours", "calendar.hours_unread", text=words(cell("hours"))[:40])
    if len(reason) > LONGEST_REASON:
        note("reason", "calendar.reason_long", limit=LONGEST_REASON)
    if kind in (HOLIDAY, ADJUSTED) and not all(name in FESTIVALS for name in reason.split("、")):
        note("reason", "calendar.festival_unread", text=reason[:40], names="、".join(FESTIVALS))
    return [OwnDay(day, kind, reason, hours)] if day and kind and hours is not None and len(problems) == before else []


def _day(cell: Cell) -> dt.date | None:
    try:
        return read_limit(cell).due_on
    except ValueError:
        return None


def _hours(text: str) -> tuple[tuple[dt.time, dt.time], ...] | None:
    """`09:00-12:00、13:30-17:30`; None for what is no such thing."""
    parts = [part for part in re.split(r"[、,;\s]+", unicodedata.normalize("NFKC", text)) if part]
    found = [PERIOD.fullmatch(part) for part in parts]
    try:
        return (
            tuple(
                (dt.time(int(one[1]), int(one[2])), dt.time(int(one[3]), int(one[4])))
                for one in found
                if one is not None
            )
            if all(found)
            else None
        )
    except ValueError:
        return None


def _notice(filename: str, days: Sequence[OwnDay]) -> Notice | None:
    """Of the year of most of its days."""
    if not days:
        return None
    by_name: dict[str, dict[str, list[dt.date]]] = defaultdict(lambda: {HOLIDAY: [], ADJUSTED: []})
    for one in days:
        by_name[one.reason][one.kind].append(one.day)
    year = Counter(one.day.year for one in days).most_common(1)[0][0]
    festivals = [
        Festival(name, tuple(sorted(set(found[HOLIDAY]))), tuple(sorted(set(found[ADJUSTED]))))
        for name, found in by_name.items()
    ]
    return Notice(year, tuple(sorted(festivals, key=lambda one: one.off[:1])), filename)
